import { CircleAlert, History } from 'lucide';

import type { Connection } from '../../lib/connections/connection.ts';
import type { RunSummary } from '../../lib/runs/run-views.ts';
import { useConnections } from '../connections/use-connections.ts';
import { ItemBoundary } from '../errors/broken-item.tsx';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { runTitle } from '../runs/run-words.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

const SHOWN = 3;

/** The newest run of each target, where some of its rows failed. */
export function NeedsALook({ runs }: { readonly runs: readonly RunSummary[] }) {
  const newest = new Map<string, RunSummary>();
  for (const run of runs) {
    const known = newest.get(run.request.target.id);
    if (!known || known.createdAt < run.createdAt) newest.set(run.request.target.id, run);
  }
  const failed = [...newest.values()].filter((run) => run.failed > 0 && !run.undo && run.endedAt !== undefined);
  const outdated = (useConnections() ?? []).filter(({ outdated: rows = 0 }) => rows > 0);
  if (failed.length === 0 && outdated.length === 0) return null;
  return (
    <section class="stack-tight">
      <h2>{t('home.look')}</h2>
      <ul class="home-list">
        {failed.slice(0, SHOWN).map((run) => (
          <ItemBoundary key={run.id}>
            <FailedRun run={run} />
          </ItemBoundary>
        ))}
        {outdated.slice(0, SHOWN).map((connection) => (
          <OutdatedRows key={connection.id} connection={connection} />
        ))}
      </ul>
    </section>
  );
}

function OutdatedRows({ connection: { id, name, outdated = 0 } }: { readonly connection: Connection }) {
  const href = `#/create/${encodeURIComponent(id)}`;
  return (
    <li class="home-item">
      <div class="home-item-text">
        <a href={href}>{name}</a>
        <span class="home-outdated soft small">
          <Icon node={History} size={14} />
          {t('home.look.outdated', { count: outdated })}
        </span>
      </div>
      <LinkButton href={href} size="small">
        {t('home.look.show')}
      </LinkButton>
    </li>
  );
}

function FailedRun({ run }: { readonly run: RunSummary }) {
  const client = useClient();
  const retry = useAction(async () => {
    await client.call('runs.control', { runId: run.id, action: 'retry-failed' });
  });
  const isRows = run.request.kind === 'rows';
  return (
    <li class="home-item">
      <div class="home-item-text">
        <a href={`#/runs/${encodeURIComponent(run.id)}`}>{runTitle(run)}</a>
        <span class="home-failed small">
          <Icon node={CircleAlert} size={14} />
          {isRows ? t('home.look.rows', { count: run.failed }) : t('home.look.page')}
        </span>
        {retry.failure && <FailureNotice failure={retry.failure} />}
      </div>
      <Button size="small" onClick={() => retry.run()} disabled={retry.pending}>
        {t('runs.retryFailed')}
      </Button>
    </li>
  );
}
