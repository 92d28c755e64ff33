import { useState } from 'preact/hooks';

import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { SecretField } from '../ui/secret-field.tsx';
import type { SettingsForm } from './use-settings-form.ts';

/** An optional second lock on the stored keys, opened once per browser session. Acts at once, apart from Save. */
export function PassphraseSection({ form }: { readonly form: SettingsForm }) {
  const client = useClient();
  const [typed, setTyped] = useState('');
  const state = form.view.passphrase;
  const act = useAction(async (what: 'set' | 'remove' | 'unlock') => {
    if (what === 'unlock') await client.call('settings.unlock', { passphrase: typed });
    else await client.call('settings.setPassphrase', { passphrase: what === 'set' ? typed : null });
    setTyped('');
  });
  const empty = typed === '' || act.pending;
  return (
    <section
      class="settings-section"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
        // Not the form's Save: the passphrase acts by itself.
        event.preventDefault();
        if (!empty) act.run(state === 'locked' ? 'unlock' : 'set');
      }}
    >
      <h2>{t('settings.protection')}</h2>
      {state === 'locked' && <Notice kind="warn">{t('settings.passphrase.locked')}</Notice>}
      <SecretField
        label={t('settings.passphrase')}
        hint={t(state === 'none' ? 'settings.passphrase.hint' : 'settings.passphrase.forgotten')}
        value={typed}
        onChange={(value) => setTyped(value ?? '')}
      />
      <div class="row">
        {state === 'locked' && (
          <Button onClick={() => act.run('unlock')} disabled={empty}>
            {t('settings.passphrase.unlock')}
          </Button>
        )}
        {state !== 'locked' && (
          <Button onClick={() => act.run('set')} disabled={empty}>
            {t(state === 'none' ? 'settings.passphrase.set' : 'settings.passphrase.change')}
          </Button>
        )}
        {state === 'unlocked' && (
          <Button onClick={() => act.run('remove')} disabled={act.pending}>
            {t('settings.passphrase.remove')}
          </Button>
        )}
      </div>
      {state === 'unlocked' && <p class="field-hint">{t('settings.passphrase.on')}</p>}
      {act.failure && <FailureNotice failure={act.failure} withoutSettings />}
    </section>
  );
}
