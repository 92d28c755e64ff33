import { useState } from 'preact/hooks';

import type { Connection } from '../../lib/connections/connection.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';

interface RenameDialogProps {
  readonly connection: Connection;
  readonly onClose: () => void;
}

/** Another name for a connection; the page or database in Notion keeps its own. */
export function RenameDialog({ connection, onClose }: RenameDialogProps) {
  const client = useClient();
  const [name, setName] = useState(connection.name);
  const rename = useAction(async () => {
    const { id, target } = connection;
    await client.call('connections.save', { id, name: name.trim(), target });
    onClose();
  });
  const missing = name.trim() === '';
  const submit = () => {
    if (!missing) rename.run();
  };
  return (
    <Dialog
      title={t('connections.rename.title', { name: connection.name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('dialog.cancel')}</Button>
          <Button look="primary" onClick={submit} disabled={rename.pending || missing}>
            {t('connections.rename')}
          </Button>
        </>
      }
    >
      <div
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.isComposing) submit();
        }}
      >
        <TextField
          label={t('create.name')}
          hint={t('connections.rename.hint')}
          value={name}
          onInput={setName}
          error={missing ? t('connections.rename.missing') : undefined}
          autoFocus
        />
      </div>
      {rename.failure && <FailureNotice failure={rename.failure} />}
    </Dialog>
  );
}
