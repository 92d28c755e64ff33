/** The rows of a database: chosen, named and generated here. The run lives in the background; this shows it and starts it. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import type { Connection } from '../../lib/connections/connection.ts';
import { MoreOptions } from '../generate-options/more-options.tsx';
import { t } from '../i18n/translate.ts';
import { useRowJobs } from '../rows/data/use-row-jobs.ts';
import { useRows, type Rows } from '../rows/data/use-rows.ts';
import { useWrittenValues } from '../rows/data/use-written-values.ts';
import { keptOf, useKeepRows } from '../rows/form/use-keep-rows.ts';
import { useRowsForm, type RowsForm } from '../rows/form/use-rows-form.ts';
import { GridSection } from '../rows/grid/grid-section.tsx';
import { PaneForm } from '../rows/pane/pane-form.tsx';
import { PromptFold } from '../rows/pane/prompt-fold.tsx';
import { OpeningRows } from '../rows/opening-rows.tsx';
import { RunSection } from '../rows/run-section.tsx';
import { RowsActions, useRowsStart } from '../rows/start/rows-actions.tsx';
import { useRowsRequest } from '../rows/start/use-rows-request.ts';
import { useRowsRun, type RowsRun } from '../rows/start/use-rows-run.ts';
import { TrialPanel } from '../rows/trial/trial-panel.tsx';
import { TrialFailure, TryButton, useRowsTrial } from '../rows/trial/try-rows.tsx';
import { useAcceptedRows } from '../rows/trial/use-accepted-rows.ts';
import { useWorkspaceLayout } from '../rows/workspace/use-workspace-layout.ts';
import { WorkHead } from '../rows/workspace/work-head.tsx';
import { isEnded } from '../run-status/run-text.ts';
import '../rows/workspace/workspace.css';

interface DatabaseScreenProps {
  readonly connection: Connection;
  /** What must be said of the connection before all else. */
  readonly children?: ComponentChildren;
}

/** The grid, and beside it what is asked for, what it takes, and the run. Nothing of the page scrolls. */
export function DatabaseScreen({ connection, children }: DatabaseScreenProps) {
  useWorkspaceLayout();
  const rows = useRows(connection.target);
  return (
    <div class="work">
      <WorkHead connection={connection} />
      {children && <div class="work-notices">{children}</div>}
      {rows.view ? <Workspace connection={connection} rows={rows} /> : <Opening connection={connection} rows={rows} />}
    </div>
  );
}

function Opening({ connection, rows }: { readonly connection: Connection; readonly rows: Rows }) {
  const rowsRun = useRowsRun({ connectionId: connection.id, shownRunId: connection.lastRun?.runId });
  return (
    <div class="work-opening">
      <OpeningRows rows={rows} rowsRun={rowsRun} />
    </div>
  );
}

function Workspace({ connection, rows }: { readonly connection: Connection; readonly rows: Rows }) {
  const { target } = connection;
  const keep = useKeepRows(connection);
  const [left] = useState(() => keptOf(connection));
  const [isOpen, setOpen] = useState(false);
  const form = useRowsForm({ rows, ...left, onChange: keep });
  const rowsRun = useRowsRun({ connectionId: connection.id, shownRunId: connection.lastRun?.runId });
  const { start, trial, trialJobs, toMake, closeTrial } = useDatabaseScreen(connection, rows, form, rowsRun);
  const { run } = rowsRun;
  const jobs = useRowJobs(run);
  useWrittenValues(rows, run, jobs);
  useWrittenValues(rows, trial.run, trialJobs);
  if (!rows.view) return null;
  const isGoing = run !== undefined && !isEnded(run.state);
  const isFolded = (isGoing || trial.run !== undefined) && !isOpen;
  return (
    <>
      <section class={`pane ${isOpen ? 'is-open' : ''} ${isFolded ? 'is-folded' : ''}`} aria-label={t('rows.pane')}>
        {(isGoing || trial.run) && <PromptFold prompt={form.options.prompt} isOpen={isOpen} onOpen={setOpen} />}
        <PaneForm
          form={form}
          view={rows.view}
          onSubmit={start.generate}
          promptError={start.promptError}
          isOpen={isOpen}
          onOpen={setOpen}
        />
        <div class="pane-act">
          {run && <RunSection rowsRun={rowsRun} url={target.url} />}
          {trial.run && <TrialPanel key={trial.run.id} run={trial.run} jobs={trialJobs} onClose={closeTrial} />}
          {!isGoing && (
            <RowsActions
              target={target}
              form={form}
              toMake={toMake}
              rowsRun={rowsRun}
              start={start}
              beside={<TryButton form={form} left={toMake.length} busy={start.busy} trial={trial} />}
            />
          )}
          <TrialFailure trial={trial} />
        </div>
        <div class="pane-more">
          <MoreOptions options={form.options} onChange={form.setAll} />
        </div>
      </section>
      <GridSection rows={rows} form={form} run={run} jobs={jobs} trial={trial.run} trialJobs={trialJobs} />
    </>
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
