import type { Route } from '../app/route.ts';
import { ViewHeader } from '../app/view-header.tsx';
import { t } from '../i18n/translate.ts';
import { EmptyState } from '../ui/empty-state.tsx';

export function ConnectionsView(_props: { readonly route: Route }) {
  return (
    <>
      <ViewHeader title={t('nav.connections')} />
      <EmptyState text={t('placeholder.view')} />
    </>
  );
}
