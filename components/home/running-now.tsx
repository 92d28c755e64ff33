import { Pause, Play, Square } from 'lucide';

import type { RunSummary } from '../../lib/runs/run-views.ts';
import { ItemBoundary } from '../errors/broken-item.tsx';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useNow } from '../hooks/use-now.ts';
import { t } from '../i18n/translate.ts';
import { AutomaticMark } from '../run-status/automatic-mark.tsx';
import { isEnded, runStatusText } from '../run-status/run-text.ts';
import type { RunAction } from '../runs/run-actions.tsx';
import { paceText, runTitle } from '../runs/run-words.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';

/** Runs that are not over, each with its progress and a way to stop it. */
export function RunningNow({ runs }: { readonly runs: readonly RunSummary[] }) {
  const open = runs.filter(({ state }) => !isEnded(state));
  if (open.length === 0) return null;
  return (
    <section class="stack-tight">
      <h2>{t('home.running')}</h2>
      <ul class="home-list">
        {open.map((run) => (
          <ItemBoundary key={run.id}>
            <OpenRun run={run} />
          </ItemBoundary>
        ))}
      </ul>
    </section>
  );
}

function OpenRun({ run }: { readonly run: RunSummary }) {
  const client = useClient();
  const now = useNow(run.state === 'waiting');
  const control = useAction(async (action: RunAction) => {
    await client.call('runs.control', { runId: run.id, action });
  });
  const isCounted = run.request.kind === 'rows' && !run.listing && run.total > 0;
  const pace = run.state === 'running' ? paceText(run) : '';
  return (
    <li class="home-item">
      <div class="home-item-text">
        <span class="row">
          <a href={`#/runs/${encodeURIComponent(run.id)}`}>{runTitle(run)}</a>
          <AutomaticMark run={run} />
        </span>
        <span class="soft small">{[runStatusText(run, now), pace].filter((text) => text !== '').join(' · ')}</span>
        <ProgressBar
          name={t('run.progress')}
          {...(isCounted && { value: run.done + run.failed + run.skipped, max: run.total })}
        />
        {control.failure && <FailureNotice failure={control.failure} />}
      </div>
      <div class="row">
        {run.state === 'paused' ? (
          <Button size="small" onClick={() => control.run('resume')} disabled={control.pending}>
            <Icon node={Play} size={14} />
            {t('run.resume')}
          </Button>
        ) : (
          <Button size="small" onClick={() => control.run('pause')} disabled={control.pending}>
            <Icon node={Pause} size={14} />
            {t('runs.pause')}
          </Button>
        )}
        <Button size="small" onClick={() => control.run('stop')} disabled={control.pending}>
          <Icon node={Square} size={14} />
          {t('run.stop')}
        </Button>
      </div>
    </li>
  );
}
