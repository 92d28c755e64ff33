import { describe, expect, it } from 'vitest';

import type { NewRow } from '../../../lib/notion/views.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import { TOPICS } from '../generation/rows/row-world.ts';
import { createDatabaseWorld } from './database-world.ts';

describe('many rows at once', () => {
  function setUpMany() {
    const world = createDatabaseWorld();
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
    expect(topics()).toEqual([...TOPICS, 'Eps', 'Zeta']);
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
    expect(topics()).toEqual([...TOPICS, 'Eps', 'Eps', 'Zeta']);
  });

  it.each([1, 2, 3, 4])('are one each when creation %i of 4 is sent twice by the browser', async (nth) => {
    const { send, topics, notion } = setUpMany();
    notion.hooks.beforeEffect = (method) => {
      const before = notion.calls.filter((call) => call.method === 'createPage').length;
      if (method === 'createPage' && before === nth) notion.resendNext();
    };
    await send(rowsOf('Eps', 'Eps', 'Zeta', 'Eta'));
    expect(topics().sort()).toEqual([...TOPICS, 'Eps', 'Eps', 'Eta', 'Zeta'].sort());
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
      expect(topics().sort()).toEqual([...TOPICS, 'Eps', 'Eta', 'Zeta'].sort());
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
    expect(topics()).toEqual([...TOPICS, 'Eps', 'Zeta', 'Eta']);
  });

  it('that Notion refuses do not keep the others from being made', async () => {
    const { send, topics, notion } = setUpMany();
    const refusal = new AppError('notion-invalid-request', 'never');
    notion.failNext({ method: 'createPage', when: 'before', error: refusal });
    const { rows } = await send(rowsOf('Eps', 'Zeta'));
    expect(rows.map(({ failure }) => failure?.code)).toEqual(['notion-invalid-request', undefined]);
    expect(topics()).toEqual([...TOPICS, 'Zeta']);
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
    expect(world.topics()).toEqual([...TOPICS, 'Eps']);
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
