import { describe, expect, it } from 'vitest';

import { createDatabaseCommands } from '../../../lib/notion-commands/database-commands.ts';
import type { NewRow } from '../../../lib/notion/views.ts';
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
  const commandsNow = () => commands;
  return { notion, clock, commands, commandsNow, dataSourceId, session, add, topics, restart, addInNotion };
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

  it('is remembered among the last thousand', async () => {
    const { add, session } = setUp();
    const known = Array.from({ length: 1_005 }, (_, at) => ({
      id: `id-${at}`,
      title: '',
      sentAt: 0,
      others: [],
      rowId: 'r',
    }));
    await session.set({ 'sent-rows': known });
    await add('a', 'Eps');
    expect(session.entries.get('sent-rows')).toHaveLength(1_000);
  });

  it('is one row where the browser sent its creation twice by itself', async () => {
    const { add, notion, topics, addInNotion } = setUp();
    addInNotion('Eps');
    notion.resendNext();
    const row = await add('a', 'Eps');
    expect(topics()).toEqual([...OLD, 'Eps', 'Eps']);
    expect(notion.isTrashed(row.id)).toBe(false);
  });

  it('leaves a row alone that only looks like its double', async () => {
    const { add, notion, topics } = setUp();
    await add('a', 'Eps');
    await add('b', 'Eps');
    notion.resendNext();
    await add('c', 'Eps');
    expect(topics()).toEqual([...OLD, 'Eps', 'Eps', 'Eps']);
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

describe('many rows at once', () => {
  function setUpMany() {
    const world = setUp();
    const { notion, dataSourceId } = world;
    const property = (name: string) => notion.propertyId(dataSourceId, name);
    const send = (rows: readonly NewRow[], templateId?: string) =>
      world.commandsNow()['database.addRows']({
        dataSourceId,
        titlePropertyId: property('Topic'),
        rows,
        ...(templateId !== undefined && { templateId }),
      });
    const count = (method: string) => notion.calls.filter((call) => call.method === method).length;
    return { ...world, property, send, count };
  }
  const rowsOf = (...titles: string[]): NewRow[] => titles.map((title, index) => ({ id: `n${index}`, title }));

  it('are made in their order with their cells, and texts that do not fit are named', async () => {
    const { send, notion, property, topics } = setUpMany();
    const values = { [property('Kind')]: 'post', [property('Score')]: '1.234,5', [property('Content')]: 'Words' };
    const { rows } = await send([
      { id: 'a', title: 'Eps', values },
      { id: 'b', title: 'Zeta', values: { [property('Score')]: 'many', gone: 'x' } },
    ]);
    expect(topics()).toEqual([...OLD, 'Eps', 'Zeta']);
    const [first, second] = rows;
    expect(notion.cell(first?.row?.id ?? '', 'Kind')).toMatchObject({ select: { name: 'Post' } });
    expect(notion.cell(first?.row?.id ?? '', 'Score')).toMatchObject({ number: 1234.5 });
    expect(notion.cellText(first?.row?.id ?? '', 'Content')).toBe('Words');
    expect(first?.left).toBeUndefined();
    expect(second?.left).toEqual([
      { propertyId: property('Score'), reason: 'not-number' },
      { propertyId: 'gone', reason: 'property-missing' },
    ]);
  });

  it('take one request each, and one look before and after for all', async () => {
    const { send, count } = setUpMany();
    await send(rowsOf(...Array.from({ length: 30 }, (_, index) => `Row ${index}`)));
    expect([count('createPage'), count('queryDataSource'), count('getDataSource')]).toEqual([30, 2, 0]);
  });

  it('are one each, with equal topics too, when the message comes twice and to another worker', async () => {
    const { send, topics, restart } = setUpMany();
    const [first, second] = await Promise.all([send(rowsOf('Eps', 'Eps', 'Zeta')), send(rowsOf('Eps', 'Eps', 'Zeta'))]);
    expect(second.rows.map(({ row }) => row?.id)).toEqual(first.rows.map(({ row }) => row?.id));
    restart();
    await send(rowsOf('Eps', 'Eps', 'Zeta'));
    expect(topics()).toEqual([...OLD, 'Eps', 'Eps', 'Zeta']);
  });

  it.each([1, 2, 3, 4])('are one each when creation %i of 4 is sent twice by the browser', async (nth) => {
    const { send, topics, notion } = setUpMany();
    notion.hooks.beforeEffect = (method) => {
      const before = notion.calls.filter((call) => call.method === 'createPage').length;
      if (method === 'createPage' && before === nth) notion.resendNext();
    };
    await send(rowsOf('Eps', 'Eps', 'Zeta', 'Eta'));
    expect(topics().sort()).toEqual([...OLD, 'Eps', 'Eps', 'Eta', 'Zeta'].sort());
  });

  it.each(['before', 'after', 'late'] as const)(
    'are one each when an answer was lost (%s the effect)',
    async (when) => {
      const { send, topics, notion, clock, restart } = setUpMany();
      notion.failNext({ method: 'createPage', when, skip: 1 });
      const first = await send(rowsOf('Eps', 'Zeta', 'Eta'));
      expect(first.rows.map(({ failure }) => failure?.code)).toEqual(
        when === 'after' ? [undefined, undefined, undefined] : [undefined, 'notion-write-unconfirmed', undefined],
      );
      notion.landLate();
      restart();
      await clock.advance(90_000);
      const again = await send(rowsOf('Eps', 'Zeta', 'Eta'));
      expect(again.rows.every(({ row }) => row !== undefined)).toBe(true);
      expect(topics().sort()).toEqual([...OLD, 'Eps', 'Eta', 'Zeta'].sort());
    },
  );

  it('after a limit are told that they wait, and nothing more is sent', async () => {
    const { send, topics, notion, count } = setUpMany();
    const limit = new AppError('notion-rate-limited', 'wait', { retryAt: 5 });
    notion.failNext({ method: 'createPage', when: 'before', error: limit, skip: 1 });
    const { rows } = await send(rowsOf('Eps', 'Zeta', 'Eta'));
    expect(rows.map(({ failure }) => failure?.retryAt)).toEqual([undefined, 5, 5]);
    expect(count('createPage')).toBe(2);
    await send(rowsOf('Eps', 'Zeta', 'Eta'));
    expect(topics()).toEqual([...OLD, 'Eps', 'Zeta', 'Eta']);
  });

  it('that Notion refuses do not keep the others from being made', async () => {
    const { send, topics, notion } = setUpMany();
    const refusal = new AppError('notion-invalid-request', 'never');
    notion.failNext({ method: 'createPage', when: 'before', error: refusal });
    const { rows } = await send(rowsOf('Eps', 'Zeta'));
    expect(rows.map(({ failure }) => failure?.code)).toEqual(['notion-invalid-request', undefined]);
    expect(topics()).toEqual([...OLD, 'Zeta']);
  });

  /** Sends the message, and again each time it is due, while Notion applies so many blocks before each look. */
  async function follow(
    world: ReturnType<typeof setUpMany>,
    rows: readonly NewRow[],
    templateId: string,
    blocks: number[],
  ) {
    const states: (string | undefined)[] = [];
    let answer = await world.send(rows, templateId);
    for (const count of blocks) {
      if (count > 0) world.notion.applyTemplates(count);
      world.clock.set(answer.lookAgainAt ?? world.clock.now());
      answer = await world.send(rows, templateId);
      states.push(answer.rows[0]?.template);
    }
    return { states, answer };
  }

  it('of a template are ready when two looks agree that it is there as a whole', async () => {
    const world = setUpMany();
    const templateId = world.notion.addTemplate(world.dataSourceId, { name: 'Brief', texts: ['one', 'two', 'three'] });
    const { states, answer } = await follow(world, rowsOf('Eps'), templateId, [0, 1, 3, 3]);
    expect(states).toEqual(['applying', 'applying', 'applying', 'applied']);
    expect(answer.lookAgainAt).toBeUndefined();
    const looks = world.count('listChildren');
    await world.send(rowsOf('Eps'), templateId);
    expect(world.count('listChildren')).toBe(looks);
    expect(world.topics()).toEqual([...OLD, 'Eps']);
  });

  it('of a template are not looked at before it is due', async () => {
    const { send, notion, dataSourceId, count, clock } = setUpMany();
    const templateId = notion.addTemplate(dataSourceId, { name: 'Brief', texts: ['one'] });
    const { lookAgainAt } = await send(rowsOf('Eps'), templateId);
    const looks = count('listChildren');
    clock.set(clock.now() + 1_000);
    expect((await send(rowsOf('Eps'), templateId)).lookAgainAt).toBe(lookAgainAt);
    expect(count('listChildren')).toBe(looks);
  });

  it('keep their own cells against the template, and what a person wrote meanwhile', async () => {
    const world = setUpMany();
    const { notion, dataSourceId, property, clock, send } = world;
    const text = (content: string) => ({ rich_text: [{ text: { content } }] });
    const templateId = notion.addTemplate(dataSourceId, {
      name: 'Brief',
      values: { Topic: { title: [{ text: { content: 'Brief' } }] }, Score: { number: 1 }, Content: text('Fill in') },
    });
    const rows = [{ id: 'a', title: 'Eps', values: { [property('Score')]: '7', [property('Content')]: 'Mine' } }];
    const made = await send(rows, templateId);
    const id = made.rows[0]?.row?.id ?? '';
    notion.applyTemplates();
    notion.person.setCell(id, 'Content', text('A person’s'));
    let answer = made;
    while (answer.lookAgainAt !== undefined) {
      clock.set(answer.lookAgainAt);
      answer = await send(rows, templateId);
    }
    expect([notion.cellText(id, 'Topic'), notion.cell(id, 'Score')['number']]).toEqual(['Eps', 7]);
    expect(notion.cellText(id, 'Content')).toBe('A person’s');
    expect(answer.rows[0]?.row?.title).toBe('Eps');
  });

  it('are late when a template is not there after five minutes', async () => {
    const world = setUpMany();
    const templateId = world.notion.addTemplate(world.dataSourceId, { name: 'Brief', texts: ['one', 'two'] });
    const { states, answer } = await follow(world, rowsOf('Eps'), templateId, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(states).toEqual([...Array<string>(10).fill('applying'), 'late']);
    expect(answer.lookAgainAt).toBeUndefined();
  });

  it('are told by the source which templates there are', async () => {
    const { commands, notion, dataSourceId } = setUpMany();
    const id = notion.addTemplate(dataSourceId, { name: 'Brief', isDefault: true });
    expect(await commands['database.templates']({ dataSourceId })).toEqual({
      templates: [{ id, name: 'Brief', isDefault: true }],
    });
  });
});
