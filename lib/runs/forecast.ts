/** How long a run of rows still takes, said while it goes. */
import { workedMs } from '../jobs/run-state.ts';
import type { Run } from '../jobs/run.ts';
import { knownEngine } from '../language-model/engines.ts';
import { HOSTED_PACE } from '../language-model/engines/engine.ts';
import { askedText } from '../run-request/asked-text.ts';
import { usesVariable } from '../prompt/variables.ts';
import { type ModelPace, msPerRow, type NotionWindow, PLAN_WINDOW, type RowWork, windowedMs } from './estimate-time.ts';
import type { PastAnswers } from './past-answers.ts';

export interface ForecastFacts {
  /** Of runs before it with the same model: until it has answers of its own. */
  readonly past?: PastAnswers | undefined;
  readonly window?: NotionWindow | undefined;
}

/** So many rows make the run's own pace weigh as much as what was expected of it. */
const ROWS_TO_TRUST = 60;

/**
 * Milliseconds for so many rows more; undefined while nothing is known of the model. A run that has just begun has waited for its first
 * answers and has few rows done: how long an answer takes, and how many are asked for at once, tell more than how many are done. Later
 * its own pace does; and Notion's window is what binds a quick model.
 */
export function forecastMs(
  run: Run,
  left: number,
  now: number,
  { past = {}, window = PLAN_WINDOW }: ForecastFacts,
): number | undefined {
  const work = workOf(run);
  const seen = seenMsPerRow(run, left, now, work);
  const pace = paceOf(run, past);
  // Where the engine's limit is what slows a run down, its own pace is all that tells.
  if (pace === undefined || (run.slowed && seen !== undefined)) return seen === undefined ? undefined : left * seen;
  const expected = msPerRow(work, pace);
  const ended = endedRows(run);
  const trust = ended / (ended + ROWS_TO_TRUST);
  const each = seen === undefined ? expected : trust * seen + (1 - trust) * expected;
  // However few are left, they take as long as one.
  return Math.max(left * each, pace.answerMs, windowedMs(left, work, pace, window, now));
}

function seenMsPerRow(run: Run, left: number, now: number, { atOnce }: RowWork): number | undefined {
  const ended = endedRows(run);
  if (ended === 0) return undefined;
  // Those at work are half done, on average. How long an answer takes is not known of runs that an older version began.
  const begun = run.answerMs === undefined ? 0 : Math.min(left, atOnce) / 2;
  return Math.max(workedMs(run, now), 1_000) / (ended + begun);
}

function paceOf(
  { answered = 0, answerMs: own }: Run,
  { answerMs: before, msPerRow: limited }: PastAnswers,
): ModelPace | undefined {
  const answerMs = own !== undefined && answered > 0 ? own / answered : before;
  return answerMs === undefined ? undefined : { answerMs, msPerRow: limited };
}

const endedRows = ({ done, failed, review = 0 }: Run): number => done + failed + review;

function workOf({ engine, request: { options } }: Run): RowWork {
  return {
    isBody: options.output === undefined || options.output.kind === 'body',
    readsPage: usesVariable(askedText(options), 'page'),
    atOnce: (knownEngine(engine)?.pace ?? HOSTED_PACE).most,
  };
}
