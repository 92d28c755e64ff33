import { t } from '../../i18n/translate.ts';
import { Notice } from '../../ui/notice.tsx';
import { WaitLine } from '../../waits/wait-line.tsx';
import type { RowItem } from '../data/row-item.ts';

/** Rows that Notion is still making from a template: Generate waits for them, and what never comes is said. */
export function TemplateNotice({ chosen }: { readonly chosen: readonly RowItem[] }) {
  if (chosen.some(({ template }) => template === 'applying')) return <WaitLine text={t('rows.template.applying')} />;
  if (!chosen.some(({ template }) => template === 'late')) return null;
  return <Notice kind="warn">{t('rows.template.late')}</Notice>;
}
