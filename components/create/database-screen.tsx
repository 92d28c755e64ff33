/** The rows of a database: chosen, named and generated here. The run lives in the background; this shows it and starts it. */
import { useState } from 'preact/hooks';

import type { Connection } from '../../lib/connections/connection.ts';
import type { JobView } from '../../lib/messaging/protocol.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { t } from '../i18n/translate.ts';
import { outdatedBy, propertyIdsOf, sameOutput, shownValue } from '../rows/form/row-choice.ts';
import type { RowItem } from '../rows/data/row-item.ts';
import { RowsActions, useRowsStart } from '../rows/start/rows-actions.tsx';
import { RowsFields } from '../rows/form/rows-fields.tsx';
import { RowsPrompt } from '../rows/form/rows-prompt.tsx';
import { RowsTable } from '../rows/table/rows-table.tsx';
import { RowsTools } from '../rows/table/rows-tools.tsx';
import { RunSection } from '../rows/run-section.tsx';
import { TrialFailure, TryButton, useRowsTrial } from '../rows/trial/try-rows.tsx';
import { TrialPanel } from '../rows/trial/trial-panel.tsx';
import { useAcceptedRows } from '../rows/trial/use-accepted-rows.ts';
import { keptOf, useKeepRows } from '../rows/form/use-keep-rows.ts';
import { useRowJobs, type RowJobs } from '../rows/data/use-row-jobs.ts';
import { useRows } from '../rows/data/use-rows.ts';
import type { Rows } from '../rows/data/use-rows.ts';
import { useRowsForm } from '../rows/form/use-rows-form.ts';
import type { RowsForm } from '../rows/form/use-rows-form.ts';
import { useRowsRequest } from '../rows/start/use-rows-request.ts';
import { useRowsRun } from '../rows/start/use-rows-run.ts';
import type { RowsRun } from '../rows/start/use-rows-run.ts';
import { useWrittenValues } from '../rows/data/use-written-values.ts';
import { Spinner } from '../ui/spinner.tsx';
import '../rows/rows.css';

export function DatabaseScreen({ connection }: { readonly connection: Connection }) {
  const { target } = connection;
  const rows = useRows(target);
  const keep = useKeepRows(connection);
  const [left] = useState(() => keptOf(connection));
  const form = useRowsForm({ rows, ...left, onChange: keep });
  const rowsRun = useRowsRun({
    connectionId: connection.id,
    shownRunId: connection.lastRun?.runId,
  });
  const screen = useDatabaseScreen(connection, rows, form, rowsRun);
  const jobs = useRowJobs(rowsRun.run);
  const { trial, trialJobs, toMake } = screen;
  useWrittenValues(rows, rowsRun.run, jobs);
  useWrittenValues(rows, trial.run, trialJobs);
  if (!rows.view) {
    return rows.failure ? (
      <FailureNotice failure={rows.failure} onRetry={() => void rows.store.load()} />
    ) : (
      <Spinner text={t('rows.opening')} />
    );
  }
  return (
    <div class="rows-screen">
      <RowsSection rows={rows} form={form} jobs={jobs} rowsRun={rowsRun} />
      <div class="rows-form">
        <RowsFields form={form} view={rows.view} />
        <RowsPrompt
          value={form.options.prompt}
          onInput={(prompt) => form.edit({ prompt })}
          onSubmit={screen.start.generate}
          names={form.variableNames}
          error={screen.start.promptError}
        />
        <RowsActions
          target={target}
          form={form}
          toMake={toMake}
          rowsRun={rowsRun}
          start={screen.start}
          beside={<TryButton form={form} left={toMake.length} busy={screen.start.busy} trial={trial} />}
        />
        <TrialFailure trial={trial} />
        {rowsRun.run && <RunSection rowsRun={rowsRun} />}
        {trial.run && <TrialPanel key={trial.run.id} run={trial.run} jobs={trialJobs} onClose={screen.closeTrial} />}
      </div>
    </div>
  );
}

function useDatabaseScreen(connection: Connection, rows: Rows, form: RowsForm, rowsRun: RowsRun) {
  const { target, lastRun } = connection;
  const trial = useRowsTrial({
    shownRunId: lastRun?.runId,
    connectionId: connection.id,
    makeRequest: (justWritten) => makeRequest(form.toWrite.length, justWritten, true),
  });
  const trialJobs = useRowJobs(trial.run);
  const accepted = useAcceptedRows({ target, rows, form, run: rowsRun.run, trialJobs });
  const makeRequest = useRowsRequest({ target, rows, form, accepted });
  const { toMake } = accepted;
  const closeTrial = async () => {
    const justWritten = await trial.stop();
    trial.close();
    return justWritten;
  };
  const start = useRowsStart({
    form,
    rowsRun,
    toMake,
    makeRequest: async (limit) => makeRequest(limit, await closeTrial()),
  });
  return { start, trial, trialJobs, toMake, closeTrial };
}

interface RowsSectionProps {
  readonly rows: Rows;
  readonly form: RowsForm;
  readonly jobs: RowJobs;
  readonly rowsRun: RowsRun;
}

function RowsSection({ rows, form, jobs, rowsRun }: RowsSectionProps) {
  const [focusKey, setFocusKey] = useState<string | undefined>();
  const { view, items, store, readAt } = rows;
  const { output } = form.options;
  const { run } = rowsRun;
  const isLive =
    run !== undefined &&
    !run.undo &&
    sameOutput(run.request.options.output, output) &&
    (run.endedAt === undefined || run.endedAt > readAt);
  const jobOf = (item: RowItem): JobView | undefined => (item.id === undefined ? undefined : jobs.get(item.id));
  const add = () => setFocusKey(store.add());
  const nameOf = (id: string) => view?.properties.find((property) => property.id === id)?.name ?? '';
  return (
    <section class="stack-tight" aria-label={t('rows.table')}>
      <RowsTable
        items={items}
        name={t('rows.table')}
        topicName={nameOf(view?.titlePropertyId ?? '')}
        outputName={propertyIdsOf(output).map(nameOf).join(' · ') || t('rows.output.body')}
        ticks={form.ticks}
        valueOf={(item) => {
          const job = isLive ? jobOf(item) : undefined;
          return job?.state === 'done' ? (job.answer ?? '') : shownValue(item, output, view);
        }}
        jobOf={jobOf}
        outdatedOf={(item) => (isOpen(jobOf(item)) ? undefined : outdatedBy(item, output, form.promptHash))}
        store={store}
        onAdd={add}
        focusKey={focusKey}
      />
      <RowsTools rows={rows} ticked={form.choice === 'ticked' ? form.ticks.keys.size : undefined} onAdd={add} />
    </section>
  );
}

/** Being made: what stands there now says nothing. */
const isOpen = (job: JobView | undefined): boolean =>
  job !== undefined && ['pending', 'generating', 'writing'].includes(job.state);
