import { describe, expect, it } from 'vitest';

import { createDatabaseCommands } from '../../../lib/notion-commands/database-commands.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import { createMemoryKeyValueStore } from '../../fakes/memory-key-value-store.ts';
import { createRowWorld } from '../generation/rows/row-world.ts';

function setUp() {
  const { world, dataSourceId, property } = createRowWorld();
  const { notion, clock, store } = world;
  const session = createMemoryKeyValueStore();
  /** Nothing of an old worker's memory is left. */
  const boot = () => createDatabaseCommands(async () => notion, store, clock.now, session);
  let commands = boot();
  const restart = () => (commands = boot());
  const add = (id: string, title: string) =>
    commands['database.addRow']({ dataSourceId, titlePropertyId: property('Topic'), title, id });
  const topics = () => notion.rowIds(dataSourceId).map((row) => notion.cellText(row, 'Topic'));
  const addInNotion = (title: string) =>
    notion.addRow(dataSourceId, { Topic: { title: [{ text: { content: title } }] } });
  return { notion, clock, commands, dataSourceId, session, add, topics, restart, addInNotion };
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

  it('is not sent again while the first request may still land, and says until when', async () => {
    const { add, notion, topics, clock, restart } = setUp();
    const until = clock.now() + 90_000;
    const unconfirmed = { code: 'notion-write-unconfirmed', retry: 'wait', retryAt: until };
    notion.failNext({ method: 'createPage', when: 'before' });
    await expect(add('a', 'Eps')).rejects.toMatchObject(unconfirmed);
    await clock.advance(45_000);
    restart();
    await expect(add('a', 'Eps')).rejects.toMatchObject(unconfirmed);
    expect(topics()).toEqual(OLD);
    await clock.advance(45_000);
    await add('a', 'Eps');
    expect(topics()).toEqual([...OLD, 'Eps']);
  });

  it('that Notion refused may be tried again at once', async () => {
    const { add, notion, topics } = setUp();
    notion.failNext({ method: 'createPage', when: 'before', error: new AppError('notion-rate-limited', 'wait') });
    await expect(add('a', 'Eps')).rejects.toMatchObject({ code: 'notion-rate-limited' });
    await add('a', 'Epsilon');
    expect(topics()).toEqual([...OLD, 'Epsilon']);
  });

  it('is adopted when its answer was lost, and not another row with its title', async () => {
    const { add, notion, topics } = setUp();
    const first = await add('a', 'Eps');
    notion.failNext({ method: 'createPage', when: 'after' });
    expect((await add('b', 'Eps')).id).not.toBe(first.id);
    expect(topics()).toEqual([...OLD, 'Eps', 'Eps']);
  });

  it.each(['Eps', 'Epsilon'])('that landed late is found by its old title and is called %s then', async (title) => {
    const { add, notion, topics, restart } = setUp();
    notion.failNext({ method: 'createPage', when: 'late' });
    await expect(add('a', 'Eps')).rejects.toMatchObject({ code: 'notion-write-unconfirmed' });
    notion.landLate();
    restart();
    const row = await add('a', title);
    expect(row).toMatchObject({ title });
    expect(topics()).toEqual([...OLD, title]);
    restart();
    expect(await add('a', 'Eta')).toMatchObject({ id: row.id, title: 'Eta' });
    expect(await add('a', 'Eta')).toMatchObject({ id: row.id, title: 'Eta' });
    expect(topics()).toEqual([...OLD, 'Eta']);
  });

  it('is exactly one more where a person has young rows of its title, whether it landed at once, late or never', async () => {
    for (const when of ['after', 'late', 'before'] as const) {
      const { add, notion, topics, clock, addInNotion } = setUp();
      const own = [addInNotion('Eps'), addInNotion('Eps')];
      notion.failNext({ method: 'createPage', when });
      const first = await add('a', 'Eps').catch(() => undefined);
      expect(first === undefined).toBe(when !== 'after');
      notion.landLate();
      await clock.advance(90_000);
      expect(own).not.toContain((await add('a', 'Eps')).id);
      expect(topics()).toEqual([...OLD, 'Eps', 'Eps', 'Eps']);
    }
  });

  it('is one each where two of the same title are lost at once', async () => {
    const { add, notion, topics, clock } = setUp();
    notion.failNext({ method: 'createPage', when: 'after' });
    notion.failNext({ method: 'createPage', when: 'late' });
    const both = () => Promise.allSettled([add('a', 'Eps'), add('b', 'Eps')]);
    expect((await both()).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    notion.landLate();
    await clock.advance(90_000);
    const rows = (await both()).map((result) => (result.status === 'fulfilled' ? result.value.id : result.reason));
    expect(new Set(rows).size).toBe(2);
    expect(topics()).toEqual([...OLD, 'Eps', 'Eps']);
  });

  it('is found again where Visen could not store that it is there', async () => {
    const { add, notion, topics, session } = setUp();
    notion.hooks.afterEffect = async (method) => {
      if (method === 'createPage') session.failSetWith = 'storage-full';
    };
    await expect(add('a', 'Eps')).rejects.toMatchObject({ code: 'storage-full' });
    session.failSetWith = undefined;
    await add('a', 'Eps');
    expect(topics()).toEqual([...OLD, 'Eps']);
  });

  it('is remembered among the last 200', async () => {
    const { add, session } = setUp();
    for (let at = 0; at < 205; at++) await add(`id-${at}`, `Row ${at}`);
    expect(session.entries.get('sent-rows')).toHaveLength(200);
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

describe('rows that meet conditions', () => {
  it('are told by their ids, before anything is generated', async () => {
    const { commands, dataSourceId, notion } = setUp();
    const topic = notion.propertyId(dataSourceId, 'Topic');
    const conditions = [{ propertyId: topic, comparison: 'contains', value: 'ta' } as const];
    const { rowIds } = await commands['database.matchingRows']({ dataSourceId, conditions });
    expect(rowIds.map((id) => notion.cellText(id, 'Topic'))).toEqual(['Beta', 'Delta']);
  });
});
