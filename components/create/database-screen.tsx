import type { Connection } from '../../lib/connections/connection.ts';
import { t } from '../i18n/translate.ts';
import { EmptyState } from '../ui/empty-state.tsx';

/** The rows of a database: chosen, shown and generated here. */
export function DatabaseScreen(_props: { readonly connection: Connection }) {
  return <EmptyState text={t('create.database.soon')} />;
}
