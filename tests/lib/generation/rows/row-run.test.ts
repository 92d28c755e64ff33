import { describe, expect, it } from 'vitest';

import { answerTo, createRowWorld, TOPICS } from './row-world.ts';

const ABOUT = TOPICS.map((topic) => `About ${topic}`);

describe('a run of rows', () => {
  it('fills one property of every row from its topic, with one read of a hundred rows and one write each', async () => {
    const { world, notion, contents, rowsRequest } = createRowWorld();
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, total: 4, prompts: 4 });
    expect(contents()).toEqual(ABOUT);
    const count = (method: string) => notion.calls.filter((call) => call.method === method).length;
    expect(count('updatePage')).toBe(4);
    expect(count('getPage')).toBe(0);
    expect(count('getDataSource') + count('queryDataSource')).toBeLessThanOrEqual(4);
    expect(world.defects).toEqual([]);
  });

  it('touches only ticked rows', async () => {
    const { world, rows, contents, rowsRequest } = createRowWorld();
    const runs = world.boot();
    await runs.service.start({
      id: 'run-1',
      request: rowsRequest({}, { kind: 'ticked', rowIds: [rows[2]!, rows[0]!] }),
    });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', total: 2 });
    expect(contents()).toEqual(['About Alpha', '', 'About Gamma', '']);
  });

  it('leaves filled cells alone, and says that they were', async () => {
    const { world, contents, rowsRequest } = createRowWorld({}, { Beta: 'Mine.' });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 3, skipped: 1, prompts: 3 });
    expect(contents()[1]).toBe('Mine.');
    const { jobs } = await runs.history.jobs({ runId: 'run-1', limit: 10 });
    expect(jobs[1]).toMatchObject({ state: 'skipped', failure: { code: 'row-filled' }, before: 'Mine.' });
  });

  it('overwrites filled cells when told to, and Undo puts them back exactly', async () => {
    const { world, contents, rowsRequest } = createRowWorld({}, { Beta: 'Mine.' });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ overwriteFilled: true }) });
    await world.finish(runs);
    expect(contents()).toEqual(ABOUT);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5000);
    expect(contents()).toEqual(['', 'Mine.', '', '']);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ state: 'done', restored: 4, skipped: 0 });
  });

  it('undoes all but the row that a person edited since', async () => {
    const { world, notion, rows, contents, rowsRequest } = createRowWorld();
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.finish(runs);
    notion.person.setCell(rows[1]!, 'Content', { rich_text: [{ text: { content: 'Better.' } }] });
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5000);
    expect(contents()).toEqual(['', 'Better.', '', '']);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ restored: 3, skipped: 1 });
  });

  it('skips a row that a person edited while the run was busy with others', async () => {
    const { world, notion, rows, contents, rowsRequest, model } = createRowWorld();
    model.otherwise((request) => ({ steps: [{ pauseMs: 40_000 }, answerTo(request)] }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(5000);
    notion.person.setCell(rows[3]!, 'Content', { rich_text: [{ text: { content: 'Typed meanwhile.' } }] });
    expect(await world.finish(runs)).toMatchObject({ done: 3, skipped: 1 });
    expect(contents()[3]).toBe('Typed meanwhile.');
  });

  it('fills several typed properties from one answer, repairs once, and fails the row it cannot repair', async () => {
    const { world, notion, rows, property, rowsRequest, model } = createRowWorld();
    model.otherwise((request) => {
      const asked = request.messages.map(({ text }) => text).join('\n');
      if (asked.includes('Beta'))
        return request.messages.length > 1 ? '{"p0":"note","p1":7}' : '{"p0":"Nonsense","p1":7}';
      if (asked.includes('Gamma')) return '{"p0":"Nonsense","p1":7}';
      return 'Sure! ```json\n{"p0":"post","p1":4.5}\n```';
    });
    const output = { kind: 'properties', propertyIds: [property('Kind'), property('Score')] } as const;
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done-with-errors', done: 3, failed: 1, prompts: 3 });
    const kinds = rows.map((row) => (notion.cell(row, 'Kind')['select'] as { name: string } | null)?.name);
    expect(kinds).toEqual(['Post', 'Note', undefined, 'Post']);
    const failed = (await runs.history.jobs({ runId: 'run-1', limit: 9, state: 'failed' })).jobs[0];
    expect(failed?.failure).toMatchObject({ code: 'option-unknown', details: { property: 'Kind', given: 'Nonsense' } });
    expect(model.requests).toHaveLength(6);
  });

  it('asks again for a row whose answer was refused, when it is retried', async () => {
    const { world, notion, rows, property, rowsRequest, model } = createRowWorld();
    model.otherwise(() => '{"p0":"Nonsense"}');
    const output = { kind: 'property', propertyId: property('Kind') } as const;
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'failed', failed: 4, prompts: 0 });
    const [refused] = (await runs.history.jobs({ runId: 'run-1', limit: 1 })).jobs;
    expect(refused?.answer).toBe('{"p0":"Nonsense"}');
    model.otherwise(() => '{"p0":"Note"}');
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, prompts: 4 });
    const kinds = rows.map((row) => (notion.cell(row, 'Kind')['select'] as { name: string } | null)?.name);
    expect(kinds).toEqual(['Note', 'Note', 'Note', 'Note']);
  });

  it('creates new options once, when that is allowed', async () => {
    const { world, notion, rows, property, rowsRequest, model } = createRowWorld();
    model.otherwise(() => '{"p0":"Fresh, new"}');
    const output = { kind: 'property', propertyId: property('Kind') } as const;
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output, allowNewOptions: true }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
    const names = new Set(rows.map((row) => (notion.cell(row, 'Kind')['select'] as { name: string }).name));
    expect([...names]).toEqual(['Fresh / new']);
  });

  it('writes relations by exact title, and fails a row whose title nobody has', async () => {
    const { world, notion, rows, dataSourceId, rowsRequest, model } = createRowWorld();
    const people = notion.addDatabase({ title: 'People', properties: { Name: { title: {} } } });
    const ada = notion.addRow(people.dataSourceId, { Name: { title: [{ text: { content: 'Ada' } }] } });
    await notion.updateDataSource(dataSourceId, {
      properties: { Author: { relation: { data_source_id: people.dataSourceId, single_property: {} } } },
    });
    model.otherwise((request) =>
      request.messages.at(-1)!.text.includes('Alpha') ? '{"p0":["Ada"]}' : '{"p0":["Bob"]}',
    );
    const output = { kind: 'property', propertyId: notion.propertyId(dataSourceId, 'Author') } as const;
    const runs = world.boot();
    const selection = { kind: 'ticked', rowIds: rows.slice(0, 2) } as const;
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output }, selection) });
    expect(await world.finish(runs)).toMatchObject({ done: 1, failed: 1 });
    expect(notion.cell(rows[0]!, 'Author')['relation']).toEqual([{ id: ada }]);
  });

  it('keeps what was sent for a row, what came back and what was written', async () => {
    const { world, property, rowsRequest, model } = createRowWorld();
    model.otherwise((request) => (request.messages.length > 1 ? '{"p0":"post"}' : '{"p0":"Nonsense"}'));
    const output = { kind: 'properties', propertyIds: [property('Kind')] } as const;
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output, prompt: 'Which kind is {{Topic}}?' }) });
    await world.finish(runs);
    const [first] = (await runs.history.jobs({ runId: 'run-1', limit: 1 })).jobs;
    const details = await runs.handlers['runs.jobDetails']({ jobId: first!.id });
    expect(details).toMatchObject({ received: '{"p0":"post"}', repaired: true, written: 'Post' });
    expect(details.sent).toContain('Which kind is');
    expect(details.sent).toContain('Alpha');
    expect(details.sent).toContain('"enum"');
    await expect(runs.handlers['runs.jobDetails']({ jobId: 'run-1:gone' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('writes page bodies, row by row', async () => {
    const { world, notion, rows, rowsRequest } = createRowWorld();
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output: { kind: 'body', where: 'end' } }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, prompts: 4 });
    expect(rows.map((row) => notion.texts(row))).toEqual(ABOUT.map((text) => [text]));
    const details = await runs.handlers['runs.jobDetails']({ jobId: `run-1:${rows[0]!}` });
    expect(details).toMatchObject({ received: 'About Alpha', blocks: 1 });
    expect(details.sent).toContain('Write about it');
  });
});
