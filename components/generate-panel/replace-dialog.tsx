import type { CommandResponse } from '../../lib/messaging/protocol.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';

/** Above it, the dialog says how long it takes. */
const MANY_BLOCKS = 100;
/** Blocks are put into the trash one request each; three requests a second is what Notion allows on average. */
const BLOCKS_PER_MINUTE = 180;

interface ReplaceDialogProps {
  readonly inspection: CommandResponse<'target.inspect'>;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** What a replace takes away, what stays, and what cannot come back: said before the click that does it. */
export function ReplaceDialog({ inspection, onConfirm, onClose }: ReplaceDialogProps) {
  const { blocks, kept, irreversible } = inspection;
  return (
    <Dialog
      title={t('replace.title')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('dialog.cancel')}</Button>
          <Button look="danger" onClick={onConfirm}>
            {t('where.replace')}
          </Button>
        </>
      }
    >
      <p>{t('replace.text', { count: blocks })}</p>
      {blocks > MANY_BLOCKS && <p>{t('replace.duration', { count: Math.ceil(blocks / BLOCKS_PER_MINUTE) })}</p>}
      {kept.length > 0 && (
        <div>
          <p>{t('replace.kept')}</p>
          <ul>
            {kept.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </div>
      )}
      {irreversible.length > 0 && (
        <Notice kind="warn">
          <p>{t('replace.irreversible')}</p>
          <ul>
            {irreversible.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </Notice>
      )}
    </Dialog>
  );
}
