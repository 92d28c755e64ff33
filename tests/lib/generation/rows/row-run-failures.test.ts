import { describe, expect, it } from 'vitest';

import type { ModelRequest } from '../../../../lib/language-model/language-model.ts';
import { AppError } from '../../../../lib/shared/app-error.ts';
import { answerTo, createRowWorld, TOPICS } from './row-world.ts';

const ABOUT = TOPICS.map((topic) => `About ${topic}`);

describe('a run of rows that meets with failures', () => {
  it('goes on with the others when one row fails, and retries only the failed one', async () => {
    const { world, contents, rowsRequest, notion, model } = createRowWorld();
    const gone = new AppError('notion-invalid-request', 'never');
    notion.failNext({ method: 'updatePage', when: 'before', error: gone, skip: 1 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done-with-errors', done: 3, failed: 1 });
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, failed: 0, prompts: 4 });
    expect(contents()).toEqual(ABOUT);
    expect(model.requests).toHaveLength(4);
  });

  it('pauses as a whole when the token is refused, and goes on where it was', async () => {
    const { world, contents, rowsRequest, notion } = createRowWorld();
    const refused = new AppError('notion-token-invalid', 'never');
    notion.failNext({ method: 'updatePage', when: 'before', error: refused, skip: 1, times: 3 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({
      state: 'paused',
      failure: { code: 'notion-token-invalid' },
      failed: 0,
    });
    notion.failNext({ method: 'getBlock', when: 'before' });
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    await world.clock.advance(1000);
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
    expect(contents()).toEqual(ABOUT);
  });

  it('goes on asking the model while Notion asks to wait, and writes at once when the wait is over', async () => {
    const { world, contents, rowsRequest, notion, model } = createRowWorld();
    const retryAt = world.clock.now() + 41_000;
    const limited = new AppError('notion-rate-limited', 'wait', { retryAt });
    notion.failNext({ method: 'updatePage', when: 'before', error: limited, times: 4 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(40_000);
    expect(model.requests).toHaveLength(4);
    expect(await runs.history.view('run-1')).toMatchObject({
      state: 'waiting',
      wait: { reason: 'notion-limit', until: retryAt },
    });
    await world.clock.advance(1_500);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
    expect(contents()).toEqual(ABOUT);
    expect(model.requests).toHaveLength(4);
  });

  it('pauses a listing that Notion puts off for half an hour, with Notion’s words, also over stops of the worker', async () => {
    const { world, contents, rowsRequest, notion } = createRowWorld();
    const putOff = () => new AppError('notion-rate-limited', 'wait', { retryAt: world.clock.now() + 6 * 60_000 });
    let runs = world.boot();
    notion.hooks.beforeEffect = (method) => {
      if (method === 'queryDataSource') throw putOff();
    };
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    for (let stop = 0; stop < 12; stop += 1) {
      await world.clock.advance(3 * 60_000);
      runs = world.boot();
      await runs.takeOver();
    }
    expect(await runs.history.view('run-1')).toMatchObject({
      state: 'paused',
      failure: { code: 'notion-rate-limited' },
    });
    notion.hooks.beforeEffect = undefined;
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
    expect(contents()).toEqual(ABOUT);
  });

  it('never passes the prompts of the plan, and says so', async () => {
    const { world, rowsRequest, contents } = createRowWorld();
    await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, promptsTotal: 8 }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({ state: 'paused', done: 2, failure: { code: 'prompts-used-up' } });
    expect(contents().filter((text) => text !== '')).toHaveLength(2);
    expect(world.model.requests).toHaveLength(2);
  });

  it.each(['before', 'after', 'late'] as const)('settles a lost write (%s) by looking at the row', async (when) => {
    const { world, contents, rowsRequest, notion, model } = createRowWorld();
    notion.failNext({ method: 'updatePage', when, skip: 2 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, prompts: 4 });
    notion.landLate();
    expect(contents()).toEqual(ABOUT);
    expect(model.requests).toHaveLength(4);
  });
});

describe('while somebody changes the database', () => {
  const slow = (request: ModelRequest) => ({ steps: [{ pauseMs: 30_000 }, answerTo(request)] });

  it('fails a row that was deleted, and fills the others', async () => {
    const { world, notion, rows, contents, rowsRequest, model } = createRowWorld();
    model.otherwise(slow);
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(5_000);
    notion.person.setTrashed(rows[1]!, true);
    expect(await world.finish(runs)).toMatchObject({ state: 'done-with-errors', done: 3, failed: 1 });
    expect(contents()).toEqual(['About Alpha', '', 'About Gamma', 'About Delta']);
  });

  it('does not mind a property that was renamed', async () => {
    const { world, notion, rows, dataSourceId, rowsRequest, model } = createRowWorld();
    model.otherwise(slow);
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(5_000);
    notion.person.renameProperty(dataSourceId, 'Content', 'Text');
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
    expect(rows.map((row) => notion.cellText(row, 'Text'))).toEqual(ABOUT);
  });

  it('pauses when the property was removed, and keeps every answer', async () => {
    const { world, notion, dataSourceId, rowsRequest, model } = createRowWorld();
    model.otherwise(slow);
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(5_000);
    notion.person.removeProperty(dataSourceId, 'Content');
    const view = await world.finish(runs);
    expect(view).toMatchObject({ state: 'paused', failed: 0, failure: { code: 'property-missing' } });
    const { jobs } = await runs.history.jobs({ runId: 'run-1', limit: 9 });
    expect(jobs.filter(({ answer }) => answer !== undefined).length).toBeGreaterThan(0);
  });

  it('pauses when the database is no longer shared, and goes on when it is again', async () => {
    const { world, notion, contents, databaseId, rowsRequest, model } = createRowWorld();
    model.otherwise(slow);
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(5_000);
    notion.person.setShared(databaseId, false);
    expect(await world.finish(runs)).toMatchObject({
      state: 'paused',
      failed: 0,
      failure: { code: 'notion-not-found' },
    });
    const asked = model.requests.length;
    notion.person.setShared(databaseId, true);
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, prompts: 4 });
    expect(contents()).toEqual(ABOUT);
    expect(model.requests.length - asked).toBeLessThanOrEqual(4 - Math.min(asked, 3));
  });
});
