import type { Where } from '../run-request/target.ts';
import { workedMs } from '../jobs/run-state.ts';
import { restOf } from '../jobs/reopen-run.ts';
import type { Job, Run, RunState, RunUndo } from '../jobs/run.ts';
import { deriveRunState } from '../jobs/run-state.ts';
import { type ForecastFacts, forecastMs } from './forecast.ts';
import { cleanAnswer } from '../markdown/clean-answer.ts';
import { sourcesOf } from '../web-search/source-list.ts';
import type { WebSource } from '../language-model/web-source.ts';
import { LISTED, SHOWN, type JobView, type RunSummary, type RunView } from './run-views.ts';
import { pick } from '../shared/pick.ts';
import { pageUrl, toUndashedId } from '../notion/page-id.ts';
import { hasWrittenBody, parseBodyCheckpoint } from '../generation/body/page-checkpoint.ts';
import type { Place } from '../generation/body/page-checkpoint.ts';
import { bodyOutcome, cellOutcomes, type CellOutcome } from '../generation/rows/cell-outcomes.ts';
import { showValues } from '../generation/rows/row-cells.ts';
import { hasAnswer, parseRowCheckpoint, type RowCheckpoint } from '../generation/rows/row-checkpoint.ts';
import { isShownInReview } from '../generation/rows/review.ts';
import { stepsOf } from '../generation/rows/row-steps.ts';
import { countQuestions } from '../generation/rows/trial.ts';

const SHOWN_TEXT = 4000;
const LISTED_PROMPT = 300;
const MINUTE_MS = 60_000;

/** A run as lists show it. */
export function toRunSummary(run: Run, now: number, facts: ForecastFacts = {}): RunSummary {
  const { kind, target, options } = run.request;
  return {
    ...pick(run, LISTED),
    request: { kind, target, options: { prompt: options.prompt.slice(0, LISTED_PROMPT) } },
    state: deriveRunState(run),
    ...(kind === 'rows' && !run.trial && pace(run, now, facts)),
    ...(run.undo && { undo: { ...run.undo, ...undoOutlook(run.undo, now) } }),
  };
}

/** A run as its own view shows it. `job` and `liveText` only for runs of one job. */
export function toRunView(run: Run, now: number, job?: Job, liveText?: string, facts: ForecastFacts = {}): RunView {
  const summary = toRunSummary(run, now, facts);
  const text = job && answerText(job, liveText);
  const phase = job && phaseOf(job);
  const rest = restOf(run);
  return {
    ...summary,
    ...pick(run, SHOWN),
    request: pick(run.request, ['kind', 'target', 'options', 'selectedText']),
    canUndo: canUndo(run, summary.state, job),
    ...(text !== undefined && { text: text.slice(-SHOWN_TEXT) }),
    ...(phase && { phase }),
    ...(job && run.request.kind !== 'rows' && whereWritten(run, job)),
    ...(run.request.kind === 'rows' && !run.trial && outlook(run)),
    ...(rest && !run.trial && { rest }),
  };
}

/** At rest, and with something written that was not taken back already. */
function canUndo(run: Run, state: RunState, job: Job | undefined): boolean {
  if (!isAtRest(state)) return false;
  if (run.undo) return run.undo.state === 'stopped';
  return run.prompts > 0 || (job !== undefined && hasWrittenBody(parseBodyCheckpoint(job.checkpoint)));
}

/** By the steps since it began, or went on after a rest; nothing before two of them, which say little. */
function undoOutlook({ state, wait, since, done = 0, total = 0 }: RunUndo, now: number): { secondsLeft?: number } {
  const steps = done - (since?.done ?? 0);
  if (state !== 'running' || wait || !since || steps < 2 || done >= total) return {};
  return { secondsLeft: Math.round(((Math.max(0, now - since.at) / steps) * (total - done)) / 1000) };
}

/** The whole answer of a job of one body, without what a model puts around it. */
export function answerText(job: Job, liveText?: string): string | undefined {
  const { answer } = parseBodyCheckpoint(job.checkpoint);
  const text = answer?.text ?? liveText;
  return text === undefined ? undefined : cleanAnswer(text);
}

function whereWritten(run: Run, job: Job): Pick<RunView, 'wroteAt' | 'wroteUrl'> {
  const { place, write } = parseBodyCheckpoint(job.checkpoint);
  const first = write.written[0]?.id;
  if (place === undefined || first === undefined) return {};
  return {
    wroteAt: wroteAt(place, run.request.options.where),
    wroteUrl: `${pageUrl(run.request.target.id)}#${toUndashedId(first)}`,
  };
}

function wroteAt(place: Place, where: Where): NonNullable<RunView['wroteAt']> {
  if (place.missed) return 'end-instead';
  if (place.kind !== 'start') return place.kind;
  if (place.toRemove.length > 0) return 'replaced';
  return where === 'top' && place.beforeId !== undefined ? 'top' : 'filled';
}

function isAtRest(state: RunState): boolean {
  return ['done', 'done-with-errors', 'failed', 'stopped', 'paused'].includes(state);
}

function phaseOf(job: Job): RunView['phase'] {
  if (job.phase === 'ended') return undefined;
  const { place, answer, removed } = parseBodyCheckpoint(job.checkpoint);
  if (!place) return 'reading';
  if (removed.length > 0) return 'removing';
  return answer?.final || job.state === 'writing' ? 'writing' : 'generating';
}

function pace(run: Run, now: number, facts: ForecastFacts): Pick<RunView, 'rowsPerMinute' | 'secondsLeft'> {
  const worked = run.done + run.failed + (run.review ?? 0);
  if (run.startedAt === undefined) return {};
  const minutes = Math.max(workedMs(run, now) / MINUTE_MS, 1 / 60);
  const left = rowsLeft(run);
  const leftMs = left > 0 ? forecastMs(run, left, now, facts) : undefined;
  return {
    ...(worked > 0 && { rowsPerMinute: worked / minutes }),
    ...(leftMs !== undefined && { secondsLeft: Math.round(leftMs / 1_000) }),
  };
}

/** None while it is not known how many there are. What was put aside is not worked on. */
function rowsLeft(run: Run): number {
  if (run.listing || run.endedAt !== undefined) return 0;
  return run.total - run.done - run.failed - run.skipped - (run.aside?.rows ?? 0);
}

function outlook(run: Run): Pick<RunView, 'expected'> {
  const { done, answered = 0, cost } = run;
  const tokens = run.inputTokens + run.outputTokens;
  if (done === 0 || answered === 0 || tokens === 0 || rowsLeft(run) === 0) return {};
  // Answers on their way to Notion are paid for too: what was spent is shared among all that there are.
  const factor = Math.max(1, (run.total - run.skipped - (run.aside?.rows ?? 0)) / answered);
  return {
    expected: { tokens: Math.round(tokens * factor), ...(cost !== undefined && { cost: cost * factor }) },
  };
}

/** A trial in which all that is left waits for the person shows so; `jobs` are its rows. */
export function withQuestions<V extends RunSummary>(view: V, jobs: readonly Job[]): V {
  const count = view.state === 'running' && !view.listing ? countQuestions(jobs) : 0;
  return count === 0 ? view : { ...view, state: 'waiting', wait: { reason: 'decision', count } };
}

/** One job of a run, for the list of its rows. */
export function toJobView(job: Job, run: Run): JobView {
  const row = run.request.kind === 'rows' ? parseRowCheckpoint(job.checkpoint) : undefined;
  const answer = row ? rowAnswer(row) : answerText(job);
  const tokens = job.usage && job.usage.inputTokens + job.usage.outputTokens;
  const decision = row && decisionOf(row, job, run);
  const isReviewed = isShownInReview(job, run);
  const cells = row && cellsOf(job, row, isReviewed);
  const sources = sourcesOfJob(job, row);
  const before = row && textBefore(row, cells);
  return {
    id: job.id,
    seq: job.seq,
    subjectId: job.subjectId,
    title: job.title,
    state: isReviewed ? 'review' : job.state,
    url: pageUrl(job.subjectId),
    ...(job.failure && { failure: job.failure }),
    ...(answer !== undefined && { answer }),
    ...(before !== undefined && { before }),
    ...(cells && { cells }),
    ...(decision && { decision }),
    ...(row?.cellDecisions && { cellDecisions: row.cellDecisions }),
    ...(tokens !== undefined && { tokens }),
    ...(sources.length > 0 && { sources }),
    ...(job.madeBy && { madeBy: job.madeBy }),
  };
}

/** Of a page body only what its checks say. */
function cellsOf(job: Job, row: RowCheckpoint, isReviewed: boolean): readonly CellOutcome[] | undefined {
  const body = isReviewed ? bodyOutcome(row) : undefined;
  return body ? [body] : cellOutcomes(job, row);
}

/** Of all its steps, each page once. */
function sourcesOfJob(job: Job, row: RowCheckpoint | undefined): readonly WebSource[] {
  const all = row ? stepsOf(row).flatMap((step) => sourcesOfStep(job, step)) : sourcesOfStep(job, undefined);
  return [...new Map(all.map((source) => [source.url, source])).values()];
}

function sourcesOfStep(job: Job, row: RowCheckpoint | undefined): readonly WebSource[] {
  const { search, text = '' } = row?.search
    ? { search: row.search, text: row.answerText }
    : ((row ? row.body : parseBodyCheckpoint(job.checkpoint))?.answer ?? {});
  return search ? sourcesOf(text, search) : [];
}

/** Of several properties, what stood in those that are written; of a row that is left as it is, what stands there. */
function textBefore(row: RowCheckpoint, cells: readonly CellOutcome[] | undefined): string | undefined {
  const written = cells?.filter(({ after }) => after !== undefined) ?? [];
  if (written.length === 0 || written.length === cells?.length) return row.beforeText;
  const texts = written.flatMap(({ before }) => before ?? []);
  return texts.length > 0 ? texts.join(' · ') : undefined;
}

function rowAnswer(row: RowCheckpoint): string | undefined {
  const answers = stepsOf(row).flatMap((step) => stepAnswer(step) ?? []);
  return answers.length > 0 ? answers.join(' · ') : undefined;
}

function stepAnswer({ answerShown, answerText: raw, body, written, values, named }: RowCheckpoint): string | undefined {
  // An older version kept the whole answer here, also what was not written of it.
  if (written && values) return showValues(values, named);
  return answerShown ?? raw ?? (body?.answer && cleanAnswer(body.answer.text));
}

/** A decision about a trial that is over would not be heard. */
function decisionOf(row: RowCheckpoint, job: Job, run: Run): JobView['decision'] {
  if (!hasAnswer(row)) return undefined;
  if (row.decision !== 'open') return row.decision;
  return job.phase === 'open' && run.endedAt === undefined ? 'open' : undefined;
}
