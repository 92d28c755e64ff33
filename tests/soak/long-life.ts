/** One worker that lives through many runs: what it keeps must not grow with them. */
import { settle } from '../fakes/manual-clock.ts';
import { createPageWorld } from '../lib/generation/body/page-harness.ts';
import { createRowWorld } from '../lib/generation/rows/row-world.ts';

export interface LifeFacts {
  /** Megabytes after the collector ran, once the history is as long as it gets, and at the end. Absent without `--expose-gc`. */
  readonly heap?: { readonly early: number; readonly late: number };
  /** Most runs and jobs that the store held at once. */
  readonly mostRuns: number;
  readonly mostJobs: number;
  /** Timers that sleep when nothing is left to do: each stands for a timer or an alarm of the browser. */
  readonly timersLeft: number;
  /** Listeners on what lives as long as the worker. */
  readonly listenersLeft: number;
  readonly done: number;
}

const HOUR_MS = 3_600_000;
/** Runs an hour apart, kept for ten days: 240 of them. */
export const KEPT_DAYS = 10;
export const KEPT_RUNS = KEPT_DAYS * 24;

/** `runs` page runs one after the other in one worker, with its hourly housekeeping. */
export async function liveThroughRuns(runs: number): Promise<LifeFacts> {
  const world = createPageWorld();
  world.model.otherwise(() => 'One.\n\nTwo.\n\nThree.');
  await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
  const worker = world.boot();
  let early: number | undefined;
  let done = 0;
  let [mostRuns, mostJobs] = [0, 0];
  for (let number = 0; number < runs; number++) {
    const id = `run-${number}`;
    const page = world.notion.addPage({ title: `Page ${number}`, texts: [] });
    const request = world.request();
    await worker.service.start({ id, request: { ...request, target: { ...request.target, id: page } } });
    if ((await world.finish(worker, id))?.state === 'done') done += 1;
    await world.clock.advance(HOUR_MS);
    await worker.service.prune(KEPT_DAYS);
    mostRuns = Math.max(mostRuns, world.store.runs.size);
    mostJobs = Math.max(mostJobs, world.store.jobs.size);
    forgetTheWorld(world);
    world.notion.forget('past-and-pages');
    if (number === Math.max(KEPT_RUNS, Math.floor(runs / 4))) early = heapMb();
  }
  const late = heapMb();
  return {
    ...(early !== undefined && late !== undefined && { heap: { early, late } }),
    mostRuns,
    mostJobs,
    timersLeft: world.clock.sleepers,
    listenersLeft: worker.changes.listeners,
    done,
  };
}

/** One run over `rows` rows. */
export async function liveThroughRows(rows: number): Promise<LifeFacts> {
  const { world, notion, dataSourceId, rowsRequest } = createRowWorld();
  await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
  for (let number = world.store.jobs.size + 4; number < rows; number++) {
    notion.addRow(dataSourceId, { Topic: { title: [{ text: { content: `Topic ${number}` } }] } });
  }
  const worker = world.boot();
  await worker.service.start({ id: 'run-1', request: rowsRequest() });
  let run = await worker.history.view('run-1');
  let early: number | undefined;
  while (run !== null && run.endedAt === undefined && run.state !== 'paused') {
    await settle();
    await world.clock.advance(1_000);
    forgetTheWorld(world);
    run = await worker.history.view('run-1');
    if (early === undefined && run !== null && !run.listing && run.done > rows / 4) early = heapMb();
  }
  const late = heapMb();
  return {
    ...(early !== undefined && late !== undefined && { heap: { early, late } }),
    mostRuns: world.store.runs.size,
    mostJobs: world.store.jobs.size,
    timersLeft: world.clock.sleepers,
    listenersLeft: worker.changes.listeners,
    done: run?.done ?? 0,
  };
}

/** What Notion, the model and the test keep of the past is not the worker's. */
function forgetTheWorld(world: ReturnType<typeof createPageWorld>): void {
  world.model.forget();
  world.notion.forget('past');
  world.effects.length = 0;
}

function heapMb(): number | undefined {
  if (globalThis.gc === undefined) return undefined;
  globalThis.gc();
  return Math.round(process.memoryUsage().heapUsed / 100_000) / 10;
}
