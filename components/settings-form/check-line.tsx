import { CircleAlert, CircleCheck, Clock, TriangleAlert } from 'lucide';

import type { CheckResult } from '../../lib/settings/settings-commands.ts';
import { failureText } from '../errors/failure-text.ts';
import { ServerWords } from '../errors/server-words.tsx';
import { t } from '../i18n/translate.ts';
import { Icon } from '../ui/icon.tsx';

export type Service = 'notion' | 'engine' | 'mirror';

interface CheckLineProps {
  readonly service: Service;
  /** Absent while the check runs. */
  readonly result?: CheckResult | undefined;
}

/** What a check said, in one line: ok, slow or failed, with the reason and the cure. */
export function CheckLine({ service, result }: CheckLineProps) {
  const outcome = result?.outcome ?? 'running';
  return (
    <div class={`check-line check-${outcome}`}>
      <Icon node={ICONS[outcome]} size={14} />
      <span>
        <strong>{t(`service.${service}`)}</strong> {result ? resultText(service, result) : t('check.running')}
        {result?.failure && <ServerWords failure={result.failure} />}
      </span>
    </div>
  );
}

const ICONS = { ok: CircleCheck, slow: TriangleAlert, failed: CircleAlert, running: Clock };

function resultText(service: Service, result: CheckResult): string {
  if (result.failure) {
    return failureText(result.failure, { now: Date.now(), integrationName: result.integrationName });
  }
  const params = { seconds: Math.max(1, Math.round(result.milliseconds / 100)) / 10 };
  const facts = factsText(service, result);
  if (result.outcome === 'slow') return `${t('check.slow', params)} ${facts}`.trim();
  if (result.outcome === 'failed') return t('check.failed');
  return `${t('check.ok', params)} ${facts}`.trim();
}

function factsText(service: Service, result: CheckResult): string {
  if (service === 'notion' && result.workspaceName) {
    const integration = result.integrationName ?? t('word.integration');
    return t('check.workspace', { workspace: result.workspaceName, integration });
  }
  if (service === 'engine' && result.modelCount) return t('check.models', { count: result.modelCount });
  return '';
}
