/** How often the store is written to and read from for a row: each write waits for the disk. */
import { describe, expect, it } from 'vitest';

import { choosePlan } from '../../../../lib/usage/usage-record.ts';
import { settle } from '../../../fakes/manual-clock.ts';
import { createRowWorld } from './row-world.ts';

const MORE = 40;
/** Of these the answer is stored by itself, since what people edited is looked up before the first write. */
const FIRST = 3 * 6;

async function setUp() {
  const row = createRowWorld();
  for (let at = 0; at < MORE; at += 1)
    row.notion.addRow(row.dataSourceId, { Topic: { title: [{ text: { content: `More ${at}` } }] } });
  await row.world.store.changeUsage('workspace-1', (usage) => choosePlan(usage, { plan: 'unlimited' }));
  row.world.effects.length = 0;
  return row;
}

describe('the store, for one row of a run', () => {
  it('is written to three times: when it is claimed, with its answer before the write, and at its end', async () => {
    const { world, rowsRequest } = await setUp();
    const rows = 4 + MORE;
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: rows, prompts: rows });
    const count = (name: string) => world.effects.filter((effect) => effect === name).length;
    expect(count('store.change')).toBeLessThanOrEqual(2 * rows + FIRST);
    // For the whole run: its beginning, the end of its list, and the look at what people edited.
    expect(count('store.changeRun')).toBeLessThanOrEqual(FIRST + 3);
    // Those that found nothing are the last look for work of each place.
    expect(count('store.claim')).toBeLessThanOrEqual(rows + 2 * 12);
    const [job] = await world.store.listJobs('run-1', { limit: 1 });
    expect(job).toMatchObject({ state: 'done', counted: true });
    expect(job?.usage?.inputTokens).toBeGreaterThan(0);
    expect(job?.checkpoint).toMatchObject({ answerText: 'About Alpha', written: [{}] });
    expect(job?.checkpoint).not.toHaveProperty('sentAt');
  });

  it('holds the answer and what is to be written before Notion is asked to write it', async () => {
    const { world, rowsRequest, notion } = await setUp();
    const { beforeEffect } = notion.hooks;
    const known: unknown[] = [];
    notion.hooks.beforeEffect = async (method, target) => {
      await beforeEffect?.(method, target);
      if (method !== 'updatePage') return;
      const jobs = await world.store.listJobs('run-1', { limit: 100 });
      known.push(jobs.filter(({ checkpoint }) => (checkpoint as { sentAt?: number }).sentAt !== undefined));
    };
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.finish(runs);
    expect(known).toHaveLength(4 + MORE);
    for (const sent of known as { usage: unknown; checkpoint: unknown }[][]) {
      expect(sent.length).toBeGreaterThan(0);
      const whole = { answerText: expect.any(String) as string, values: expect.any(Object) as object };
      for (const job of sent) expect(job).toMatchObject({ usage: {}, checkpoint: whole });
    }
  });
});

describe('a row that has its answer', () => {
  it('lets the next one ask while it is written', async () => {
    const { world, rowsRequest, notion, model } = createRowWorld();
    let mayWrite: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (mayWrite = resolve));
    const { beforeEffect } = notion.hooks;
    notion.hooks.beforeEffect = async (method, target) => {
      await beforeEffect?.(method, target);
      if (method === 'updatePage') await held;
    };
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    for (let turn = 0; turn < 20; turn += 1) {
      await settle();
      await world.clock.advance(100);
    }
    expect(model.requests).toHaveLength(4);
    expect(notion.effects.filter(({ method }) => method === 'updatePage')).toEqual([]);
    mayWrite();
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, prompts: 4 });
  });

  it('is as many as may ask at once, and no more: Stop leaves few answers that were paid for nothing', async () => {
    const { world, rowsRequest, notion, model, dataSourceId } = createRowWorld();
    for (let row = 0; row < 40; row += 1)
      notion.addRow(dataSourceId, { Topic: { title: [{ text: { content: `More ${row}` } }] } });
    notion.hooks.beforeEffect = (method) =>
      method === 'updatePage' ? new Promise<void>(() => undefined) : Promise.resolve();
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    for (let turn = 0; turn < 40; turn += 1) {
      await settle();
      await world.clock.advance(100);
    }
    expect(model.requests.length).toBeGreaterThan(2);
    expect(model.requests.length).toBeLessThanOrEqual(2 * 12);
  });
});
