import { describe, expect, it } from 'vitest';

import type { ModelRequest } from '../../../../lib/language-model/language-model.ts';
import { answerTo, createRowWorld, TOPICS } from './row-world.ts';

const ABOUT = TOPICS.map((topic) => `About ${topic}`);
const slow = (request: ModelRequest) => ({ steps: [{ pauseMs: 30_000 }, answerTo(request)] });

/** Four rows and eight more; the first four are being asked about. */
async function start() {
  const stage = createRowWorld();
  const { world, notion, dataSourceId, model, rowsRequest, databaseId } = stage;
  model.otherwise(slow);
  await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
  for (let at = 5; at <= 12; at += 1) {
    notion.addRow(dataSourceId, { Topic: { title: [{ text: { content: `Row ${at}` } }] } });
  }
  const runs = world.boot();
  await runs.service.start({ id: 'run-1', request: rowsRequest() });
  await world.clock.advance(5_000);
  return { ...stage, runs, notion, databaseId };
}

describe('a database that changes while a run of its rows goes on', () => {
  it('lost its property: the sentence names it, and once it is back every answer is paid once', async () => {
    const { world, runs, notion, dataSourceId, contents, model } = await start();
    notion.person.removeProperty(dataSourceId, 'Content');
    expect(await world.finish(runs)).toMatchObject({
      state: 'paused',
      failed: 0,
      failure: { code: 'property-missing', details: { property: 'Content', scope: 'database' } },
    });
    await world.clock.advance(60_000);
    const asked = model.requests.length;
    // Still gone: nothing is asked for that could not be written.
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'paused', failure: { code: 'property-missing' } });
    await world.clock.advance(60_000);
    expect(model.requests).toHaveLength(asked);
    notion.person.restoreProperty(dataSourceId, 'Content');
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 12, prompts: 12 });
    expect(contents()).toEqual(ABOUT);
    expect(model.requests).toHaveLength(12);
    expect(world.defects).toEqual([]);
  });

  it('was moved to the trash: it goes on when it is restored', async () => {
    const { world, runs, notion, databaseId, contents, model } = await start();
    notion.person.setTrashed(databaseId, true);
    expect(await world.finish(runs)).toMatchObject({
      state: 'paused',
      failed: 0,
      failure: { code: 'target-trashed', details: { scope: 'database' } },
    });
    await world.clock.advance(60_000);
    notion.person.setTrashed(databaseId, false);
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 12, prompts: 12 });
    expect(contents()).toEqual(ABOUT);
    expect(model.requests).toHaveLength(12);
  });

  it('was no longer shared: the sentence is about the database', async () => {
    const { world, runs, notion, databaseId, model } = await start();
    notion.person.setShared(databaseId, false);
    expect(await world.finish(runs)).toMatchObject({
      state: 'paused',
      failed: 0,
      failure: { code: 'notion-not-found', details: { scope: 'database' } },
    });
    await world.clock.advance(60_000);
    notion.person.setShared(databaseId, true);
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 12, prompts: 12 });
    expect(model.requests).toHaveLength(12);
  });
});
