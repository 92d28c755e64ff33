import { ViewHeader } from '../app/view-header.tsx';
import { t } from '../i18n/translate.ts';
import { EmptyState } from '../ui/empty-state.tsx';

export function PromptsView() {
  return (
    <>
      <ViewHeader title={t('nav.prompts')} />
      <EmptyState text={t('placeholder.view')} />
    </>
  );
}
