/** What the last runs tell of a model: how long its answers are, and how many rows it gets through. */
import type { Output } from '../run-request/output.ts';
import { workedMs } from '../jobs/run-state.ts';
import type { Run } from '../jobs/run.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import { hashAsked } from '../notion/outdated.ts';

/** Runs that an estimate learns from. */
export const PAST_RUNS = 40;

export interface PastAnswers {
  /** Tokens of one answer, thoughts included. */
  readonly outputTokens?: number;
  /** Web searches for one answer. */
  readonly searches?: number;
  /** Milliseconds from the question to the answer. */
  readonly answerMs?: number;
  /** Milliseconds a row where the engine's limit, and not its pace, was what a run's time told of. */
  readonly msPerRow?: number;
}

/** Fewer rows say nothing about how many a limit lets pass. */
const FEWEST_FOR_PACE = 8;
/** Answers that count: older runs had other prompts, and perhaps another line to the engine. */
const MOST_ANSWERS = 400;

/**
 * @param runs newest first
 * @param now epoch ms
 */
export function readPastAnswers(
  runs: readonly Run[],
  asked: { readonly request: RunRequest; readonly engine: string; readonly model: string },
  now: number,
): PastAnswers {
  const alike = runs.filter((run) => run.engine === asked.engine && run.model === asked.model && isAlike(run, asked));
  const same = alike.filter(({ request }) => isSame(request, asked.request));
  const outputTokens = average(same.length > 0 ? same : alike, ({ outputTokens: tokens, answered = 0 }) => [
    tokens,
    answered,
  ]);
  const answerMs = average(same.some(isTimed) ? same : alike, ({ answerMs: ms = 0, answered = 0 }) => [ms, answered]);
  const slowed = alike.filter((run) => run.slowed && !run.trial && run.done + run.failed >= FEWEST_FOR_PACE);
  const msPerRow = average(slowed, (run) => [workedMs(run, now), run.done + run.failed]);
  const searches = average(alike, ({ searches: made = 0, answered = 0 }) => [made, answered]);
  return {
    ...(searches !== undefined && { searches }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...(answerMs !== undefined && { answerMs }),
    ...(msPerRow !== undefined && { msPerRow }),
  };
}

const isTimed = (run: Run): boolean => run.answerMs !== undefined;

function average(runs: readonly Run[], of: (run: Run) => readonly [sum: number, count: number]): number | undefined {
  let total = 0;
  let counted = 0;
  for (const run of runs) {
    const [sum, count] = of(run);
    if (counted >= MOST_ANSWERS || count <= 0 || !(sum > 0)) continue;
    total += sum;
    counted += count;
  }
  return counted > 0 ? total / counted : undefined;
}

function isAlike(run: Run, { request }: { readonly request: RunRequest }): boolean {
  return (
    run.request.kind === request.kind &&
    (run.request.options.search === undefined) === (request.options.search === undefined) &&
    run.request.options.effort === request.options.effort &&
    kindOf(run.request) === kindOf(request)
  );
}

function isSame(one: RunRequest, other: RunRequest): boolean {
  return (
    hashAsked(one.options) === hashAsked(other.options) &&
    outputKey(one.options.output) === outputKey(other.options.output)
  );
}

function kindOf({ kind, options: { output } }: RunRequest): string {
  if (kind !== 'rows' || output === undefined || output.kind === 'body') return 'body';
  return output.kind === 'properties' ? `typed ${output.propertyIds.length}` : 'text';
}

const outputKey = (output: Output | undefined): string => JSON.stringify(output ?? null);
