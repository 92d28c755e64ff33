import { LONGEST_PROMPT } from '../../lib/run-request/generation-options.ts';
import { formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';

/** What is said at the field while more stands in it than a prompt takes; undefined: it fits. */
export function promptTooLong(prompt: string): string | undefined {
  if (prompt.length <= LONGEST_PROMPT) return undefined;
  return t('panel.prompt.tooLong', { length: formatNumber(prompt.length), limit: formatNumber(LONGEST_PROMPT) });
}
