import { describe, expect, it } from 'vitest';

import { AppError } from '../../../lib/shared/app-error.ts';
import { answerTo, createRowWorld, TOPICS } from '../generation/rows/row-world.ts';

const ABOUT = TOPICS.map((topic) => `About ${topic}`);

/** Twelve rows; the second one is refused by the model; stopped while the rows after the first ones are asked about. */
async function stopHalfway() {
  const stage = createRowWorld();
  const { world, notion, dataSourceId, model, rowsRequest } = stage;
  for (let at = 5; at <= 12; at += 1) {
    notion.addRow(dataSourceId, { Topic: { title: [{ text: { content: `Row ${at}` } }] } });
  }
  await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
  let isBroken = true;
  model.otherwise((request) => {
    const text = answerTo(request);
    if (isBroken && text === 'About Beta')
      return { steps: [], failure: { code: 'engine-filtered', retry: 'never' } as const };
    return text === 'About nothing' ? { steps: [{ pauseMs: 20_000 }, 'About a row'] } : text;
  });
  const runs = world.boot();
  await runs.service.start({ id: 'run-1', request: rowsRequest() });
  await world.clock.advance(5_000);
  expect(await runs.history.view('run-1')).toMatchObject({ state: 'running', done: 3, failed: 1, total: 12 });
  await runs.service.control({ runId: 'run-1', action: 'stop' });
  await world.clock.advance(1_000);
  const filled = () => notion.rowIds(dataSourceId).filter((row) => notion.cellText(row, 'Content') !== '').length;
  return { ...stage, runs, filled, mend: () => void (isBroken = false) };
}

describe('Retry failed on a run of rows that was stopped', () => {
  it('asks about the failed row only, and the run ends as stopped again with its rest', async () => {
    const { world, runs, model, contents, mend, filled } = await stopHalfway();
    expect(await runs.history.view('run-1')).toMatchObject({ state: 'stopped', rest: { rows: 8, isListed: true } });
    mend();
    const asked = model.requests.length;
    const view = await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    expect(view).toMatchObject({ failed: 0 });
    expect(await world.store.getRun('run-1')).toMatchObject({ control: 'active', failed: 0, aside: { rows: 8 } });
    expect(view.rest).toBeUndefined();
    expect(await world.finish(runs)).toMatchObject({
      state: 'stopped',
      done: 4,
      failed: 0,
      prompts: 4,
      rest: { rows: 8, isListed: true },
    });
    expect((await runs.history.view('run-1')).endedAt).toBeDefined();
    expect(contents()).toEqual(ABOUT);
    expect(filled()).toBe(4);
    expect(model.requests).toHaveLength(asked + 1);
    expect(await world.store.listOpenRuns()).toEqual([]);
    expect(world.defects).toEqual([]);
  });

  it('ends as stopped with the failure when the row fails again', async () => {
    const { world, runs } = await stopHalfway();
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    expect(await world.finish(runs)).toMatchObject({ state: 'stopped', done: 3, failed: 1, rest: { rows: 8 } });
  });

  it('leaves time and pace to the rows that are asked about', async () => {
    const { runs, model } = await stopHalfway();
    model.otherwise(() => ({ steps: [{ pauseMs: 20_000 }, 'About Beta'] }));
    const view = await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    const { secondsLeft = Infinity, rowsPerMinute = 1 } = view;
    expect(secondsLeft).toBeLessThanOrEqual(Math.round(60 / rowsPerMinute));
  });

  it('does the rest when that is asked for meanwhile in another window', async () => {
    const { world, runs, mend, filled } = await stopHalfway();
    mend();
    void runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    await runs.service.control({ runId: 'run-1', action: 'go-on' });
    await runs.service.control({ runId: 'run-1', action: 'go-on' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 12, prompts: 12 });
    expect(filled()).toBe(12);
  });

  it('keeps the rest of a second stop too', async () => {
    const { world, runs, model, mend, filled } = await stopHalfway();
    model.otherwise(() => ({ steps: [{ pauseMs: 20_000 }, 'About Beta'] }));
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    await world.clock.advance(1_000);
    await runs.service.control({ runId: 'run-1', action: 'stop' });
    await world.clock.advance(1_000);
    expect(await runs.history.view('run-1')).toMatchObject({ state: 'stopped', failed: 0, rest: { rows: 9 } });
    mend();
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    expect(await runs.history.view('run-1')).toMatchObject({ state: 'stopped' });
    await runs.service.control({ runId: 'run-1', action: 'go-on' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 12, prompts: 12 });
    expect(filled()).toBe(12);
  });

  it('goes on after the worker was lost in the midst of it, still without the rest', async () => {
    const { world, runs, model, filled } = await stopHalfway();
    model.otherwise(() => ({ steps: [{ pauseMs: 20_000 }, 'About Beta'] }));
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    await world.clock.advance(1_000);
    world.stop();
    const next = world.boot();
    await next.takeOver();
    expect(await world.finish(next)).toMatchObject({ state: 'stopped', done: 4, rest: { rows: 8 } });
    expect(filled()).toBe(4);
  });

  it('does nothing once the run was undone, and neither does Go on', async () => {
    const { world, runs, filled } = await stopHalfway();
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5_000);
    const undone = await runs.history.view('run-1');
    expect(undone).toMatchObject({ undo: { state: 'done', restored: 3 } });
    expect(undone.rest).toBeUndefined();
    for (const action of ['retry-failed', 'go-on'] as const) await runs.service.control({ runId: 'run-1', action });
    await world.clock.advance(60_000);
    expect(filled()).toBe(0);
    expect(await runs.history.view('run-1')).toEqual(undone);
  });

  it('undoes a retry and what was done before it', async () => {
    const { world, runs, mend, filled } = await stopHalfway();
    mend();
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    await world.finish(runs);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5_000);
    expect(await runs.history.view('run-1')).toMatchObject({ state: 'stopped', undo: { state: 'done', restored: 4 } });
    expect(filled()).toBe(0);
  });

  it('is refused, as Go on is, when the prompts of the plan are used up, and changes nothing', async () => {
    const { world, runs } = await stopHalfway();
    await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'starter', promptsTotal: 10 }));
    const before = await runs.history.view('run-1');
    for (const action of ['retry-failed', 'go-on'] as const) {
      await expect(runs.service.control({ runId: 'run-1', action })).rejects.toMatchObject({
        code: 'prompts-used-up',
      });
    }
    expect(await runs.history.view('run-1')).toEqual(before);
  });
});

describe('Go on', () => {
  it('does the rest, leaves what failed alone, and tells the truth about both', async () => {
    const { world, runs, contents, filled } = await stopHalfway();
    await runs.service.control({ runId: 'run-1', action: 'go-on' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done-with-errors', done: 11, failed: 1, prompts: 11 });
    expect(filled()).toBe(11);
    expect(contents()[1]).toBe('');
    expect((await runs.history.view('run-1')).rest).toBeUndefined();
  });

  it('waits for the plan when its prompts are used up on the way', async () => {
    const { world, runs, filled } = await stopHalfway();
    await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'starter', promptsTotal: 8 }));
    await runs.service.control({ runId: 'run-1', action: 'go-on' });
    expect(await world.finish(runs)).toMatchObject({ state: 'paused', failure: { code: 'prompts-used-up' } });
    // What was asked already is written.
    await world.clock.advance(30_000);
    expect(filled()).toBe(5);
    await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done-with-errors', done: 11, failed: 1 });
  });

  it('is nothing to a run that is over, or that is at work', async () => {
    const { world, rowsRequest, model } = createRowWorld();
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await runs.service.control({ runId: 'run-1', action: 'go-on' });
    const done = await world.finish(runs);
    expect(await runs.service.control({ runId: 'run-1', action: 'go-on' })).toEqual(done);
    expect(model.requests).toHaveLength(4);
  });
});

describe('a listing that was stopped half-way', () => {
  async function stopListing() {
    const stage = createRowWorld();
    const { world, notion, store, dataSourceId, model, rowsRequest } = stage;
    for (let index = 0; index < 300; index += 1) {
      notion.addRow(dataSourceId, { Topic: { title: [{ text: { content: `Row ${index}` } }] } });
    }
    await store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
    model.otherwise((request) =>
      answerTo(request) === 'About Alpha'
        ? { steps: [], failure: { code: 'engine-filtered', retry: 'never' } as const }
        : { steps: [{ pauseMs: 5_000 }, answerTo(request)] },
    );
    const runs = world.boot();
    let queries = 0;
    notion.hooks.beforeEffect = async (method) => {
      // The second page of the query takes its time.
      if (method === 'queryDataSource' && (queries += 1) === 2) await world.clock.sleep(2_000);
    };
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(1_000);
    await runs.service.control({ runId: 'run-1', action: 'stop' });
    return { ...stage, runs };
  }

  it('is not taken up by Retry failed, even while its last answer is on its way', async () => {
    const { world, runs, store, model } = await stopListing();
    expect(await runs.history.view('run-1')).toMatchObject({
      state: 'stopped',
      failed: 1,
      rest: { rows: 99, isListed: false },
    });
    model.otherwise(answerTo);
    const retrying = runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    await world.clock.advance(30_000);
    await retrying;
    const view = await world.finish(runs);
    expect(view).toMatchObject({ state: 'stopped', total: 100, done: 1, rest: { rows: 99, isListed: false } });
    expect(await store.listOpenRuns()).toEqual([]);
  });

  it('is finished by Go on', async () => {
    const { world, runs, model } = await stopListing();
    model.otherwise(answerTo);
    await world.clock.advance(30_000);
    await runs.service.control({ runId: 'run-1', action: 'go-on' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done-with-errors', total: 304, done: 303, failed: 1 });
  });

  it('is finished by Go on after Retry failed', async () => {
    const { world, runs, model } = await stopListing();
    model.otherwise(answerTo);
    const retrying = runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    await world.clock.advance(30_000);
    await retrying;
    await world.finish(runs);
    await runs.service.control({ runId: 'run-1', action: 'go-on' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', total: 304, done: 304 });
  });

  it('goes on when it was paused and resumed before it noticed', async () => {
    const { world, notion, dataSourceId, rowsRequest, store } = createRowWorld();
    for (let index = 0; index < 300; index += 1) {
      notion.addRow(dataSourceId, { Topic: { title: [{ text: { content: `Row ${index}` } }] } });
    }
    await store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
    const runs = world.boot();
    const getRun = store.getRun.bind(store);
    let isPaused = false;
    store.afterEffect = async (name) => {
      if (name !== 'addJobs' || isPaused) return;
      isPaused = true;
      await runs.service.control({ runId: 'run-1', action: 'pause' });
      // What lists has read that it is paused, and is about to end, when Resume comes.
      store.getRun = async (id) => {
        const seen = await getRun(id);
        store.getRun = getRun;
        await runs.service.control({ runId: 'run-1', action: 'resume' });
        return seen;
      };
    };
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', total: 304 });
  });
});

it('goes on with a page that was stopped, by the same button as before', async () => {
  const { world, notion, model } = createRowWorld();
  model.otherwise(() => ({ steps: ['One.\n\n', { pauseMs: 5_000 }, 'Two.'] }));
  notion.failNext({ method: 'getBlock', when: 'before', error: new AppError('notion-unavailable', 'later') });
  const runs = world.boot();
  await runs.service.start({ id: 'run-1', request: world.request() });
  await world.clock.advance(2_000);
  const stopped = await runs.service.control({ runId: 'run-1', action: 'stop' });
  expect(stopped.rest).toBeUndefined();
  await runs.service.control({ runId: 'run-1', action: 'go-on' });
  expect((await runs.history.view('run-1')).state).toBe('stopped');
  await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
  expect(await world.finish(runs)).toMatchObject({ state: 'done' });
});
