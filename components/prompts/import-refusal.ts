/** Why a file of prompts was refused, in words; undefined for failures that are not about the file. */
import type { Failure } from '../../lib/shared/app-error.ts';
import { t } from '../i18n/translate.ts';

export function importRefusal({ code, details = {} }: Failure): string | undefined {
  if (code !== 'import-invalid') return undefined;
  if (details.reason === 'size') return t('prompts.import.tooLarge');
  if (details.reason === 'json') return t('prompts.import.notJson');
  const at = typeof details.at === 'string' ? details.at : '';
  if (at === '' || at === 'format') return t('prompts.import.otherKind');
  if (at === 'version') return t('prompts.import.otherVersion');
  return t('prompts.import.shape', { at });
}
