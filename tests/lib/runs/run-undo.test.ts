import { describe, expect, it } from 'vitest';

import { AppError } from '../../../lib/shared/app-error.ts';
import { createPageWorld } from '../generation/body/page-harness.ts';
import { createRowWorld } from '../generation/rows/row-world.ts';

describe('undo', () => {
  it('finds and takes back an append whose answer was lost', async () => {
    const world = createPageWorld({ texts: ['Old.'] });
    world.model.otherwise(() => 'One.\n\nTwo.');
    world.notion.failNext({ method: 'appendChildren', when: 'late' });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.clock.advance(5000);
    expect((await runs.history.view('run-1')).state).toBe('waiting');
    await runs.service.control({ runId: 'run-1', action: 'stop' });
    world.notion.landLate();
    expect(world.notion.texts(world.pageId)).toEqual(['Old.', 'One.', 'Two.']);
    expect((await runs.history.view('run-1')).canUndo).toBe(true);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5000);
    expect(world.notion.texts(world.pageId)).toEqual(['Old.']);
  });

  it('waits for a lost append that may still land', async () => {
    const world = createPageWorld({ texts: ['Old.'] });
    world.model.otherwise(() => 'One.');
    world.notion.failNext({ method: 'appendChildren', when: 'late' });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.clock.advance(5000);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(20_000);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ state: 'running' });
    world.notion.landLate();
    await world.clock.advance(90_000);
    expect(world.notion.texts(world.pageId)).toEqual(['Old.']);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ state: 'done', restored: 1 });
  });

  it('keeps what a person put below a block of ours', async () => {
    const world = createPageWorld();
    world.model.otherwise(() => '- One\n- Two');
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.finish(runs);
    await world.clock.advance(120_000);
    world.notion.person.addParagraph(world.notion.childIds(world.pageId)[0]!, 'My own words.');
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5000);
    expect(world.notion.texts(world.pageId)).toEqual(['One', 'My own words.']);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ restored: 1, skipped: 1 });
  });

  it('puts a cell back whose write was not heard of', async () => {
    const { world, notion, rowsRequest, contents } = createRowWorld({}, { Alpha: 'Mine.' });
    notion.failNext({ method: 'updatePage', when: 'after', times: 4 });
    notion.failNext({
      method: 'getPage',
      when: 'before',
      error: new AppError('notion-unavailable', 'later'),
      times: 4,
    });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ overwriteFilled: true }) });
    await world.clock.advance(300);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(10_000);
    expect(contents()).toEqual(['Mine.', '', '', '']);
  });

  it('undoes a run that is asked for while another is being undone', async () => {
    const world = createPageWorld();
    const other = world.notion.addPage({ title: 'Other' });
    world.model.otherwise(() => 'One.\n\nTwo.\n\nThree.');
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.finish(runs);
    const request = { ...world.request(), target: { ...world.request().target, id: other } };
    await runs.service.start({ id: 'run-2', request });
    await world.finish(runs, 'run-2');
    let release = () => {};
    world.notion.hooks.beforeEffect = async (method) => {
      if (method === 'setBlockTrashed') await new Promise<void>((resolve) => (release = resolve));
    };
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(1000);
    await runs.service.control({ runId: 'run-2', action: 'undo' });
    delete world.notion.hooks.beforeEffect;
    release();
    await world.clock.advance(1000);
    expect(world.notion.texts(world.pageId)).toEqual([]);
    expect(world.notion.texts(other)).toEqual([]);
  });
});
