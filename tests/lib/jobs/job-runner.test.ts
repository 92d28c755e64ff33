import { describe, expect, it } from 'vitest';

import { type JobEvent, transition } from '../../../lib/jobs/job-machine.ts';
import { JobRunner } from '../../../lib/jobs/job-runner.ts';
import type { JobExecutor } from '../../../lib/jobs/ports.ts';
import { stopRun } from '../../../lib/jobs/run-state.ts';
import { createJob } from '../../../lib/jobs/run.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import { createRun } from '../../fakes/sample-run.ts';
import { createManualClock, settle } from '../../fakes/manual-clock.ts';
import { MemoryRunStore } from '../../fakes/memory-run-store.ts';

/** A runner whose jobs end when the test says so. */
function createStage() {
  const clock = createManualClock();
  const store = new MemoryRunStore();
  const begun: string[] = [];
  const wakeups: number[] = [];
  const ends = new Map<string, () => void>();
  const refuse = new Map<string, AppError>();
  const defects: unknown[] = [];
  let looks = 0;
  const listOpenRuns = store.listOpenRuns.bind(store);
  store.listOpenRuns = () => {
    looks += 1;
    return listOpenRuns();
  };
  const executor: JobExecutor = {
    execute: async ({ job, signal }) => {
      begun.push(job.id);
      const refusal = refuse.get(job.id);
      if (refusal) throw refusal;
      await new Promise<void>((resolve, reject) => {
        ends.set(job.id, resolve);
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
      return { state: 'done', counts: true };
    },
    hasWritten: () => false,
    letGo: () => undefined,
  };
  const runner = new JobRunner({
    store,
    executor,
    clock,
    wakeup: {
      at: (time) => {
        wakeups.push(time);
        void clock.sleep(Math.max(0, time - clock.now())).then(() => runner.pump());
      },
    },
    keepAlive: { hold: () => undefined, release: () => undefined },
    owner: 'worker',
    random: () => 0.5,
    concurrency: () => 2,
    worksWhileWaiting: () => false,
    onChange: () => undefined,
    onDefect: (error) => defects.push(error),
  });
  const add = (runId: string, subjects: readonly string[], createdAt: number) =>
    store.createRun(
      createRun(runId, { createdAt, total: subjects.length }),
      subjects.map((id, seq) => createJob(runId, seq, { id, title: id }, createdAt)),
    );
  return { clock, store, runner, begun, wakeups, ends, refuse, defects, add, looks: () => looks };
}

describe('two runs on one page', () => {
  it('go one after the other, and nobody looks for work in between', async () => {
    const { clock, runner, begun, wakeups, ends, add, looks, defects } = createStage();
    await add('first', ['page'], 1);
    await add('second', ['page'], 2);
    await runner.pump();
    await clock.advance(100_000);
    expect(begun).toEqual(['first:page']);
    expect(wakeups).toEqual([]);
    expect(looks()).toBeLessThanOrEqual(2);
    ends.get('first:page')!();
    await settle();
    expect(begun).toEqual(['first:page', 'second:page']);
    ends.get('second:page')!();
    await runner.idle();
    expect(defects).toEqual([]);
  });

  it('leave the other rows of the second one to be done meanwhile', async () => {
    const { runner, begun, ends, add } = createStage();
    await add('first', ['page'], 1);
    await add('second', ['page', 'other', 'third'], 2);
    await runner.pump();
    await settle();
    expect(begun).toEqual(['first:page', 'second:other', 'second:third']);
    ends.get('first:page')!();
    ends.get('second:other')!();
    await settle();
    expect(begun.at(-1)).toBe('second:page');
  });

  it('let the second one go on when the first is stopped', async () => {
    const { store, runner, begun, add } = createStage();
    await add('first', ['page'], 1);
    await add('second', ['page'], 2);
    await runner.pump();
    await store.changeRun('first', (run) => stopRun(run, 9));
    await runner.abort('first');
    await settle();
    expect(begun).toEqual(['first:page', 'second:page']);
  });

  it('begin again with whichever is first after the worker was lost', async () => {
    const { store, runner, begun, add } = createStage();
    await add('first', ['page'], 1);
    await add('second', ['page'], 2);
    await store.claim('first', 5000, { owner: 'gone', until: 999_999_999_999_999 });
    await store.releaseLeasesOfOthers('worker', 5000);
    await runner.pump();
    expect(begun).toEqual(['first:page']);
    expect((await store.getJob('second:page'))?.stalls).toBe(0);
  });
});

describe('a worker that lost its lease and comes back', () => {
  it('can store nothing of the job any more, and changes nothing', async () => {
    const { store, add } = createStage();
    await add('run', ['page'], 1);
    await store.claim('run', 5_000, { owner: 'gone', until: 99_999 });
    await store.releaseLeasesOfOthers('worker', 6_000);
    await store.claim('run', 6_000, { owner: 'worker', until: 126_000 });
    const before = await store.getJob('run:page');
    for (const event of [
      { type: 'advanced', checkpoint: 'late', state: 'writing' },
      { type: 'ended', state: 'done', counts: true },
      { type: 'retry-scheduled', failure: { code: 'timeout', retry: 'later' }, at: 9_000 },
      { type: 'waiting', failure: { code: 'offline', retry: 'wait' }, at: 9_000 },
      { type: 'released', pauses: true },
      { type: 'put-to-sleep' },
    ] as const satisfies JobEvent[]) {
      const late = store.change('run:page', (records) => transition(records, event, 'gone', 7_000));
      await expect(late).rejects.toMatchObject({ code: 'stopped' });
    }
    expect(await store.getJob('run:page')).toEqual(before);
    expect(await store.getRun('run')).toMatchObject({ done: 0, prompts: 0, control: 'active' });
  });
});

it('begins nothing that was stopped between the look for work and the claim', async () => {
  const { store, runner, begun, add } = createStage();
  await add('run', ['page'], 1);
  store.beforeEffect = async (name) => {
    if (name !== 'claim') return;
    store.beforeEffect = async () => undefined;
    await store.changeRun('run', (run) => stopRun(run, 9));
  };
  await runner.pump();
  await settle();
  expect(begun).toEqual([]);
});

it('shows the wait of a row that is all that is left, also when others got on after it began', async () => {
  const stage = createStage();
  const { clock, store, runner, begun, ends } = stage;
  const retryAt = clock.now() + 60_000;
  stage.refuse.set('run:limited', new AppError('engine-own-limit', 'wait', { retryAt }));
  await stage.add('run', ['slow', 'limited'], 1);
  await runner.pump();
  await settle();
  ends.get('run:slow')!();
  await settle();
  expect(await store.getRun('run')).toMatchObject({ done: 1, wait: { reason: 'own-limit', until: retryAt } });
  stage.refuse.clear();
  await clock.advance(60_000);
  expect(begun.at(-1)).toBe('run:limited');
  expect((await store.getRun('run'))?.wait).toBeUndefined();
});
