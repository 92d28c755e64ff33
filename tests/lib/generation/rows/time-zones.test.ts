import { describe, expect, it } from 'vitest';
import { createRowWorld } from './row-world.ts';

async function createWorld() {
  const stage = createRowWorld({ timeZone: 'Pacific/Kiritimati' });
  await stage.notion.updateDataSource(stage.dataSourceId, { properties: { Due: { date: {} } } });
  const output = { kind: 'property', propertyId: stage.notion.propertyId(stage.dataSourceId, 'Due') } as const;
  const due = (row: number) => stage.notion.cell(stage.rows[row]!, 'Due')['date'];
  return { ...stage, output, due };
}

describe('in a person’s time zone', () => {
  it('{{today}} is their day, for rows and for page bodies', async () => {
    const { world, rowsRequest, model, rows } = await createWorld();
    const now = world.clock.now();
    const day = new Date(now + 14 * 3_600_000).toISOString().slice(0, 10);
    const runs = world.boot();
    const selection = { kind: 'ticked', rowIds: [rows[0]!] } as const;
    await runs.service.start({ id: 'run-1', request: rowsRequest({ prompt: '{{title}} on {{today}}' }, selection) });
    await world.finish(runs);
    const body = { output: { kind: 'body', where: 'end' }, prompt: '{{title}} on {{today}}' } as const;
    await runs.service.start({ id: 'run-2', request: rowsRequest(body, selection) });
    await world.finish(runs, 'run-2');
    for (const { request } of model.requests) expect(request.messages[0]?.text).toContain(`on ${day}`);
    expect(model.requests).toHaveLength(2);
  });

  it('a time without an offset is on their clock, and a date stays a date', async () => {
    const { world, rowsRequest, model, output, due } = await createWorld();
    model.otherwise((request) => {
      const isAlpha = request.messages.at(-1)!.text.includes('Alpha');
      return JSON.stringify({ p0: { start: isAlpha ? '2026-12-01T09:00' : '2026-12-01', end: null } });
    });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output }) });
    expect(await world.finish(runs)).toMatchObject({ done: 4 });
    expect(due(0)).toEqual({ start: '2026-12-01T09:00:00.000+14:00', end: null, time_zone: null });
    expect(due(1)).toEqual({ start: '2026-12-01', end: null, time_zone: null });
  });

  it.each(['before', 'after', 'late'] as const)('a lost write of a time is known again (%s)', async (when) => {
    const { world, rowsRequest, model, output, due, notion } = await createWorld();
    model.otherwise(() => '{"p0":{"start":"2026-12-01T09:00","end":"2026-12-01T10:30"}}');
    notion.failNext({ method: 'updatePage', when });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, skipped: 0 });
    expect(due(0)).toMatchObject({ start: '2026-12-01T09:00:00.000+14:00', end: '2026-12-01T10:30:00.000+14:00' });
    const writes = notion.effects.filter(({ method }) => method === 'updatePage').length;
    expect(writes).toBe(4);
  });
});
