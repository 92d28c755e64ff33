import { describe, expect, it } from 'vitest';

import { NameBook } from '../../../lib/notion-commands/name-book.ts';
import { createRowWorld } from '../generation/rows/row-world.ts';

const person = (id: string) => ({ object: 'user', id });

function createNamedWorld() {
  const users = [{ id: 'user-bo', name: 'Bo Berg', kind: 'person' }] as const;
  const made = createRowWorld({ notion: { users } }, {}, { Owner: { people: {} } });
  const { world, notion, rows, dataSourceId } = made;
  const names = new NameBook(world.clock.now);
  const read = async () => {
    const { results } = await notion.queryDataSource(dataSourceId, {});
    return names.namesFor(notion, dataSourceId, results);
  };
  const lists = () => notion.calls.filter(({ method }) => method === 'listUsers').length;
  const own = (id: string) => notion.person.setCell(rows[0]!, 'Owner', { people: [person(id)] });
  return { world, notion, read, lists, own };
}

describe('names of people and related pages', () => {
  it('are read only where rows tell ids alone, and once in a while', async () => {
    const { world, read, lists, own } = createNamedWorld();
    expect([...(await read())]).toEqual([]);
    expect(lists()).toBe(0);
    own('user-bo');
    expect((await read()).get('user-bo')).toBe('Bo Berg');
    await read();
    expect(lists()).toBe(1);
    await world.clock.advance(10 * 60_000);
    await read();
    expect(lists()).toBe(2);
  });

  it('are done without while Notion does not answer, and asked for again', async () => {
    const { notion, read, own } = createNamedWorld();
    own('user-bo');
    notion.failNext({ method: 'listUsers', when: 'before' });
    expect([...(await read())]).toEqual([]);
    expect((await read()).get('user-bo')).toBe('Bo Berg');
  });

  it('are titles where a relation names pages', async () => {
    const { notion, world } = createNamedWorld();
    const projects = notion.addDatabase({ title: 'Projects', properties: { Name: { title: {} } } });
    const moon = notion.addRow(projects.dataSourceId, { Name: { title: [{ text: { content: 'Moon' } }] } });
    const tasks = notion.addDatabase({
      title: 'Tasks',
      properties: { Topic: { title: {} }, Project: { relation: { data_source_id: projects.dataSourceId } } },
    });
    notion.addRow(tasks.dataSourceId, { Project: { relation: [{ id: moon }] } });
    const { rows } = await world.database['database.rows']({ dataSourceId: tasks.dataSourceId });
    expect(Object.values(rows[0]!.values)).toContain('Moon');
  });
});
