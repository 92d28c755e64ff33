/** Outputs that name people or related pages. */
import { describe, expect, it } from 'vitest';

import type { WorkspaceUser } from '../../../../lib/notion/workspace.ts';
import type { FakeOptions } from '../../../fakes/fake-notion-workspace.ts';
import { createRowWorld } from './row-world.ts';

const USERS: readonly WorkspaceUser[] = [
  { id: 'user-ada', name: 'Ada Acme', kind: 'person', email: 'ada@acme.example' },
  { id: 'user-bo', name: 'Bo Berg', kind: 'person' },
  { id: 'user-sam-1', name: 'Sam', kind: 'person', email: 'sam@acme.example' },
  { id: 'user-sam-2', name: 'Sam', kind: 'person' },
];

function createPeopleWorld(answer: string, notionOptions: FakeOptions = {}) {
  const made = createRowWorld({ notion: { users: USERS, ...notionOptions } }, {}, { Owner: { people: {} } });
  const { world, model, property, rowsRequest, rows, notion } = made;
  model.otherwise(() => answer);
  const runs = world.boot();
  const run = async (overrides: Parameters<typeof rowsRequest>[0] = {}) => {
    const output = { kind: 'property', propertyId: property('Owner') } as const;
    const selection = { kind: 'ticked', rowIds: rows.slice(0, 1) } as const;
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output, ...overrides }, selection) });
    return world.finish(runs);
  };
  const owners = () => (notion.cell(rows[0]!, 'Owner') as { people: { id: string }[] }).people.map(({ id }) => id);
  const job = async () => (await runs.history.jobs({ runId: 'run-1', limit: 9 })).jobs[0]!;
  return { ...made, runs, run, owners, job };
}

describe('people as an output', () => {
  it('writes people by name and by address, tells the model their names, and takes it back', async () => {
    const { run, owners, model, job, runs, world } = createPeopleWorld('{"p0":["bo berg","ada@acme.example"]}');
    expect(await run()).toMatchObject({ state: 'done', done: 1, prompts: 1 });
    expect(owners()).toEqual(['user-bo', 'user-ada']);
    const { schema } = model.requests[0]!.request.json!;
    expect(JSON.stringify(schema)).toContain('Ada Acme; Bo Berg; Sam (sam@acme.example); Sam');
    expect((await job()).cells).toMatchObject([{ outcome: 'written', after: 'Bo Berg, Ada Acme' }]);
    const { content } = await runs.history.export({ runId: 'run-1', format: 'csv' });
    expect(content).toContain('Bo Berg, Ada Acme');
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5000);
    expect(owners()).toEqual([]);
    expect(world.defects).toEqual([]);
  });

  it.each([
    ['nobody', '{"p0":["Ada Acme","Robot"]}', 'Robot'],
    ['more than one person', '{"p0":["Sam"]}', 'Sam'],
  ])('leaves the cell where the name is that of %s, names it, and the row needs review', async (_who, answer, text) => {
    const { run, owners, model, job, runs, world } = createPeopleWorld(answer);
    expect(await run()).toMatchObject({ state: 'done', done: 0, review: 1 });
    expect(owners()).toEqual([]);
    expect(model.requests).toHaveLength(1);
    const { state, cells } = await job();
    expect(state).toBe('review');
    expect(cells).toMatchObject([{ outcome: 'review', problems: [{ check: 'person', text }] }]);
    expect(cells![0]!.after).toContain(text);
    // There is nothing that could be written anyway.
    await runs.service.decideReview({ jobId: (await job()).id, action: 'write' });
    expect((await job()).state).toBe('review');
    model.otherwise(() => '{"p0":["Bo Berg"]}');
    await runs.service.decideReview({ jobId: (await job()).id, action: 'again' });
    expect(await world.finish(runs)).toMatchObject({ done: 1 });
    expect(owners()).toEqual(['user-bo']);
  });

  it('calls those who are clear as the choice does, beside one who is not', async () => {
    const { run, job } = createPeopleWorld('{"p0":["ada@acme.example","SAM@acme.example","Robot"]}');
    await run();
    expect((await job()).cells).toMatchObject([
      { outcome: 'review', after: 'Ada Acme, Sam (sam@acme.example), Robot' },
    ]);
  });

  it('writes whom a person chose where the name is not clear, and takes it back', async () => {
    const { run, owners, job, runs, world, property } = createPeopleWorld('{"p0":["Sam"]}');
    await run();
    const people = [{ id: 'user-sam-2', name: 'Sam' }];
    const decision = { jobId: (await job()).id, action: 'write', propertyId: property('Owner'), people } as const;
    await runs.service.decideReview(decision);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1, prompts: 1 });
    expect(owners()).toEqual(['user-sam-2']);
    expect((await job()).cells).toMatchObject([{ outcome: 'written', after: 'Sam' }]);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5000);
    expect(owners()).toEqual([]);
  });

  it('writes whom a person chose in a trial at once, and asks about the rest', async () => {
    const { runs, world, property, rowsRequest, rows, owners, notion, job } =
      createPeopleWorld('{"p0":"Sam","p1":"Words"}');
    const output = { kind: 'properties', propertyIds: [property('Owner'), property('Content')] } as const;
    await runs.service.startTrial({ id: 'run-1', request: rowsRequest({ output }), rowIds: rows.slice(0, 1) });
    await world.clock.advance(5000);
    const people = [{ id: 'user-sam-1', name: 'Sam (sam@acme.example)' }];
    await runs.service.decideTrial({ jobId: (await job()).id, accept: true, propertyId: property('Owner'), people });
    await world.clock.advance(5000);
    expect([owners(), notion.cellText(rows[0]!, 'Content')]).toEqual([['user-sam-1'], '']);
    await runs.service.decideTrial({ jobId: (await job()).id, accept: true });
    expect(await world.finish(runs)).toMatchObject({ done: 1, prompts: 1 });
    expect(notion.cellText(rows[0]!, 'Content')).toBe('Words');
    expect((await job()).cells).toMatchObject([{ after: 'Sam (sam@acme.example)' }, { outcome: 'written' }]);
  });

  it('takes no people for a cell that nobody asked about', async () => {
    const { run, owners, notion, rows, runs, job, property } = createPeopleWorld('{"p0":"Robot","p1":"Words"}');
    const output = { kind: 'properties', propertyIds: [property('Owner'), property('Content')] } as const;
    await run({ output });
    const people = [{ id: 'user-bo', name: 'Bo Berg' }];
    const decision = { jobId: (await job()).id, action: 'write', propertyId: property('Content'), people } as const;
    await runs.service.decideReview(decision);
    expect([owners(), notion.cellText(rows[0]!, 'Content')]).toEqual([[], 'Words']);
    expect((await job()).state).toBe('review');
  });

  it('writes the rest of the row', async () => {
    const { run, owners, property, notion, rows, job } = createPeopleWorld('{"p0":"Robot","p1":"Words"}');
    const output = { kind: 'properties', propertyIds: [property('Owner'), property('Content')] } as const;
    expect(await run({ output })).toMatchObject({ review: 1, prompts: 1 });
    expect([owners(), notion.cellText(rows[0]!, 'Content')]).toEqual([[], 'Words']);
    expect((await job()).cells).toMatchObject([{ outcome: 'review' }, { outcome: 'written', after: 'Words' }]);
  });

  it('keeps people who stand there', async () => {
    const { run, owners, notion, rows, property } = createPeopleWorld('{"p0":"Robot","p1":"Words"}');
    notion.person.setCell(rows[0]!, 'Owner', { people: [{ object: 'user', id: 'user-bo' }] });
    const output = { kind: 'properties', propertyIds: [property('Owner'), property('Content')] } as const;
    expect(await run({ output })).toMatchObject({ state: 'done', done: 1 });
    expect(owners()).toEqual(['user-bo']);
  });

  it('leaves a name that is not clear for review when a trial is accepted, and writes the rest', async () => {
    const { runs, world, property, rowsRequest, rows, owners, notion, job } =
      createPeopleWorld('{"p0":"Sam","p1":"Words"}');
    const output = { kind: 'properties', propertyIds: [property('Owner'), property('Content')] } as const;
    await runs.service.startTrial({ id: 'run-1', request: rowsRequest({ output }), rowIds: rows.slice(0, 1) });
    await world.clock.advance(5000);
    expect((await job()).cells).toMatchObject([{ problems: [{ check: 'person', text: 'Sam' }] }, { after: 'Words' }]);
    await runs.service.decideTrial({ jobId: (await job()).id, accept: true });
    await world.finish(runs);
    expect([owners(), notion.cellText(rows[0]!, 'Content')]).toEqual([[], 'Words']);
    expect((await job()).state).toBe('review');
  });

  it('finds people whom the rows name where the token may not list them', async () => {
    const { run, owners, notion, rows } = createPeopleWorld('{"p0":"Guest Gil"}', {
      integration: { kind: 'personal' },
    });
    notion.person.setCell(rows[1]!, 'Owner', { people: [{ object: 'user', id: 'user-gil', name: 'Guest Gil' }] });
    await run();
    expect(owners()).toEqual(['user-gil']);
  });
});

describe('relations as an output', () => {
  it('tells the model the titles to choose from', async () => {
    const { notion, world, rowsRequest, model } = createRowWorld();
    const { dataSourceId } = notion.addDatabase({ title: 'Projects', properties: { Name: { title: {} } } });
    const ids = ['Moon', 'Sun'].map((content) =>
      notion.addRow(dataSourceId, { Name: { title: [{ text: { content } }] } }),
    );
    const related = notion.addDatabase({
      title: 'Tasks',
      properties: { Topic: { title: {} }, Project: { relation: { data_source_id: dataSourceId } } },
    });
    const row = notion.addRow(related.dataSourceId, { Topic: { title: [{ text: { content: 'Land' } }] } });
    model.otherwise(() => '{"p0":["Moon"]}');
    const request = rowsRequest(
      { output: { kind: 'property', propertyId: notion.propertyId(related.dataSourceId, 'Project') } },
      { kind: 'ticked', rowIds: [row] },
    );
    const target = { ...request.target, id: related.databaseId, dataSourceId: related.dataSourceId };
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: { ...request, target } });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1 });
    expect((notion.cell(row, 'Project') as { relation: { id: string }[] }).relation).toEqual([{ id: ids[0] }]);
    expect(JSON.stringify(model.requests[0]!.request.json!.schema)).toContain('Only these: Moon; Sun.');
  });
});
