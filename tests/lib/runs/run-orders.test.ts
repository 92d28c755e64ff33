import { describe, expect, it } from 'vitest';

import { AppError } from '../../../lib/shared/app-error.ts';
import { settle } from '../../fakes/manual-clock.ts';
import { createPageWorld } from '../generation/body/page-harness.ts';
import { answerTo, createRowWorld } from '../generation/rows/row-world.ts';

const SLOW = { pauseMs: 20_000 };

describe('what a person asks of a run, in any order', () => {
  it('stays stopped when another window asks to resume it', async () => {
    const { world, rowsRequest, model } = createRowWorld();
    model.otherwise((request) => ({ steps: [SLOW, answerTo(request)] }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(2000);
    await runs.service.control({ runId: 'run-1', action: 'stop' });
    for (const action of ['resume', 'pause'] as const) {
      expect((await runs.service.control({ runId: 'run-1', action })).state).toBe('stopped');
    }
  });

  it('counts what was begun on a page once, whether a pause ends in Resume or in Stop, and takes it back by Undo', async () => {
    for (const end of ['resume', 'stop'] as const) {
      const { world, model, notion, rows, rowsRequest } = createRowWorld();
      const parts = ['First.\n\n', 'Second.\n\n', SLOW, 'Third.'];
      model.otherwise(() => ({ steps: parts }));
      const runs = world.boot();
      const request = rowsRequest({ output: { kind: 'body', where: 'end' } }, { kind: 'ticked', rowIds: [rows[0]!] });
      await runs.service.start({ id: 'run-1', request });
      await world.clock.advance(10_000);
      expect(notion.texts(rows[0]!)).toEqual(['First.', 'Second.']);
      await runs.service.control({ runId: 'run-1', action: 'pause' });
      await settle();
      await runs.service.control({ runId: 'run-1', action: end });
      expect(await world.finish(runs)).toMatchObject({ prompts: 1, canUndo: true });
      await runs.service.control({ runId: 'run-1', action: 'undo' });
      await world.clock.advance(5_000);
      expect(notion.texts(rows[0]!)).toEqual([]);
      expect((await world.store.getUsage('workspace-1')).promptsTotal).toBe(1);
    }
  });

  it('does not take a night’s pause for slow work', async () => {
    const { world, rowsRequest, model } = createRowWorld();
    const quick = ['About Alpha', 'About Beta'];
    model.otherwise((request) => {
      const text = answerTo(request);
      return { steps: quick.includes(text) ? [text] : [SLOW, text] };
    });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(12_000);
    await runs.service.control({ runId: 'run-1', action: 'pause' });
    const paused = await runs.history.view('run-1');
    expect(paused).toMatchObject({ state: 'paused', done: 2, rowsPerMinute: 10 });
    await world.clock.advance(8 * 3_600_000);
    expect(await runs.history.view('run-1')).toMatchObject({ rowsPerMinute: 10 });
    expect(await runs.service.control({ runId: 'run-1', action: 'resume' })).toMatchObject({ rowsPerMinute: 10 });
    await world.clock.advance(12_000);
    expect((await runs.history.view('run-1')).rowsPerMinute).toBe(5);
    await runs.service.control({ runId: 'run-1', action: 'stop' });
    await world.clock.advance(8 * 3_600_000);
    expect((await runs.service.control({ runId: 'run-1', action: 'go-on' })).rowsPerMinute).toBe(5);
  });

  it('changes nothing when failed rows are retried and there are none', async () => {
    const { world, rowsRequest } = createRowWorld();
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    const before = await world.finish(runs);
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    expect(await runs.history.view('run-1')).toEqual(before);
    expect(await world.store.listOpenRuns()).toEqual([]);
  });

  it('does not begin again what was undone', async () => {
    const { world, rowsRequest, model, contents } = createRowWorld();
    model.otherwise((request) => {
      const text = answerTo(request);
      return text === 'About Beta'
        ? { steps: [], failure: { code: 'engine-filtered', retry: 'never' } as const }
        : text;
    });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done-with-errors', failed: 1 });
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    await world.clock.advance(60_000);
    expect(contents()).toEqual(['', '', '', '']);
    expect(await runs.history.view('run-1')).toMatchObject({ failed: 1, undo: { state: 'done', restored: 3 } });
  });

  it('asks the model once for a row that takes longer than a lease', async () => {
    const { world, rowsRequest, model, contents } = createRowWorld();
    model.otherwise((request) => ({ steps: [{ pauseMs: 150_000 }, answerTo(request)] }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    for (let beat = 0; beat < 10; beat += 1) {
      await world.clock.advance(30_000);
      // The watchdog's alarm while work is in flight.
      await runs.pump();
    }
    expect(contents()).toEqual(['About Alpha', 'About Beta', 'About Gamma', 'About Delta']);
    expect(model.requests).toHaveLength(4);
  });
});

describe('writing a row', () => {
  it('gives Notion time when it neither saves nor refuses', async () => {
    const { world, notion, rowsRequest, contents } = createRowWorld();
    const down = new AppError('notion-unavailable', 'look');
    notion.failNext({ method: 'updatePage', when: 'before', error: down, times: 12 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(200);
    expect(notion.calls.filter((call) => call.method === 'updatePage').length).toBeLessThanOrEqual(8);
    expect(await world.finish(runs)).toMatchObject({ state: 'done' });
    expect(contents()).toEqual(['About Alpha', 'About Beta', 'About Gamma', 'About Delta']);
  });

  it('pauses the run, and fails no row, when the token is of another workspace', async () => {
    const { world, notion, rowsRequest } = createRowWorld();
    const other = new AppError('target-other-workspace', 'never');
    notion.failNext({ method: 'updatePage', when: 'before', error: other, times: 4 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({
      state: 'paused',
      failed: 0,
      failure: { code: 'target-other-workspace' },
    });
  });
});

describe('two runs on one page', () => {
  it('never take each other’s blocks for copies', async () => {
    const world = createPageWorld();
    let asked = 0;
    world.model.otherwise(() => {
      asked += 1;
      return asked === 1
        ? { steps: ['# Summary\n\nFirst.\n\n', { pauseMs: 20_000 }, 'More.'] }
        : '# Summary\n\nSecond.';
    });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.clock.advance(5000);
    await runs.service.control({ runId: 'run-1', action: 'pause' });
    await world.clock.advance(1000);
    await runs.service.start({ id: 'run-2', request: world.request() });
    await world.finish(runs, 'run-2');
    world.model.otherwise(() => '# Summary\n\nFirst.\n\nMore.');
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    await world.finish(runs);
    expect(world.notion.texts(world.pageId)).toEqual(['Summary', 'First.', 'More.', 'Summary', 'Second.']);
  });
});

describe('a trial', () => {
  it('hears every decision it offers', async () => {
    const { world, store, rows, contents, rowsRequest } = createRowWorld();
    const runs = world.boot();
    const jobId = `run-1:${rows[0]!}`;
    const decisionOf = async () => (await runs.history.jobs({ runId: 'run-1', limit: 1 })).jobs[0]?.decision;
    const decided: Promise<unknown>[] = [];
    store.afterEffect = async (name) => {
      if (name !== 'change' || decided.length > 0 || !store.jobs.get(jobId)?.lease) return;
      if ((await decisionOf()) === 'open') decided.push(runs.service.decideTrial({ jobId, accept: true }));
    };
    await runs.service.startTrial({ id: 'run-1', request: rowsRequest(), rowIds: [rows[0]!] });
    await world.clock.advance(5000);
    await Promise.all(decided);
    if (decided.length === 0) await runs.service.decideTrial({ jobId, accept: true });
    await world.clock.advance(5000);
    expect(contents()[0]).toBe('About Alpha');
  });
});

describe('the plan', () => {
  it('lets a run go on whose prompt was the last and is counted', async () => {
    const world = createPageWorld();
    world.model.answer({ steps: ['One.\n\n', { pauseMs: 5000 }, 'Two.'] }, 'One.\n\nTwo.');
    await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, promptsTotal: 9 }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.clock.advance(4000);
    await runs.service.control({ runId: 'run-1', action: 'stop' });
    await world.clock.advance(1000);
    expect((await runs.history.view('run-1')).prompts).toBe(1);
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', prompts: 1 });
    expect(world.notion.texts(world.pageId)).toEqual(['One.', 'Two.']);
  });
});

it('does not try every second while there is no network', async () => {
  const world = createPageWorld();
  world.notion.failNext({
    method: 'listChildren',
    when: 'before',
    error: new AppError('offline', 'later'),
    times: 500,
  });
  const runs = world.boot();
  await runs.service.start({ id: 'run-1', request: world.request({ where: 'top' }) });
  await world.clock.advance(600_000);
  expect(world.notion.calls.length).toBeLessThan(25);
  expect((await runs.history.view('run-1')).wait).toMatchObject({ reason: 'offline' });
});
