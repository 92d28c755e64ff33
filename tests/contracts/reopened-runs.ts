import { beforeEach, describe, expect, it } from 'vitest';

import type { RunStore } from '../../lib/jobs/ports.ts';
import { stopRun } from '../../lib/jobs/run-state.ts';
import type { Job, RunUndo } from '../../lib/jobs/run.ts';
import { createRun, job, lease } from '../fakes/sample-run.ts';

/** How a store opens again what failed, what waited for a review and what a stopped run had not reached. */
export function describeReopening(store: () => RunStore): void {
  it('opens failed jobs again with what they know', async () => {
    await store().createRun(createRun('a', { failed: 1, endedAt: 5 }), [
      { ...job('a', 0), state: 'failed', phase: 'ended', checkpoint: { answer: 'kept' }, attempts: 3 },
    ]);
    expect(await store().reopenFailed('a', 9000)).toBe(1);
    expect(await store().getRun('a')).toMatchObject({ failed: 0, control: 'active' });
    expect((await store().getRun('a'))?.endedAt).toBeUndefined();
    expect(await store().claim('a', 9000, lease('me'))).toMatchObject({ attempts: 0, checkpoint: { answer: 'kept' } });
  });

  it('opens a row again that waited for a review, as the change makes it, and its run with it', async () => {
    const held = { ...job('a', 0), state: 'skipped', phase: 'ended', checkpoint: 'held' } as const;
    await store().createRun(createRun('a', { skipped: 2, review: 2, endedAt: 5 }), [held]);
    await store().reopenReviewed(held.id, () => undefined);
    expect(await store().getRun('a')).toMatchObject({ skipped: 2, review: 2, endedAt: 5 });
    const open = (one: Job): Job => ({ ...one, state: 'pending', phase: 'open', due: 0, checkpoint: 'released' });
    await store().reopenReviewed(held.id, open);
    expect(await store().getRun('a')).toMatchObject({ control: 'active', skipped: 1, review: 1 });
    expect((await store().listOpenRuns()).map(({ id }) => id)).toEqual(['a']);
    expect(await store().claim('a', 9000, lease('me'))).toMatchObject({ checkpoint: 'released' });
    await expect(store().reopenReviewed('a:gone', open)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('puts aside what a stopped run had not reached when one of its rows is reviewed, and leaves one that was undone', async () => {
    const rows = { request: { ...createRun('x').request, kind: 'rows' } } as const;
    const held = { ...job('a', 0), state: 'skipped', phase: 'ended' } as const;
    const stopped = { ...rows, control: 'stopped', endedAt: 5, total: 2, skipped: 1, review: 1 } as const;
    await store().createRun(createRun('a', stopped), [held, job('a', 1)]);
    const open = (one: Job): Job => ({ ...one, state: 'pending', phase: 'open', due: 0 });
    await store().reopenReviewed(held.id, open);
    expect(await store().getRun('a')).toMatchObject({ control: 'active', skipped: 0, aside: { rows: 1 } });
    expect(await store().claim('a', 9000, lease('me'))).toMatchObject({ seq: 0 });
    expect(await store().claim('a', 9000, lease('me'))).toBeUndefined();
    const undone = { ...stopped, undo: { state: 'done', restored: 1, skipped: 0 } } as const;
    await store().createRun(createRun('b', undone), [{ ...held, id: 'b:row-0', runId: 'b' }]);
    await store().reopenReviewed('b:row-0', open);
    expect(await store().getRun('b')).toMatchObject({ control: 'stopped', skipped: 1 });
  });

  describe('a stopped run of rows', () => {
    const rows = { request: { ...createRun('x').request, kind: 'rows' } } as const;
    beforeEach(async () => {
      const jobs = Array.from({ length: 6 }, (_, seq) => job('a', seq));
      const stopped = { control: 'stopped', endedAt: 5, total: 6, done: 1, failed: 2 } as const;
      await store().createRun(createRun('a', { ...rows, ...stopped }), [
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
        const claimed = await store().claim('a', 2000, lease('w'));
        if (!claimed) return found;
        found.push(claimed.seq);
      }
    };

    it('opens its failed rows only, and puts aside what was not reached', async () => {
      expect(await store().reopenFailed('a', 1500)).toBe(2);
      expect(await store().getRun('a')).toMatchObject({
        control: 'active',
        failed: 0,
        aside: { rows: 3, listing: false },
      });
      expect((await store().listOpenRuns()).map(({ id }) => id)).toEqual(['a']);
      expect((await claimAll()).sort()).toEqual([1, 2]);
      expect(await store().listJobs('a', { limit: 9, state: 'pending' })).toHaveLength(5);
    });

    it('takes up what was put aside, whatever else is at work, and only once', async () => {
      await store().reopenFailed('a', 1500);
      await claimAll();
      const run = await store().reopenRest('a');
      expect(run).toMatchObject({ control: 'active' });
      expect(run.aside).toBeUndefined();
      expect(await claimAll()).toEqual([3, 4, 5]);
      expect(await store().reopenRest('a')).toEqual(run);
    });

    it('goes on with the rest alone when that is asked', async () => {
      await store().reopenRest('a');
      expect(await store().getRun('a')).toMatchObject({ control: 'active', failed: 2 });
      expect((await store().getRun('a'))?.endedAt).toBeUndefined();
      await store().makeDue('a', 1500);
      expect(await claimAll()).toEqual([4, 5]);
    });

    it('changes nothing once it was undone', async () => {
      const undo: RunUndo = { state: 'done', restored: 1, skipped: 0 };
      const undone = await store().changeRun('a', (run) => ({ ...stopRun(run, 1500), undo }));
      expect(await store().reopenFailed('a', 1500)).toBe(0);
      expect(await store().reopenRest('a')).toEqual(undone);
      expect(await store().getRun('a')).toEqual(undone);
    });
  });
}
