/** Two thousand runs, and one of ten thousand rows, in one worker: heap, store, timers and listeners stay flat. */
import { KEPT_RUNS, liveThroughRows, liveThroughRuns, type LifeFacts } from '../tests/soak/long-life.ts';

const RUNS = 2_000;
const ROWS = 10_000;
/** Megabytes between a quarter of the way and the end. The rows themselves are in the heap too: the store of this bench is in memory. */
const MOST_GROWTH = { runs: 3, rows: 6 } as const;

export async function runLongLifeBench(): Promise<boolean> {
  const { setFlagsFromString } = await import('node:v8');
  const { runInNewContext } = await import('node:vm');
  setFlagsFromString('--expose-gc');
  globalThis.gc = runInNewContext('gc') as typeof globalThis.gc;
  const runs = await liveThroughRuns(RUNS);
  const rows = await liveThroughRows(ROWS);
  const areRunsFlat =
    tell(`${RUNS} runs`, runs, MOST_GROWTH.runs) && runs.done === RUNS && runs.mostRuns <= KEPT_RUNS + 1;
  const areRowsFlat = tell(`${ROWS} rows`, rows, MOST_GROWTH.rows) && rows.done === ROWS && rows.mostJobs === ROWS;
  return areRunsFlat && areRowsFlat;
}

function tell(what: string, facts: LifeFacts, mostGrowth: number): boolean {
  const { early = 0, late = Infinity } = facts.heap ?? {};
  const growth = late - early;
  console.log(
    `${what}: ${facts.done} done; heap ${early} MB, at the end ${late} MB (allowed: ${mostGrowth} more); ` +
      `at most ${facts.mostRuns} runs and ${facts.mostJobs} jobs stored; ${facts.timersLeft} timers and ${facts.listenersLeft} listeners left`,
  );
  return growth <= mostGrowth && facts.timersLeft === 0;
}
