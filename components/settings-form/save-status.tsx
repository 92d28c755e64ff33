import { FailureNotice } from '../errors/failure-notice.tsx';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { StatusBox } from '../ui/status-region.tsx';
import { CheckLine } from './check-line.tsx';
import { CheckWait } from './check-wait.tsx';
import { REFUSAL_ID } from './refused-field.ts';
import type { MirrorCheck, SaveState } from './use-save-settings.ts';

interface SaveStatusProps {
  readonly state: SaveState;
  readonly cleared: boolean;
}

/** “Settings saved”, then one line per service as its check comes back. */
export function SaveStatus({ state, cleared }: SaveStatusProps) {
  return (
    <>
      <StatusBox>
        {cleared && <p>{t('clear.done')}</p>}
        {!cleared && state.phase === 'saved' && (
          <>
            <p class="settings-saved">{t('settings.saved')}</p>
            {state.notion && <CheckLine service="notion" result={state.notion.result} />}
            {state.engine && <CheckLine service="engine" result={state.engine.result} />}
            {state.mirror && <MirrorCheckLine check={state.mirror} />}
            {state.notion && !state.notion.result && <CheckWait service="notion" />}
            {state.engine && !state.engine.result && <CheckWait service="engine" />}
          </>
        )}
      </StatusBox>
      {state.phase === 'failed' && state.failure && (
        <div id={REFUSAL_ID}>
          <FailureNotice failure={state.failure} withoutSettings />
        </div>
      )}
    </>
  );
}

function MirrorCheckLine({ check }: { readonly check: MirrorCheck }) {
  const failure = check.failure ?? check.view?.failure;
  const missing = check.view?.missingColumns ?? [];
  if (failure) {
    return <CheckLine service="mirror" result={{ outcome: 'failed', milliseconds: 0, failure }} />;
  }
  return (
    <p class="check-line">
      <strong>{t('service.mirror')}</strong>{' '}
      {missing.length > 0 ? t('settings.mirror.missing', { columns: formatList(missing) }) : t('settings.mirror.ok')}
    </p>
  );
}
