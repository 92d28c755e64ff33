import { useEffect, useRef, useState } from 'preact/hooks';

import type { CheckResult } from '../../lib/settings/settings-commands.ts';
import { toFailure } from '../../lib/shared/app-error.ts';
import { INTEGRATIONS_URL } from '../errors/links.ts';
import { useClient, type VisenClient } from '../hooks/client-context.tsx';
import { useDebounced } from '../hooks/use-debounced.ts';
import { useEffectEvent } from '../hooks/use-effect-event.ts';
import { t } from '../i18n/translate.ts';
import { CheckLine } from '../settings-form/check-line.tsx';
import { NotionHowTo } from '../settings-form/notion-how-to.tsx';
import type { SettingsDraft } from '../settings-form/settings-draft.ts';
import { settle } from '../settings-form/use-save-settings.ts';
import type { SettingsForm } from '../settings-form/use-settings-form.ts';
import { LinkButton } from '../ui/button.tsx';
import { SecretField } from '../ui/secret-field.tsx';

/** Shorter than any token of Notion's: somebody is still typing. */
const LIKELY_WHOLE = 20;

/** The token: saved and tested as soon as it was pasted. */
export function NotionStep({ form }: { readonly form: SettingsForm }) {
  const typed = form.draft.secrets.notion ?? '';
  const check = useTokenCheck(form, useDebounced(typed.trim(), 400));
  return (
    <div class="stack-tight">
      <SecretField
        label={t('settings.notionToken')}
        value={typed}
        saved={form.view.secrets.notion}
        onChange={(value) => form.editSecret('notion', value ?? '')}
      />
      <div aria-live="polite">{check && <CheckLine service="notion" result={check.result} />}</div>
      <div class="row">
        <LinkButton href={INTEGRATIONS_URL} newTab size="small">
          {t('settings.openIntegrations')}
        </LinkButton>
      </div>
      <NotionHowTo />
    </div>
  );
}

interface Check {
  /** Absent while it runs. */
  readonly result?: CheckResult;
}

function useTokenCheck(form: SettingsForm, token: string): Check | undefined {
  const client = useClient();
  const [check, setCheck] = useState<Check | undefined>();
  const tried = useRef('');
  const discard = useEffectEvent((sent: SettingsDraft) => form.discardSent(sent));
  useEffect(() => {
    if (token.length < LIKELY_WHOLE || token === tried.current) return;
    tried.current = token;
    setCheck({});
    const sent = { settings: {}, secrets: { notion: token } };
    void saveAndTest(client, sent).then((result) => {
      if (tried.current !== token) return;
      // What works is saved; what does not stays in the field to be mended.
      if (result.outcome !== 'failed') discard(sent);
      setCheck({ result });
    });
  }, [client, token]);
  return check;
}

/** Never rejects: what went wrong is the result. */
async function saveAndTest(client: VisenClient, sent: SettingsDraft): Promise<CheckResult> {
  try {
    await client.call('settings.save', sent);
    return await settle(client.call('settings.testNotion', {}));
  } catch (error) {
    return { outcome: 'failed', milliseconds: 0, failure: toFailure(error) };
  }
}
