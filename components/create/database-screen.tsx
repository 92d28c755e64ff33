/** The rows of a database: chosen, named and generated here. The run lives in the background; this shows it and starts it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';

import type { Connection } from '../../lib/connections/connection.ts';
import type { JobView, RunView } from '../../lib/runs/run-views.ts';
import { MoreOptions } from '../generate-options/more-options.tsx';
import { KeepFilledField } from '../keep-filled/keep-filled-field.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useDebounced } from '../hooks/use-debounced.ts';
import { useEffectEvent } from '../hooks/use-effect-event.ts';
import { t } from '../i18n/translate.ts';
import { useRowJobs, type RowJobs } from '../rows/data/use-row-jobs.ts';
import { useRows, type Rows } from '../rows/data/use-rows.ts';
import { useWrittenValues } from '../rows/data/use-written-values.ts';
import { keptOf, useKeepRows } from '../rows/form/use-keep-rows.ts';
import { useRowsForm, type RowsForm } from '../rows/form/use-rows-form.ts';
import { isOpenJob } from '../rows/grid/row-standing.ts';
import { GridSection } from '../rows/grid/grid-section.tsx';
import { PaneForm } from '../rows/pane/pane-form.tsx';
import { PromptFold } from '../rows/pane/prompt-fold.tsx';
import { OpeningRows } from '../rows/opening-rows.tsx';
import { RunSection } from '../rows/run-section.tsx';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useReview } from '../review/use-review.ts';
import { ChecksFields } from '../rows/form/checks-fields.tsx';
import { RowsActions, useRowsStart } from '../rows/start/rows-actions.tsx';
import { useRowsRequest } from '../rows/start/use-rows-request.ts';
import { useRowsRun, type RowsRun } from '../rows/start/use-rows-run.ts';
import { TrialSection } from '../rows/trial/trial-section.tsx';
import { withNoted } from '../rows/trial/noted-decisions.ts';
import { useTrialDecisions, type TrialDecisions } from '../rows/trial/use-trial-decisions.ts';
import { AddStep, StepTabs } from '../rows/form/step-tabs.tsx';
import { ExamplesOption } from '../rows/trial/examples-option.tsx';
import { TrialFailure, TryButton, useRowsTrial } from '../rows/trial/try-rows.tsx';
import { useAcceptedRows } from '../rows/trial/use-accepted-rows.ts';
import { useWorkspaceLayout } from '../rows/workspace/use-workspace-layout.ts';
import { WorkHead } from '../rows/workspace/work-head.tsx';
import { isEnded } from '../run-status/run-text.ts';
import '../rows/pane/pane.css';
import '../rows/pane/pane-narrow.css';
import '../rows/pane/pane-act.css';
import '../rows/pane/pane-open.css';
import '../rows/workspace/workspace.css';
import '../rows/workspace/sidebar-rail.css';

/** So long a count stands still before it is noted. */
const NOTE_PAUSE_MS = 1_500;

interface DatabaseScreenProps {
  readonly connection: Connection;
  /** What must be said of the connection before all else. */
  readonly children?: ComponentChildren;
}

/** The grid, and beside it what is asked for, what it takes, and the run. Nothing of the page scrolls. */
export function DatabaseScreen({ connection, children }: DatabaseScreenProps) {
  useWorkspaceLayout();
  const rows = useRows(connection.target, connection.selection?.kind === 'view');
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
  const keep = useKeepRows(connection);
  const [left] = useState(() => keptOf(connection));
  const [isOpen, setOpen] = useState(false);
  const form = useRowsForm({ rows, ...left, onChange: keep });
  const rowsRun = useRowsRun({ connectionId: connection.id, shownRunId: connection.lastRun?.runId });
  const screen = useDatabaseScreen(connection, rows, form, rowsRun);
  const { start, trial, trialJobs } = screen;
  const decisions = useTrialDecisions();
  const { noted } = decisions;
  const shownTrialJobs = useMemo(() => withNoted(trialJobs, noted), [trialJobs, noted]);
  const review = useReview();
  const { run } = rowsRun;
  const jobs = useRowJobs(run);
  useWrittenValues(rows, run, jobs);
  useWrittenValues(rows, trial.run, trialJobs);
  const isGoing = run !== undefined && !isEnded(run.state);
  useNotedOutdated(connection, rows, form);
  useEffect(() => setOpen(false), [isGoing, trial.run?.id]);
  if (!rows.view) return null;
  const isFolded = (isGoing || trial.run !== undefined) && !isOpen;
  return (
    <>
      <section class={`pane ${isOpen ? 'is-open' : ''} ${isFolded ? 'is-folded' : ''}`} aria-label={t('rows.pane')}>
        {(isGoing || trial.run) && <PromptFold prompt={form.options.prompt} isOpen={isOpen} onOpen={setOpen} />}
        <StepTabs steps={form.steps} />
        <PaneForm
          form={form}
          view={rows.view}
          onSubmit={start.generate}
          promptError={start.promptError}
          isOpen={isOpen}
          onOpen={setOpen}
        />
        <PaneAct
          connection={connection}
          form={form}
          rowsRun={rowsRun}
          isGoing={isGoing}
          screen={screen}
          decisions={decisions}
          trialJobs={shownTrialJobs}
        />
        {review.failure && <FailureNotice failure={review.failure} />}
        <PaneMore connection={connection} form={form} view={rows.view} screen={screen} />
      </section>
      <GridSection
        rows={rows}
        form={form}
        run={run}
        jobs={jobs}
        trial={trial.run}
        trialJobs={shownTrialJobs}
        onDecide={decisions.one.run}
        onReview={review.run}
      />
    </>
  );
}

interface PaneMoreProps {
  readonly connection: Connection;
  readonly form: RowsForm;
  readonly view: NonNullable<Rows['view']>;
  readonly screen: ReturnType<typeof useDatabaseScreen>;
}

function PaneMore({ connection, form, view, screen }: PaneMoreProps) {
  return (
    <div class="pane-more">
      {form.steps.count === 1 && <AddStep steps={form.steps} />}
      {!screen.shownTrial && <ExamplesOption form={form} examples={screen.examples} />}
      <ChecksFields form={form} view={view} />
      <KeepFilledField connection={connection} options={form.allOptions} />
      <MoreOptions options={form.options} onChange={form.setAll} />
    </div>
  );
}

interface PaneActProps {
  readonly connection: Connection;
  readonly form: RowsForm;
  readonly rowsRun: RowsRun;
  readonly isGoing: boolean;
  readonly screen: ReturnType<typeof useDatabaseScreen>;
  readonly decisions: TrialDecisions;
  /** With what was decided just now. */
  readonly trialJobs: RowJobs;
}

/** One place for what it takes and Generate, then the progress, then the outcome. */
function PaneAct({ connection, form, rowsRun, isGoing, screen, decisions, trialJobs }: PaneActProps) {
  const { target } = connection;
  const { start, trial, shownTrial, toMake, asked, closeTrial, examples } = screen;
  const { run } = rowsRun;
  return (
    <div class="pane-act">
      {/* What is over makes room for the trial that came after it; closed, the trial gives it back. */}
      {run && !isPastBy(run, shownTrial) && <RunSection rowsRun={rowsRun} url={target.url} />}
      {shownTrial && (
        <TrialSection
          key={shownTrial.id}
          run={shownTrial}
          jobs={trialJobs}
          decisions={decisions}
          onClose={closeTrial}
          step={form.steps.count > 1 ? form.steps.active : undefined}
        >
          <ExamplesOption form={form} examples={examples} />
        </TrialSection>
      )}
      {!isGoing && (
        <RowsActions
          target={target}
          form={form}
          toMake={toMake}
          asked={asked}
          rowsRun={rowsRun}
          start={start}
          beside={<TryButton form={form} left={toMake.length} busy={start.busy} trial={trial} />}
        />
      )}
      <TrialFailure trial={trial} />
    </div>
  );
}

/** Whether a run is over, with nothing of it going on, and the trial came after it. */
function isPastBy(run: RunView, trial: RunView | undefined): boolean {
  const isOver = isEnded(run.state) && run.undo?.state !== 'running';
  return isOver && trial !== undefined && trial.createdAt > run.createdAt;
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
  const asked = useAskedRows(trialJobs);
  const makeRequest = useRowsRequest({ target, rows, form, accepted });
  const toMake = accepted.toMake.filter(({ id }) => id === undefined || !asked.has(id));
  const closeTrial = async () => {
    const justWritten = await trial.stop();
    trial.close();
    return justWritten;
  };
  const start = useRowsStart({
    form,
    rowsRun,
    toMake,
    // Answers that nobody decided on stay in the grid until somebody does: their rows are left out.
    makeRequest: (limit) => makeRequest(limit, [], false, asked),
  });
  const { examples } = accepted;
  const { run } = rowsRun;
  // What was decided makes room for what came after it.
  const isPast = trial.run && isEnded(trial.run.state) && run !== undefined && run.createdAt > trial.run.createdAt;
  const shownTrial = isPast ? undefined : trial.run;
  return {
    start,
    trial,
    shownTrial,
    trialJobs,
    toMake,
    examples,
    asked: accepted.toMake.length - toMake.length,
    closeTrial,
  };
}

/** Home says how many rows were out of date when somebody last looked. */
function useNotedOutdated(connection: Connection, rows: Rows, form: RowsForm) {
  const client = useClient();
  const seen = rows.complete && form.counted ? form.outdated.length : undefined;
  const rested = useDebounced(seen, NOTE_PAUSE_MS);
  const note = useEffectEvent(() => {
    const { id, name, target, outdated = 0 } = connection;
    if (rested === undefined || rested === outdated) return;
    client.call('connections.save', { id, name, target, outdated: rested }).catch(() => {
      // It is noted at the next look: nothing hangs on it.
    });
  });
  useEffect(() => note(), [client, rested]);
}

/** Rows of which a trial asks, or is about to. */
function useAskedRows(jobs: RowJobs): ReadonlySet<string> {
  return useMemo(() => {
    const isAsked = (job: JobView) => job.decision === 'open' || (job.decision === undefined && isOpenJob(job));
    return new Set([...jobs.values()].filter(isAsked).map(({ subjectId }) => subjectId));
  }, [jobs]);
}
