/**
 * A worker that starts with a run of 10,000 rows in the store, 5,000 of them done: how long until its first row is claimed in Node
 * (over fake-indexeddb, whose copies are slower than a browser's), and until its first request in a real Chromium, with the time that
 * the browser takes to open the view that wakes it.
 */
import 'fake-indexeddb/auto';

import { IndexedDbRunStore } from '../lib/adapters/indexed-db/indexed-db-run-store.ts';
import { JobRunner } from '../lib/jobs/job-runner.ts';
import type { JobExecutor } from '../lib/jobs/ports.ts';
import { createJob, type Job, type Run } from '../lib/jobs/run.ts';
import type { Clock } from '../lib/shared/clock.ts';
import { plantRun, wakeAgain } from '../tests/e2e/rows-resume.ts';
import { buildForChromium, inChromium, type ChromiumWorld } from './in-chromium.ts';
import { median } from './median.ts';

const ROWS = 10_000;
const DONE = 5_000;
/** Held by the worker that was stopped. */
const HELD = 12;
const ALLOWED_MS = 1_000;
const RUN = 'bench-run';
const WAKES = 5;

/** @returns whether the first row was at work within a second, in Node and in most wakes of Chromium */
export async function runResumeBench(): Promise<boolean> {
  const inNode = await resumeInNode();
  return (await buildForChromium()) && (await inChromium({}, resumeInChromium)) && inNode;
}

async function resumeInChromium(world: ChromiumWorld): Promise<boolean> {
  await plantRun(world);
  const times: number[] = [];
  for (let wake = 0; wake < WAKES; wake += 1) times.push(await wakeAgain(world));
  const medianMs = median(times);
  console.log({ chromiumMs: times, medianMs, ratio: medianMs / ALLOWED_MS });
  return medianMs < ALLOWED_MS;
}

async function resumeInNode(): Promise<boolean> {
  const store = new IndexedDbRunStore('visen-bench-resume');
  await store.createRun(
    createRun(),
    Array.from({ length: ROWS }, (_, seq) => createRow(seq)),
  );
  const started = performance.now();
  const resumed = new IndexedDbRunStore('visen-bench-resume');
  const released = await resumed.releaseLeasesOfOthers('next', Date.now());
  const leasesAfterMs = performance.now() - started;
  const claimedAfterMs = await new Promise<number>((resolve) => {
    const executor: JobExecutor = {
      execute: () => {
        resolve(performance.now() - started);
        return new Promise(() => undefined);
      },
      hasWritten: () => false,
      letGo: () => undefined,
    };
    void createRunner(resumed, executor).pump();
  });
  const round = Math.round;
  console.log({ rows: ROWS, done: DONE, released, leasesMs: round(leasesAfterMs), firstRowMs: round(claimedAfterMs) });
  return claimedAfterMs < ALLOWED_MS && released === HELD;
}

function createRunner(store: IndexedDbRunStore, executor: JobExecutor): JobRunner {
  const clock: Clock = { now: Date.now, sleep: () => new Promise(() => undefined) };
  return new JobRunner({
    store,
    executor,
    clock,
    wakeup: { at: () => undefined },
    keepAlive: { hold: () => undefined, release: () => undefined },
    owner: 'next',
    random: Math.random,
    concurrency: () => HELD,
    worksWhileWaiting: () => false,
    onChange: () => undefined,
    onDefect: (error) => {
      throw error;
    },
  });
}

/** With what a row of a real run keeps: its cells, its inputs, and once it is done its answer. */
function createRow(seq: number): Job {
  const text =
    `Two or three sentences about topic ${seq}, as a model writes them when it is asked for a summary. `.repeat(4);
  const checkpoint = {
    version: 1,
    readAt: 1,
    cells: [{ propertyId: 'abcd', hash: '0123456789abcdef', restore: { rich_text: [] } }],
    inputs: { Topic: `Topic ${seq}`, Notes: text },
  };
  const job: Job = { ...createJob(RUN, seq, { id: `row-${seq}`, title: `Topic ${seq}` }, 1), checkpoint };
  if (seq < DONE) return { ...job, state: 'done', phase: 'ended', checkpoint: { ...checkpoint, answerText: text } };
  if (seq >= DONE + HELD) return job;
  const until = Date.now() + 60_000;
  return { ...job, state: 'generating', due: until, lease: { owner: 'gone', until } };
}

function createRun(): Run {
  const url = 'https://app.notion.com/p/1';
  const target = { kind: 'database', id: 'database-1', dataSourceId: 'source-1', title: 'Topics', url } as const;
  return {
    id: RUN,
    request: { kind: 'rows', target, options: { prompt: 'Write', where: 'end', usePageContent: false } },
    workspaceId: 'workspace-1',
    engine: 'openai',
    model: 'bench',
    control: 'active',
    createdAt: 1,
    startedAt: 1,
    total: ROWS,
    done: DONE,
    failed: 0,
    skipped: 0,
    prompts: DONE,
    inputTokens: 1,
    outputTokens: 1,
    usageEstimated: false,
  };
}
