import { beforeEach, describe, expect, it } from 'vitest';

import type { RunStore } from '../../lib/jobs/ports.ts';
import { completeRun } from '../../lib/jobs/run-state.ts';
import type { Run } from '../../lib/jobs/run.ts';
import { createRun, job, lease } from '../fakes/sample-run.ts';
import { describeReopening } from './reopened-runs.ts';

/** What every RunStore does; run against the fake and against IndexedDB. */
export function describeRunStore(name: string, createStore: () => Promise<RunStore>): void {
  describe(name, () => {
    let store: RunStore;
    beforeEach(async () => {
      store = await createStore();
    });

    it('stores a run once, however often it is created', async () => {
      expect(await store.createRun(createRun('a'), [job('a', 0)])).toEqual({ created: true });
      expect(await store.createRun(createRun('a', { total: 99 }), [job('a', 5)])).toEqual({ created: false });
      expect((await store.getRun('a'))?.total).toBe(1);
      expect(await store.listJobs('a', { limit: 10 })).toHaveLength(1);
    });

    it('lists runs newest first', async () => {
      await store.createRun(createRun('old', { createdAt: 1 }), []);
      await store.createRun(createRun('new', { createdAt: 2 }), []);
      expect((await store.listRuns()).map((run) => run.id)).toEqual(['new', 'old']);
      expect((await store.listRuns(1)).map((run) => run.id)).toEqual(['new']);
    });

    it('leases each due job once, in the order of the run', async () => {
      await store.createRun(
        createRun('a'),
        [2, 0, 1].map((seq) => job('a', seq)),
      );
      const claimed = [];
      for (let i = 0; i < 4; i += 1) claimed.push((await store.claim('a', 2000, lease('w')))?.seq);
      expect(claimed).toEqual([0, 1, 2, undefined]);
    });

    it('does not lease a job before it is due, and says when that is', async () => {
      await store.createRun(createRun('a'), [{ ...job('a', 0), due: 5000 }]);
      expect(await store.claim('a', 4999, lease('w'))).toBeUndefined();
      expect((await store.nextOpen('a'))?.due).toBe(5000);
      expect((await store.claim('a', 5000, lease('w')))?.seq).toBe(0);
    });

    it('gives back the leases of a worker that is gone, and counts the stall', async () => {
      await store.createRun(createRun('a'), [job('a', 0), job('a', 1)]);
      await store.claim('a', 2000, lease('gone'));
      await store.claim('a', 2000, lease('me'));
      expect(await store.releaseLeasesOfOthers('me', 3000)).toBe(1);
      const again = await store.claim('a', 2000, lease('me'));
      expect(again).toMatchObject({ seq: 0, stalls: 1 });
      expect(await store.claim('a', 2000, lease('me'))).toBeUndefined();
    });

    it('moves the times of open jobs along with a clock that was put back, and no others', async () => {
      await store.createRun(createRun('a'), [
        job('a', 0),
        job('a', 1),
        job('a', 2),
        { ...job('a', 3), phase: 'ended' },
      ]);
      const set = (seq: number, change: object) =>
        store.change(job('a', seq).id, ({ job: current }) => ({ job: { ...current, ...change } }));
      await set(0, { due: 100_000, updatedAt: 70_000 });
      await set(1, { due: Number.MAX_SAFE_INTEGER, updatedAt: 70_000 });
      await set(2, { due: 9_500, updatedAt: 9_000 });
      expect(await store.followClock(10_000)).toBe(2);
      const due = async (seq: number) => (await store.getJob(job('a', seq).id))?.due;
      expect(await due(0)).toBe(40_000);
      expect(await due(1)).toBe(Number.MAX_SAFE_INTEGER);
      expect(await due(2)).toBe(9_500);
      expect(await store.followClock(10_000)).toBe(0);
    });

    it('changes a job, its run and the usage together, or nothing', async () => {
      await store.createRun(createRun('a'), [job('a', 0)]);
      const id = job('a', 0).id;
      await store.change(id, ({ job: current, run, usage }) => ({
        job: { ...current, state: 'done', phase: 'ended' },
        run: { ...run, done: 1 },
        usage: { ...usage, promptsTotal: 1 },
      }));
      await expect(
        store.change(id, () => {
          throw new RangeError('no');
        }),
      ).rejects.toThrow();
      expect(await store.getJob(id)).toMatchObject({ state: 'done' });
      expect(await store.getRun('a')).toMatchObject({ done: 1 });
      expect(await store.getUsage('workspace-1')).toMatchObject({ promptsTotal: 1 });
    });

    it('refuses to change a job that is not there', async () => {
      await expect(store.change('nobody', () => ({}))).rejects.toMatchObject({ code: 'not-found' });
      await expect(store.changeRun('nobody', (run) => run)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('does not lose a change when many are made at once', async () => {
      await store.createRun(createRun('a'), [job('a', 0)]);
      const once = () => store.changeRun('a', (run) => ({ ...run, prompts: run.prompts + 1 }));
      await Promise.all(Array.from({ length: 20 }, once));
      expect((await store.getRun('a'))?.prompts).toBe(20);
    });

    it('lists jobs by state and page by page', async () => {
      await store.createRun(
        createRun('a'),
        Array.from({ length: 5 }, (_, seq) => job('a', seq)),
      );
      await store.change(job('a', 3).id, ({ job: current }) => ({
        job: { ...current, state: 'failed', phase: 'ended' },
      }));
      const first = await store.listJobs('a', { limit: 2 });
      const second = await store.listJobs('a', { limit: 2, after: first.at(-1)!.seq });
      expect([...first, ...second].map(({ seq }) => seq)).toEqual([0, 1, 2, 3]);
      expect((await store.listJobs('a', { limit: 9, state: 'failed' })).map(({ seq }) => seq)).toEqual([3]);
    });

    it('finds what all runs did to a row, the last first', async () => {
      const at = (runId: string, seq: number, updatedAt: number) => ({ ...job(runId, seq), updatedAt });
      await store.createRun(createRun('a'), [at('a', 0, 10), at('a', 1, 40)]);
      await store.createRun(createRun('b'), [at('b', 0, 30), at('b', 2, 20)]);
      const found = await store.listJobsOf(['row-0', 'row-2', 'row-2', 'row-9'], 9);
      expect(found.map(({ id }) => id)).toEqual(['b:row-0', 'b:row-2', 'a:row-0']);
      const latest = await store.listJobsOf(['row-0', 'row-2'], 1);
      expect(latest.map(({ id }) => id)).toEqual(['b:row-0', 'b:row-2']);
      await store.deleteRun('b');
      expect((await store.listJobsOf(['row-0', 'row-2'], 9)).map(({ id }) => id)).toEqual(['a:row-0']);
    });

    it('leases nothing of a run that is paused, stopped, or gone', async () => {
      await store.createRun(createRun('a', { control: 'paused' }), [job('a', 0)]);
      await store.createRun(createRun('b', { control: 'stopped', endedAt: 5 }), [job('b', 0)]);
      for (const id of ['a', 'b', 'gone']) expect(await store.claim(id, 2000, lease('w'))).toBeUndefined();
    });

    it('passes over busy subjects, and says when the next of the others is due', async () => {
      await store.createRun(createRun('a'), [job('a', 0), job('a', 1), { ...job('a', 2), due: 7000 }]);
      const busy = new Set(['row-0', 'row-1']);
      expect(await store.claim('a', 2000, lease('w'), busy)).toBeUndefined();
      expect((await store.nextOpen('a', busy))?.due).toBe(7000);
      expect(await store.claim('a', 2000, lease('w'), new Set(['row-0']))).toMatchObject({ seq: 1 });
      expect((await store.nextOpen('a'))?.due).toBe(0);
    });

    it('adds rows that are not there yet, and wakes what waits', async () => {
      await store.createRun(createRun('a', { listing: true, total: 0 }), []);
      const add = (run: Run, added: readonly unknown[]) => ({ ...run, total: run.total + added.length });
      await store.addJobs('a', [job('a', 0), job('a', 1)], add);
      // A second listing: one row is known, the others stand where known ones stood before.
      await store.addJobs('a', [job('a', 1), { ...job('a', 2), seq: 1 }], add);
      expect((await store.getRun('a'))?.total).toBe(3);
      const listed = await store.listJobs('a', { limit: 10 });
      expect(listed.map(({ subjectId, seq, due }) => [subjectId, seq, due])).toEqual([
        ['row-0', 0, 0],
        ['row-1', 1, 1],
        ['row-2', 2, 2],
      ]);
      await store.change(job('a', 2).id, (records) => ({ job: { ...records.job, due: 99_000 } }));
      await store.makeDue('a', 4000);
      expect((await store.getJob(job('a', 2).id))?.due).toBe(4000);
    });

    it('tells open runs from ended ones, and which ended before a time', async () => {
      await store.createRun(createRun('younger', { createdAt: 2 }), []);
      await store.createRun(createRun('older', { createdAt: 1 }), []);
      await store.createRun(createRun('ended', { endedAt: 50 }), []);
      await store.createRun(
        createRun('undoing', { createdAt: 9, endedAt: 50, undo: { state: 'running', restored: 0, skipped: 0 } }),
        [],
      );
      const ids = async () => (await store.listOpenRuns()).map(({ id }) => id);
      expect(await ids()).toEqual(['older', 'younger', 'undoing']);
      await store.changeRun('older', (run) => completeRun(run, 70));
      expect(await ids()).toEqual(['younger', 'undoing']);
      expect(await store.listRunsEndedBefore(60)).toEqual(['ended']);
      expect([...(await store.listRunsEndedBefore(71))].sort()).toEqual(['ended', 'older']);
    });

    it('deletes a run with its jobs and nothing else, and clears everything', async () => {
      await store.createRun(createRun('a'), [job('a', 0)]);
      await store.createRun(createRun('ab'), [job('ab', 0)]);
      await store.deleteRun('a');
      expect(await store.getJob(job('a', 0).id)).toBeUndefined();
      expect(await store.getJob(job('ab', 0).id)).toBeDefined();
      await store.changeUsage('workspace-1', (usage) => ({ ...usage, promptsTotal: 7 }));
      await store.clear();
      expect(await store.listRuns()).toEqual([]);
      expect((await store.getUsage('workspace-1')).promptsTotal).toBe(0);
    });

    describeReopening(() => store);
  });
}
