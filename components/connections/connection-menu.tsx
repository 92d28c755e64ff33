import { Copy, Ellipsis, ExternalLink, Pencil, Trash2 } from 'lucide';
import { useState } from 'preact/hooks';

import type { Connection } from '../../lib/connections/connection.ts';
import { t } from '../i18n/translate.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import type { ConnectionActions } from './use-connection-actions.ts';

interface ConnectionMenuProps {
  readonly connection: Connection;
  readonly actions: ConnectionActions;
  /** Where its screen is open, it stays. */
  readonly canDelete?: boolean;
}

export function ConnectionMenu({ connection, actions, canDelete = true }: ConnectionMenuProps) {
  const [renaming, setRenaming] = useState(false);
  return (
    <>
      <Menu
        name={t('connections.more', { name: connection.name })}
        items={[
          {
            id: 'open',
            label: t('connections.openInNotion'),
            icon: ExternalLink,
            onSelect: () => window.open(connection.target.url, '_blank', 'noopener,noreferrer'),
          },
          { id: 'rename', label: t('connections.rename'), icon: Pencil, onSelect: () => setRenaming(true) },
          {
            id: 'duplicate',
            label: t('connections.duplicate'),
            icon: Copy,
            onSelect: () => actions.duplicate(connection),
          },
          ...(canDelete
            ? [
                {
                  id: 'delete',
                  label: t('connections.delete'),
                  icon: Trash2,
                  danger: true,
                  onSelect: () => actions.remove(connection),
                },
              ]
            : []),
        ]}
      >
        <Icon node={Ellipsis} />
      </Menu>
      {renaming && <RenameDialog connection={connection} onClose={() => setRenaming(false)} />}
    </>
  );
}
