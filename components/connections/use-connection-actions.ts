import { useState } from 'preact/hooks';

import type { Connection } from '../../lib/connections/connection.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import type { ToastContent } from '../ui/toast.tsx';

/** What can be done to a connection, wherever it is shown. */
export interface ConnectionActions {
  readonly remove: (connection: Connection) => void;
  readonly duplicate: (connection: Connection) => void;
  readonly toast: ToastContent | undefined;
  readonly closeToast: () => void;
  readonly failure: Failure | undefined;
}

/** Delete acts at once; the way back is in the toast. */
export function useConnectionActions(): ConnectionActions {
  const client = useClient();
  const [toast, setToast] = useState<ToastContent | undefined>();
  const restore = useAction(async (id: string) => {
    await client.call('connections.restore', { id });
    setToast(undefined);
  });
  const remove = useAction(async ({ id, name }: Connection) => {
    await client.call('connections.delete', { id });
    if (location.hash === `#/connections/${encodeURIComponent(id)}`) location.hash = '#/connections';
    const action = { label: t('connections.undo'), onClick: () => restore.run(id) };
    setToast({ id: `delete:${id}`, text: t('connections.deleted', { name }), action });
  });
  const duplicate = useAction(async (connection: Connection) => {
    const copy = await client.call('connections.duplicate', { id: connection.id, newId: crypto.randomUUID() });
    setToast({ id: `copy:${copy.id}`, text: t('connections.duplicated', { name: copy.name }) });
  });
  return {
    remove: remove.run,
    duplicate: duplicate.run,
    toast,
    closeToast: () => setToast(undefined),
    failure: remove.failure ?? restore.failure ?? duplicate.failure,
  };
}
