import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

interface ClearDialogProps {
  readonly onCleared: () => void;
  readonly onClose: () => void;
}

export function ClearDialog({ onCleared, onClose }: ClearDialogProps) {
  const client = useClient();
  const clear = useAction(async () => {
    await client.call('settings.clear', {});
    onCleared();
  });
  return (
    <Dialog
      title={t('clear.title')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('dialog.cancel')}</Button>
          <Button look="danger" onClick={() => clear.run()} disabled={clear.pending}>
            {t('clear.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('clear.text')}</p>
      <p class="soft">{t('clear.kept')}</p>
      {clear.failure && <FailureNotice failure={clear.failure} withoutSettings />}
    </Dialog>
  );
}
