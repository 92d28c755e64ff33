import { describe, expect, it } from 'vitest';

import { createDatabaseCommands } from '../../../lib/generation/database-commands.ts';
import { createRowWorld } from './row-world.ts';

function setUp() {
  const { world, dataSourceId, property } = createRowWorld();
  const { notion, clock, store } = world;
  const commands = createDatabaseCommands(
    async () => notion,
    store,
    () => clock.now(),
  );
  const add = (id: string, title: string) =>
    commands['database.addRow']({ dataSourceId, titlePropertyId: property('Topic'), title, id });
  const topics = () => notion.rowIds(dataSourceId).map((row) => notion.cellText(row, 'Topic'));
  return { notion, clock, commands, dataSourceId, add, topics };
}
const OLD = ['Alpha', 'Beta', 'Gamma', 'Delta'];

describe('a new row', () => {
  it('is created once, however often its message comes, at the same time or later', async () => {
    const { add, topics } = setUp();
    const [first, second] = await Promise.all([add('a', 'Eps'), add('a', 'Eps')]);
    expect(second).toEqual(first);
    expect(await add('a', 'Eps')).toEqual(first);
    expect(topics()).toEqual([...OLD, 'Eps']);
  });

  it('is one of its own for another id, also with the same title', async () => {
    const { add, topics } = setUp();
    expect((await add('a', 'Eps')).id).not.toBe((await add('b', 'Eps')).id);
    expect(topics()).toEqual([...OLD, 'Eps', 'Eps']);
  });

  it('takes the title that was typed after its first answer was not heard', async () => {
    const { add, topics } = setUp();
    const first = await add('a', 'Eps');
    expect(await add('a', 'Epsilon')).toMatchObject({ id: first.id, title: 'Epsilon' });
    expect((await add('a', 'Epsilon')).id).toBe(first.id);
    expect(topics()).toEqual([...OLD, 'Epsilon']);
  });

  it('may be tried again after it failed', async () => {
    const { add, notion, topics } = setUp();
    notion.failNext({ method: 'createPage', when: 'before' });
    await expect(add('a', 'Eps')).rejects.toMatchObject({ code: 'notion-write-unconfirmed' });
    await add('a', 'Eps');
    expect(topics()).toEqual([...OLD, 'Eps']);
  });

  it('is adopted when its answer was lost, and not another row with its title', async () => {
    const { add, notion, topics } = setUp();
    const first = await add('a', 'Eps');
    notion.failNext({ method: 'createPage', when: 'after' });
    expect((await add('b', 'Eps')).id).not.toBe(first.id);
    expect(topics()).toEqual([...OLD, 'Eps', 'Eps']);
  });

  it('is found when it arrived late and is tried again', async () => {
    const { add, notion, topics } = setUp();
    notion.failNext({ method: 'createPage', when: 'late' });
    await expect(add('a', 'Eps')).rejects.toMatchObject({ code: 'notion-write-unconfirmed' });
    notion.landLate();
    expect(await add('a', 'Eps')).toMatchObject({ title: 'Eps' });
    expect(topics()).toEqual([...OLD, 'Eps']);
  });

  it('that two lost answers ask for at once keeps nobody waiting', async () => {
    const { add, notion, topics } = setUp();
    notion.failNext({ method: 'createPage', when: 'after', times: 2 });
    const added = await Promise.all([add('a', 'Eps'), add('b', 'Zeta')]);
    expect(added.map(({ title }) => title)).toEqual(['Eps', 'Zeta']);
    expect(topics()).toEqual([...OLD, 'Eps', 'Zeta']);
  });
});

describe('the cursor of the rows', () => {
  it('is refused with its reason when it is none of ours', async () => {
    const { commands, dataSourceId } = setUp();
    for (const cursor of ['', 'nonsense', '7', '{"cursor":7}', '{"from":"yesterday"}']) {
      await expect(commands['database.rows']({ dataSourceId, cursor })).rejects.toMatchObject({
        code: 'message-invalid',
        details: { command: 'database.rows', at: 'cursor' },
      });
    }
  });

  it('is taken as it was given out', async () => {
    const { commands, dataSourceId, notion } = setUp();
    for (let at = 0; at < 120; at++)
      notion.addRow(dataSourceId, { Topic: { title: [{ text: { content: `${at}` } }] } });
    const first = await commands['database.rows']({ dataSourceId });
    const next = await commands['database.rows']({ dataSourceId, cursor: first.nextCursor! });
    expect(first.rows.length + next.rows.length).toBe(124);
  });
});
