import { describe, expect, it } from 'vitest';

import { toRunView } from '../../../lib/runs/show-run.ts';
import { transition } from '../../../lib/jobs/job-machine.ts';
import { createJob, type Job, type Run } from '../../../lib/jobs/run.ts';
import { createUsageRecord } from '../../../lib/usage/usage-record.ts';
import { createRun } from '../../fakes/sample-run.ts';
import { answerTo, createRowWorld } from '../generation/rows/row-world.ts';

const page = createRun('a');
const rows = (change: Partial<Run>): Run =>
  createRun('a', { request: { ...page.request, kind: 'rows' }, startedAt: 0, total: 10, ...change });

describe('the pace of a run of rows', () => {
  it('is that of the rows that were worked on: those that were filled already took no time', () => {
    const view = toRunView(rows({ done: 3, failed: 1, skipped: 4 }), 60_000);
    expect(view).toMatchObject({ rowsPerMinute: 4, secondsLeft: 30 });
  });

  it('is not known before the first row', () => {
    const view = toRunView(rows({ skipped: 4 }), 60_000);
    expect(view).not.toHaveProperty('rowsPerMinute');
    expect(view).not.toHaveProperty('secondsLeft');
  });

  it('says no time left while rows are still being listed, nor when none is left', () => {
    const listing = toRunView(rows({ done: 4, listing: true }), 60_000);
    expect(listing).toMatchObject({ rowsPerMinute: 4 });
    expect(listing).not.toHaveProperty('secondsLeft');
    expect(toRunView(rows({ done: 10, endedAt: 60_000 }), 90_000)).not.toHaveProperty('secondsLeft');
  });
});

describe('the time left of a run that has just begun', () => {
  const slow = { total: 360, startedAt: 0, done: 1, answered: 1, answerMs: 9_000 };
  const { options } = page.request;
  const output = { kind: 'property', propertyId: 'p' } as const;
  const request = { ...page.request, kind: 'rows', options: { ...options, output } } as const;
  const left = (change: Partial<Run>, now: number, facts = {}) =>
    toRunView(rows({ request, ...change }), now, undefined, undefined, facts).secondsLeft!;

  it('counts the rows that are asked for beside the first one, and not those alone that are done', () => {
    // One row in nine seconds would make 54 minutes; twelve are at work.
    expect(left(slow, 9_000)).toBeGreaterThan(240);
    expect(left(slow, 9_000)).toBeLessThan(330);
  });

  it('is known before the first row where other runs tell of the model', () => {
    const begun = { total: 120, startedAt: 0 };
    expect(left(begun, 1_000)).toBeUndefined();
    expect(left(begun, 1_000, { past: { answerMs: 11_700 } })).toBe(120);
  });

  it('comes from the rows that are done once there are many, and at once where the engine asks for patience', () => {
    const half = { ...slow, done: 180, answered: 180, answerMs: 180 * 9_000 };
    // Rows take 3 s each, whatever twelve answers at once would make of it.
    expect(left(half, 540_000)).toBeGreaterThan(400);
    expect(left({ ...half, slowed: true }, 540_000)).toBeGreaterThan(500);
    const few = { ...slow, done: 10, answered: 10, answerMs: 90_000 };
    expect(left({ ...few, slowed: true }, 60_000)).toBeGreaterThan(3 * left(few, 20_000));
  });

  it('waits for Notion’s window where the model is quick', () => {
    const quick = { total: 600, startedAt: 0, done: 150, answered: 150, answerMs: 150 * 500 };
    const window = { limit: 180, used: 160, endsAt: 60_000 };
    const seconds = left(quick, 12_000, { window });
    // 637 requests with those that are sent: what is left of this window, two more, and a few.
    expect(seconds).toBeGreaterThan(48 + 60 + 60);
    expect(seconds).toBeLessThan(48 + 60 + 60 + 10);
  });

  it('leaves out rows that were put aside, and is never less than one answer takes', () => {
    const retried = { total: 10, startedAt: 0, done: 1, answered: 1, answerMs: 20_000 };
    expect(left({ ...retried, aside: { rows: 8, listing: false } }, 20_000)).toBe(20);
    expect(left({ ...retried, total: 100 }, 20_000)).toBeGreaterThan(100);
  });
});

describe('what a run of rows is expected to take in all', () => {
  const spent = { inputTokens: 300, outputTokens: 100, cost: 0.04 };

  it('goes on from what the answers so far took, also those that are not written yet', () => {
    const view = toRunView(rows({ ...spent, done: 2, answered: 4, skipped: 2 }), 60_000);
    expect(view.expected).toEqual({ tokens: 800, cost: 0.08 });
  });

  it('is not known before a row is done, nor while rows are listed, nor when all is over', () => {
    expect(toRunView(rows({ ...spent, answered: 4 }), 60_000)).not.toHaveProperty('expected');
    expect(toRunView(rows({ ...spent, done: 2, answered: 4, listing: true }), 60_000)).not.toHaveProperty('expected');
    const over = rows({ ...spent, done: 10, answered: 10, endedAt: 60_000 });
    expect(toRunView(over, 60_000)).not.toHaveProperty('expected');
    const stopped = rows({ ...spent, done: 2, answered: 2, control: 'stopped', endedAt: 60_000 });
    expect(toRunView(stopped, 60_000)).not.toHaveProperty('expected');
  });

  it('is not known of a run that a Visen began which did not count the answers', () => {
    const begun = rows({ total: 1000, done: 500, inputTokens: 90_000, outputTokens: 10_000 });
    expect(toRunView(begun, 60_000)).not.toHaveProperty('expected');
    const job: Job = {
      ...createJob('a', 500, { id: 'row-500', title: 'Row' }, 0),
      lease: { owner: 'w', until: 90_000 },
    };
    const answer = { usage: { inputTokens: 180, outputTokens: 20, estimated: false }, cost: undefined };
    const event = { type: 'advanced', checkpoint: undefined, state: 'writing', answer } as const;
    const { run } = transition({ run: begun, job, usage: createUsageRecord('w') }, event, 'w', 60_000);
    expect(run).toMatchObject({ inputTokens: 90_180 });
    expect(toRunView({ ...run!, done: 501 }, 60_000)).not.toHaveProperty('expected');
  });

  it('has no money where the price is not known, and is never less than what was spent', () => {
    const view = toRunView(rows({ inputTokens: 500, outputTokens: 0, done: 1, answered: 5, skipped: 7 }), 60_000);
    expect(view.expected).toEqual({ tokens: 500 });
  });

  it('counts a row once, however often the model was asked about it', async () => {
    const { world, rowsRequest, model } = createRowWorld();
    let asked = 0;
    model.otherwise((request) => {
      const text = answerTo(request);
      if (text !== 'About Beta' || ++asked > 1) return text;
      return { steps: [], failure: { code: 'engine-filtered', retry: 'never' } as const };
    });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.finish(runs);
    expect(await world.store.getRun('run-1')).toMatchObject({ failed: 1, answered: 3 });
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    await world.finish(runs);
    expect(await world.store.getRun('run-1')).toMatchObject({ failed: 0, answered: 4 });
  });
});
