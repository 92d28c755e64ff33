import { useState } from 'preact/hooks';

import { FailureNotice } from '../errors/failure-notice.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SecretField } from '../ui/secret-field.tsx';
import { passphraseErrors, type PassphraseErrors } from './passphrase-check.ts';

interface PassphraseDialogProps {
  readonly title: string;
  readonly text?: string;
  /** Name of the button that acts. */
  readonly action: string;
  /** A new passphrase is asked for too, twice. */
  readonly isNewAsked?: boolean;
  /** Closes the dialog after it resolved. */
  readonly onConfirm: (current: string, next: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for the passphrase again: an unlocked screen alone is not enough for what cannot be taken back. */
export function PassphraseDialog(props: PassphraseDialogProps) {
  const [typed, setTyped] = useState({ current: '', first: '', again: '' });
  const [errors, setErrors] = useState<PassphraseErrors>({});
  const confirm = useAction(async () => {
    const found = props.isNewAsked ? passphraseErrors(typed.first, typed.again) : {};
    setErrors(found);
    if (found.first !== undefined || found.again !== undefined) return;
    await props.onConfirm(typed.current, typed.first);
    props.onClose();
  });
  const field = (name: keyof typeof typed, label: string, error?: string) => (
    <SecretField
      label={label}
      value={typed[name]}
      error={error}
      onChange={(value) => setTyped((now) => ({ ...now, [name]: value ?? '' }))}
    />
  );
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t('dialog.cancel')}</Button>
          <Button look="primary" onClick={() => confirm.run()} disabled={typed.current === '' || confirm.pending}>
            {props.action}
          </Button>
        </>
      }
    >
      {props.text && <p>{props.text}</p>}
      <div
        class="settings-group"
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.target instanceof HTMLInputElement && typed.current !== '') confirm.run();
        }}
      >
        {field('current', t('settings.passphrase'))}
        {props.isNewAsked && field('first', t('settings.passphrase.new'), errors.first)}
        {props.isNewAsked && field('again', t('settings.passphrase.newAgain'), errors.again)}
      </div>
      {confirm.failure && <FailureNotice failure={confirm.failure} withoutSettings />}
    </Dialog>
  );
}
