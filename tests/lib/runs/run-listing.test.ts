import { describe, expect, it } from 'vitest';

import { AppError } from '../../../lib/shared/app-error.ts';
import { createRowWorld } from '../generation/rows/row-world.ts';

describe('listing the rows of a run', () => {
  const locked = new AppError('locked', 'wait');

  it('goes on at once when the passphrase was entered', async () => {
    const { world, notion, rowsRequest } = createRowWorld();
    notion.failNext({ method: 'getDataSource', when: 'before', error: locked });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(1000);
    expect((await runs.history.view('run-1')).wait).toMatchObject({ reason: 'locked' });
    await runs.service.wakeWaiting(['locked']);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
  });

  it('does not begin, and does not take the run up again, once it is stopped', async () => {
    const { world, notion, rowsRequest } = createRowWorld();
    let release = () => {};
    notion.hooks.beforeEffect = async (method) => {
      if (method === 'queryDataSource') await new Promise<void>((resolve) => (release = resolve));
    };
    notion.failNext({ method: 'queryDataSource', when: 'before', error: new AppError('notion-not-found', 'never') });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(1000);
    await runs.service.control({ runId: 'run-1', action: 'stop' });
    delete notion.hooks.beforeEffect;
    release();
    await world.clock.advance(1000);
    expect((await runs.history.view('run-1')).state).toBe('stopped');
    const calls = notion.calls.length;
    await runs.pump();
    await world.clock.advance(1000);
    expect(notion.calls).toHaveLength(calls);
  });

  it('does every empty row when the listing is begun again after some of them were filled', async () => {
    const { world, notion, store, dataSourceId, rowsRequest } = createRowWorld();
    for (let index = 0; index < 300; index += 1) {
      notion.addRow(dataSourceId, { Topic: { title: [{ text: { content: `Row ${index}` } }] } });
    }
    await store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
    const runs = world.boot();
    let pages = 0;
    store.afterEffect = async (name) => {
      if (name !== 'addJobs') return;
      pages += 1;
      if (pages === 1) await runs.service.control({ runId: 'run-1', action: 'pause' });
    };
    await runs.service.start({ id: 'run-1', request: rowsRequest({}, { kind: 'empty' }) });
    await world.clock.advance(1000);
    for (const row of notion.rowIds(dataSourceId).slice(0, 50)) {
      notion.person.setCell(row, 'Content', { rich_text: [{ text: { content: 'Filled.' } }] });
    }
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', total: 304, done: 254, skipped: 50 });
    expect(notion.rowIds(dataSourceId).filter((row) => notion.cellText(row, 'Content') === '')).toEqual([]);
  });

  it('stores no more rows of a run that was stopped', async () => {
    const { world, notion, store, dataSourceId, rowsRequest } = createRowWorld();
    for (let index = 0; index < 300; index += 1) {
      notion.addRow(dataSourceId, { Topic: { title: [{ text: { content: `Row ${index}` } }] } });
    }
    const runs = world.boot();
    let pages = 0;
    store.afterEffect = async (name) => {
      if (name !== 'addJobs') return;
      pages += 1;
      if (pages === 1) await runs.service.control({ runId: 'run-1', action: 'stop' });
    };
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(1000);
    expect(pages).toBe(1);
    expect(await runs.history.view('run-1')).toMatchObject({ state: 'stopped', total: 100 });
  });
});
