import { beforeEach, describe, expect, it } from 'vitest';

import type { RunStore } from '../../lib/jobs/ports.ts';
import { completeRun, stopRun } from '../../lib/jobs/run-state.ts';
import { createJob, type Job, type Run, type RunUndo } from '../../lib/jobs/run.ts';

export function createRun(id: string, overrides: Partial<Run> = {}): Run {
  return {
    id,
    request: {
      kind: 'page',
      target: { kind: 'page', id: 'page-1', title: 'A page', url: 'https://app.notion.com/p/1' },
      options: { prompt: 'Write', where: 'end', usePageContent: false },
    },
    workspaceId: 'workspace-1',
    engine: 'openai',
    model: 'gpt-6-luna',
    control: 'active',
    createdAt: 1000,
    total: 1,
    done: 0,
    failed: 0,
    skipped: 0,
    prompts: 0,
    inputTokens: 0,
    outputTokens: 0,
    usageEstimated: false,
    ...overrides,
  };
}

const job = (runId: string, seq: number) => createJob(runId, seq, { id: `row-${seq}`, title: `Row ${seq}` }, 1000);
const lease = (owner: string, until = 99_999) => ({ owner, until });

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

    it('opens failed jobs again with what they know', async () => {
      await store.createRun(createRun('a', { failed: 1, endedAt: 5 }), [
        { ...job('a', 0), state: 'failed', phase: 'ended', checkpoint: { answer: 'kept' }, attempts: 3 },
      ]);
      expect(await store.reopenFailed('a', 9000)).toBe(1);
      expect(await store.getRun('a')).toMatchObject({ failed: 0, control: 'active' });
      expect((await store.getRun('a'))?.endedAt).toBeUndefined();
      expect(await store.claim('a', 9000, lease('me'))).toMatchObject({ attempts: 0, checkpoint: { answer: 'kept' } });
    });

    it('opens a row again that waited for a review, as the change makes it, and its run with it', async () => {
      const held = { ...job('a', 0), state: 'skipped', phase: 'ended', checkpoint: 'held' } as const;
      await store.createRun(createRun('a', { skipped: 2, review: 2, endedAt: 5 }), [held]);
      await store.reopenReviewed(held.id, () => undefined);
      expect(await store.getRun('a')).toMatchObject({ skipped: 2, review: 2, endedAt: 5 });
      const open = (one: Job): Job => ({ ...one, state: 'pending', phase: 'open', due: 0, checkpoint: 'released' });
      await store.reopenReviewed(held.id, open);
      expect(await store.getRun('a')).toMatchObject({ control: 'active', skipped: 1, review: 1 });
      expect((await store.listOpenRuns()).map(({ id }) => id)).toEqual(['a']);
      expect(await store.claim('a', 9000, lease('me'))).toMatchObject({ checkpoint: 'released' });
      await expect(store.reopenReviewed('a:gone', open)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('puts aside what a stopped run had not reached when one of its rows is reviewed, and leaves one that was undone', async () => {
      const rows = { request: { ...createRun('x').request, kind: 'rows' } } as const;
      const held = { ...job('a', 0), state: 'skipped', phase: 'ended' } as const;
      const stopped = { ...rows, control: 'stopped', endedAt: 5, total: 2, skipped: 1, review: 1 } as const;
      await store.createRun(createRun('a', stopped), [held, job('a', 1)]);
      const open = (one: Job): Job => ({ ...one, state: 'pending', phase: 'open', due: 0 });
      await store.reopenReviewed(held.id, open);
      expect(await store.getRun('a')).toMatchObject({ control: 'active', skipped: 0, aside: { rows: 1 } });
      expect(await store.claim('a', 9000, lease('me'))).toMatchObject({ seq: 0 });
      expect(await store.claim('a', 9000, lease('me'))).toBeUndefined();
      const undone = { ...stopped, undo: { state: 'done', restored: 1, skipped: 0 } } as const;
      await store.createRun(createRun('b', undone), [{ ...held, id: 'b:row-0', runId: 'b' }]);
      await store.reopenReviewed('b:row-0', open);
      expect(await store.getRun('b')).toMatchObject({ control: 'stopped', skipped: 1 });
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

    describe('a stopped run of rows', () => {
      const rows = { request: { ...createRun('x').request, kind: 'rows' } } as const;
      beforeEach(async () => {
        const jobs = Array.from({ length: 6 }, (_, seq) => job('a', seq));
        const stopped = { control: 'stopped', endedAt: 5, total: 6, done: 1, failed: 2 } as const;
        await store.createRun(createRun('a', { ...rows, ...stopped }), [
          { ...jobs[0]!, state: 'done', phase: 'ended' },
          { ...jobs[1]!, state: 'failed', phase: 'ended' },
          { ...jobs[2]!, state: 'failed', phase: 'ended' },
          // A worker that is gone held it.
          { ...jobs[3]!, lease: lease('gone'), due: 99_999 },
          ...jobs.slice(4),
        ]);
      });
      const claimAll = async () => {
        const found: number[] = [];
        for (;;) {
          const claimed = await store.claim('a', 2000, lease('w'));
          if (!claimed) return found;
          found.push(claimed.seq);
        }
      };

      it('opens its failed rows only, and puts aside what was not reached', async () => {
        expect(await store.reopenFailed('a', 1500)).toBe(2);
        expect(await store.getRun('a')).toMatchObject({
          control: 'active',
          failed: 0,
          aside: { rows: 3, listing: false },
        });
        expect((await store.listOpenRuns()).map(({ id }) => id)).toEqual(['a']);
        expect((await claimAll()).sort()).toEqual([1, 2]);
        expect(await store.listJobs('a', { limit: 9, state: 'pending' })).toHaveLength(5);
      });

      it('takes up what was put aside, whatever else is at work, and only once', async () => {
        await store.reopenFailed('a', 1500);
        await claimAll();
        const run = await store.reopenRest('a');
        expect(run).toMatchObject({ control: 'active' });
        expect(run.aside).toBeUndefined();
        expect(await claimAll()).toEqual([3, 4, 5]);
        expect(await store.reopenRest('a')).toEqual(run);
      });

      it('goes on with the rest alone when that is asked', async () => {
        await store.reopenRest('a');
        expect(await store.getRun('a')).toMatchObject({ control: 'active', failed: 2 });
        expect((await store.getRun('a'))?.endedAt).toBeUndefined();
        await store.makeDue('a', 1500);
        expect(await claimAll()).toEqual([4, 5]);
      });

      it('changes nothing once it was undone', async () => {
        const undo: RunUndo = { state: 'done', restored: 1, skipped: 0 };
        const undone = await store.changeRun('a', (run) => ({ ...stopRun(run, 1500), undo }));
        expect(await store.reopenFailed('a', 1500)).toBe(0);
        expect(await store.reopenRest('a')).toEqual(undone);
        expect(await store.getRun('a')).toEqual(undone);
      });
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
  });
}
