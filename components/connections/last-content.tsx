import { useEffect, useState } from 'preact/hooks';

import type { Connection } from '../../lib/connections/connection.ts';
import type { JobView } from '../../lib/runs/run-views.ts';
import { useRun } from '../generate-panel/use-generate.ts';
import { useClient } from '../hooks/client-context.tsx';
import { formatMoment } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { StateBadge } from '../run-status/state-badge.tsx';
import { WrittenText } from '../ui/written-text.tsx';
import './connections.css';

const SHOWN_ROWS = 5;

/** What the last run wrote: a page's text, or the first rows' answers; and the way to the whole run. */
export function LastContent({ connection }: { readonly connection: Connection }) {
  const run = useRun(connection.lastRun?.runId);
  const version = run && `${run.id}:${run.done}:${run.state}`;
  const rows = useFirstAnswers(run?.request.kind === 'rows' ? run.id : undefined, version);
  return (
    <section class="stack-tight">
      <h2>{t('connections.last')}</h2>
      {!run && <p class="soft">{t(connection.lastRun ? 'connections.lastGone' : 'connections.nothingYet')}</p>}
      {run && (
        <p class="row">
          <StateBadge state={run.state} trial={run.trial} />
          <span class="soft">{formatMoment(run.createdAt)}</span>
          <a href={`#/runs/${encodeURIComponent(run.id)}`}>{t('connections.openRun')}</a>
        </p>
      )}
      {run?.text && <WrittenText name={t('connections.last')} text={run.text} />}
      {rows.length > 0 && (
        <dl class="last-rows">
          {rows.map((row) => (
            <div key={row.id} class="last-row">
              <dt>{row.title || t('word.untitled')}</dt>
              <dd>{row.answer}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function useFirstAnswers(runId: string | undefined, version: string | undefined): readonly JobView[] {
  const client = useClient();
  const [rows, setRows] = useState<readonly JobView[]>([]);
  useEffect(() => {
    if (runId === undefined) return undefined;
    let current = true;
    void client.call('runs.jobs', { runId, limit: SHOWN_ROWS, state: 'done' }).then(
      ({ jobs }) => current && setRows(jobs),
      // The run's own view says what is wrong; here its rows are left out.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [client, runId, version]);
  return rows;
}
