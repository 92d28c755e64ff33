import { describe, expect, it } from 'vitest';
import { createRowWorld } from './row-world.ts';

describe('an answer that breaks off in the middle of its JSON', () => {
  it('is never written: it is asked for again once, and a second one fails the row and says so', async () => {
    const { world, notion, rows, property, rowsRequest, model } = createRowWorld();
    model.otherwise((request) => {
      const isAlpha = request.messages.some(({ text }) => text.includes('Alpha'));
      const isRepair = request.messages.length > 1;
      return isAlpha && isRepair ? '{"p0":145,"p1":"post"}' : 'Sure! Here you are: {"p0": 14';
    });
    const output = { kind: 'properties', propertyIds: [property('Score'), property('Kind')] } as const;
    const runs = world.boot();
    const selection = { kind: 'ticked', rowIds: rows.slice(0, 2) } as const;
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output }, selection) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done-with-errors', done: 1, failed: 1, prompts: 1 });
    expect(rows.slice(0, 2).map((row) => notion.cell(row, 'Score')['number'])).toEqual([145, null]);
    expect(model.requests).toHaveLength(4);
    const [failed] = (await runs.history.jobs({ runId: 'run-1', limit: 9, state: 'failed' })).jobs;
    expect(failed?.failure).toMatchObject({
      code: 'engine-answer-invalid',
      details: { property: 'Score', given: 'Sure! Here you are: {"p0": 14' },
    });
  });
});
