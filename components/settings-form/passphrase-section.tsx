import { useState } from 'preact/hooks';

import type { SettingsView } from '../../lib/settings/settings.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { SecretField } from '../ui/secret-field.tsx';
import { NewPassphrase } from './new-passphrase.tsx';
import { PassphraseDialog } from './passphrase-dialog.tsx';

/** An optional second lock on the stored keys, opened once per browser session. Acts at once, apart from Save. */
export function PassphraseSection({ view }: { readonly view: SettingsView }) {
  return (
    <section class="settings-section" data-section="protection">
      <h2>{t('settings.protection')}</h2>
      {view.passphrase === 'locked' && <Unlock />}
      {view.passphrase === 'none' && <FirstPassphrase hasKeys={Object.keys(view.secrets).length > 0} />}
      {view.passphrase === 'unlocked' && <Unlocked />}
    </section>
  );
}

function Unlock() {
  const client = useClient();
  const [typed, setTyped] = useState('');
  const unlock = useAction(async () => {
    await client.call('settings.unlock', { passphrase: typed });
  });
  return (
    <div
      class="settings-group"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
        // Not the form's Save: the passphrase acts by itself.
        event.preventDefault();
        if (typed !== '') unlock.run();
      }}
    >
      <Notice kind="warn">{t('settings.passphrase.locked')}</Notice>
      <SecretField
        label={t('settings.passphrase')}
        hint={t('settings.passphrase.forgotten')}
        value={typed}
        onChange={(value) => setTyped(value ?? '')}
      />
      <div class="row">
        <Button onClick={() => unlock.run()} disabled={typed === '' || unlock.pending}>
          {t('settings.passphrase.unlock')}
        </Button>
      </div>
      {unlock.failure && <FailureNotice failure={unlock.failure} withoutSettings />}
    </div>
  );
}

function FirstPassphrase({ hasKeys }: { readonly hasKeys: boolean }) {
  const client = useClient();
  return (
    <NewPassphrase
      label={t('settings.passphrase')}
      again={t('settings.passphrase.again')}
      hint={t('settings.passphrase.hint')}
      action={t('settings.passphrase.set')}
      onSet={async (passphrase) => {
        await client.call('settings.setPassphrase', { passphrase });
      }}
    >
      {hasKeys && <p class="field-hint">{t('settings.passphrase.forgets')}</p>}
    </NewPassphrase>
  );
}

function Unlocked() {
  const client = useClient();
  const [dialog, setDialog] = useState<'change' | 'remove' | undefined>();
  const lock = useAction(async () => {
    await client.call('settings.lock', {});
  });
  return (
    <>
      <p class="field-hint">{t('settings.passphrase.on')}</p>
      <div class="row">
        <Button onClick={() => lock.run()} disabled={lock.pending}>
          {t('settings.passphrase.lock')}
        </Button>
        <Button popup="dialog" onClick={() => setDialog('change')}>
          {t('settings.passphrase.change')}
        </Button>
        <Button popup="dialog" onClick={() => setDialog('remove')}>
          {t('settings.passphrase.remove')}
        </Button>
      </div>
      {lock.failure && <FailureNotice failure={lock.failure} withoutSettings />}
      {dialog === 'change' && (
        <PassphraseDialog
          title={t('settings.passphrase.change')}
          action={t('settings.passphrase.change.action')}
          isNewAsked
          onClose={() => setDialog(undefined)}
          onConfirm={async (current, passphrase) => {
            await client.call('settings.setPassphrase', { passphrase, current });
          }}
        />
      )}
      {dialog === 'remove' && (
        <PassphraseDialog
          title={t('settings.passphrase.remove')}
          text={t('settings.passphrase.remove.text')}
          action={t('settings.passphrase.remove.action')}
          onClose={() => setDialog(undefined)}
          onConfirm={async (current) => {
            await client.call('settings.setPassphrase', { passphrase: null, current });
          }}
        />
      )}
    </>
  );
}
