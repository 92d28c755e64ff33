import { useState } from 'preact/hooks';

import type { RunView, ShownJobState } from '../../lib/runs/run-views.ts';
import { ItemBoundary } from '../errors/broken-item.tsx';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useNow } from '../hooks/use-now.ts';
import { t } from '../i18n/translate.ts';
import { isEnded } from '../run-status/run-text.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { JobRow } from './job-row.tsx';
import { useJobs } from './use-jobs.ts';

const STATES: readonly ShownJobState[] = ['pending', 'generating', 'writing', 'done', 'review', 'failed', 'skipped'];
const REFRESH_MS = 2_000;

/** What became of each row. Rows out of sight are not laid out (`content-visibility`), so thousands stay smooth. */
export function RunRows({ run }: { readonly run: RunView }) {
  const [state, setState] = useState<ShownJobState | 'all'>('all');
  const [decided, setDecided] = useState(0);
  const isActive = !isEnded(run.state) || run.undo?.state === 'running';
  const now = useNow(isActive);
  // While it goes on, counts change several times a second: a fixed beat is enough for the list.
  const beat = isActive ? Math.floor(now / REFRESH_MS) : `${run.done}:${run.failed}:${run.skipped}:${run.review ?? 0}`;
  const rows = useJobs(run.id, state === 'all' ? undefined : state, `${run.state}:${beat}:${decided}`);
  return (
    <section class="stack-tight">
      <div class="row-spread">
        <h2>{t('runs.column.rows')}</h2>
        <div class="rows-filter">
          <Select
            label={t('runs.rows.show')}
            value={state}
            onChange={setState}
            options={[
              { value: 'all', label: t('runs.rows.all') },
              ...STATES.map((value) => ({ value, label: t(`job.state.${value}`) })),
            ]}
          />
        </div>
      </div>
      {rows.failure && <FailureNotice failure={rows.failure} />}
      {!rows.jobs && !rows.failure && <Spinner text={t('runs.loading')} />}
      {rows.jobs?.length === 0 && <p class="soft">{t('runs.rows.none')}</p>}
      {rows.jobs && rows.jobs.length > 0 && (
        <ul class="job-list">
          {rows.jobs.map((job) => (
            <ItemBoundary key={job.id}>
              <JobRow runEngine={run.engine} job={job} onDecided={() => setDecided(decided + 1)} />
            </ItemBoundary>
          ))}
        </ul>
      )}
      {rows.hasMore && (
        <div>
          <Button onClick={rows.more}>{t('runs.rows.more')}</Button>
        </div>
      )}
    </section>
  );
}
