import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../sandbox/notion/json.ts';
import { paragraph, startApi, times } from './start-api.ts';

const title = (content: string) => ({ title: [{ text: { content } }] });

async function withRow() {
  const started = await startApi();
  const row = started.world.render(started.demo.everything.database.id).rows[0]?.id ?? '';
  const send = (properties: unknown) => started.raw('PATCH', `pages/${row}`, JSON.stringify({ properties }));
  const shown = (name: string) => {
    const page = started.world.render(row);
    const column = page.columns.find((one) => one.name === name);
    return page.rows[0]?.cells[column?.id ?? '']?.text;
  };
  return { ...started, row, send, shown };
}

describe('creating pages', () => {
  it('puts a page with blocks under a page', async () => {
    const { client, demo, world } = await startApi();
    const page = await client.pages.create({
      parent: { page_id: demo.blank.id },
      properties: { title: title('Child') },
      children: [paragraph('body')],
      icon: { emoji: '🌱' },
    });
    expect(page).toMatchObject({
      object: 'page',
      parent: { type: 'page_id', page_id: demo.blank.id },
      icon: { type: 'emoji', emoji: '🌱' },
      url: expect.stringMatching(/^https:\/\/app\.notion\.com\/p\/Child-[0-9a-f]{32}$/),
    });
    expect(page.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(world.toText(page.id)).toBe('Child\nbody');
    expect(world.children(demo.blank.id).map((one) => one.id)).toEqual([page.id]);
  });

  it('places a child page at the start of the page or after a block', async () => {
    const { client, demo, world } = await startApi();
    world.addBlocks(demo.blank.id, 'a\n\nb');
    const make = (name: string, position: Parameters<typeof client.pages.create>[0]['position']) =>
      client.pages.create({
        parent: { page_id: demo.blank.id },
        properties: { title: title(name) },
        ...(position === undefined ? {} : { position }),
      });
    await make('first', { type: 'page_start' });
    await make('middle', { type: 'after_block', after_block: { id: world.children(demo.blank.id)[1]?.id ?? '' } });
    await make('last', { type: 'page_end' });
    expect(world.toText(demo.blank.id)).toBe('Visen demo\nfirst\na\nmiddle\nb\nlast');
  });

  it('makes a row with its body from markdown in one request', async () => {
    const { client, demo, world } = await startApi();
    const row = await client.pages.create({
      parent: { data_source_id: demo.ideas.dataSource.id },
      properties: { Topic: title('Row') },
      markdown: '# Kept heading\nText with **bold**',
    });
    expect(row).toMatchObject({ parent: { type: 'data_source_id', database_id: demo.ideas.database.id } });
    expect(world.render(row.id)).toMatchObject({
      title: 'Row',
      blocks: [
        { type: 'heading_1' },
        { type: 'paragraph', runs: [{ text: 'Text with ' }, { text: 'bold', bold: true }] },
      ],
    });
  });

  it('takes the first heading of markdown as the title when none was given', async () => {
    const { client, demo, world } = await startApi();
    const page = await client.pages.create({ parent: { page_id: demo.blank.id }, markdown: '# Title\nText' });
    expect(world.toText(page.id)).toBe('Title\nText');
  });

  it('takes only one of children, markdown and template', async () => {
    const { raw, demo } = await startApi();
    const parent = { page_id: demo.blank.id };
    const both = { parent, children: [paragraph('x')], markdown: 'x' };
    expect((await raw('POST', 'pages', both)).status).toBe(400);
    const templated = { parent, children: [paragraph('x')], template: { type: 'default' } };
    expect((await raw('POST', 'pages', templated)).status).toBe(400);
    expect((await raw('POST', 'pages', { parent, markdown_version: 'v2' })).status).toBe(400);
  });

  it('wants a parent of an internal integration, not of a personal access token', async () => {
    const { raw, world, clientFor } = await startApi();
    expect((await raw('POST', 'pages', { properties: { title: title('x') } })).status).toBe(400);
    expect((await raw('POST', 'pages', { parent: { workspace: true } })).status).toBe(400);
    world.addToken({ token: 'ntn_person', kind: 'pat' });
    const page = await clientFor('ntn_person').pages.create({
      parent: { workspace: true },
      properties: { title: title('Private') },
    });
    expect(page).toMatchObject({ parent: { type: 'workspace' } });
  });

  it('lists both alternatives for a parent of no known kind', async () => {
    const { raw } = await startApi();
    const answer = await raw('POST', 'pages', { parent: {} });
    expect(answer.body.message).toMatch(
      /^body failed validation\. Fix one:\nbody\.parent\.page_id should be defined, instead was `undefined`\./,
    );
    const bad = await raw('POST', 'pages', { parent: { page_id: 'abc' } });
    expect(bad.body.message).toBe(
      'body failed validation: body.parent.page_id should be a valid uuid, instead was `"abc"`.',
    );
  });

  it('a page under a page has a title and no other property', async () => {
    const { raw, demo } = await startApi();
    const properties = { title: title('x'), Tags: { multi_select: [] } };
    const answer = await raw('POST', 'pages', { parent: { page_id: demo.blank.id }, properties });
    expect(answer.body.message).toBe('Tags is not a property that exists.');
  });

  it('takes 100 blocks and refuses 101', async () => {
    const { raw, demo } = await startApi();
    const send = (count: number) =>
      raw('POST', 'pages', { parent: { page_id: demo.blank.id }, children: times(count, () => paragraph('x')) });
    expect((await send(100)).status).toBe(200);
    expect((await send(101)).status).toBe(400);
  });
});

describe('writing properties', () => {
  it('takes names and ids, several at once, and leaves the others', async () => {
    const { client, demo, row, shown } = await withRow();
    const schema = await client.dataSources.retrieve({ data_source_id: demo.everything.dataSource.id });
    await client.pages.update({
      page_id: row,
      properties: {
        [schema.properties.Text?.id ?? '']: { rich_text: [{ text: { content: 'by id' } }] },
        Number: { number: 1.5 },
        State: { status: { name: 'Done' } },
        Day: { date: { start: '2026-12-01', end: '2026-12-03' } },
      },
    });
    expect(['Text', 'Number', 'State', 'Day', 'Choice'].map(shown)).toEqual([
      'by id',
      '1.5',
      'Done',
      '2026-12-01 → 2026-12-03',
      'red',
    ]);
  });

  it('clears each type the way the documentation says', async () => {
    const { send, shown } = await withRow();
    const cleared = {
      Text: { rich_text: [] },
      Number: { number: null },
      Choice: { select: null },
      Several: { multi_select: [] },
      Day: { date: null },
      Done: { checkbox: false },
      Link: { url: null },
      Mail: { email: null },
      Phone: { phone_number: null },
      State: { status: null },
    };
    expect((await send(cleared)).status).toBe(200);
    expect(['Text', 'Number', 'Choice', 'Several', 'Day', 'Done', 'Link', 'State'].map(shown)).toEqual([
      '',
      '',
      '',
      '',
      '',
      'No',
      '',
      'Not started',
    ]);
  });

  it('says which property is of another type and which does not exist', async () => {
    const { send } = await withRow();
    expect((await send({ Number: { rich_text: [] } })).body.message).toBe('Number is expected to be number.');
    expect((await send({ Nope: { number: 1 } })).body.message).toBe('Nope is not a property that exists.');
  });

  it('refuses read-only properties by listing what could be written', async () => {
    const { send } = await withRow();
    for (const [name, value] of Object.entries({
      Made: { created_time: '2026-01-01' },
      Formula: { formula: {} },
      Number_id: { unique_id: { number: 3 } },
      Count: { rollup: {} },
      Button: { button: {} },
    })) {
      const { status, body } = await send({ [name]: value });
      expect(status).toBe(400);
      expect(body.message).toContain(`body.properties.${name}.title should be defined, instead was \`undefined\`.`);
    }
  });

  it.each([
    ['Link', 'url', 2000],
    ['Mail', 'email', 100],
    ['Phone', 'phone_number', 100],
  ])('%s takes 1 to %s characters, never an empty string', async (name, type, max) => {
    const { send } = await withRow();
    expect((await send({ [name]: { [type]: '' } })).body.message).toContain('length should be ≥ `1`, instead was `0`.');
    expect((await send({ [name]: { [type]: 'x'.repeat(Number(max)) } })).status).toBe(200);
    expect((await send({ [name]: { [type]: 'x'.repeat(Number(max) + 1) } })).status).toBe(400);
  });

  it('creates select options by name, but refuses commas, empty names and long ones', async () => {
    const { send, shown, world, demo } = await withRow();
    const select = (name: string) => send({ Choice: { select: { name } } });
    expect((await select('violet')).status).toBe(200);
    expect(shown('Choice')).toBe('violet');
    expect(JSON.stringify(world.dataSource(demo.everything.dataSource.id)?.schema)).toContain('violet');
    expect((await select('a, b')).body.message).toBe('Invalid select option, commas not allowed: a, b');
    expect((await select('')).status).toBe(400);
    expect((await select('x'.repeat(100))).status).toBe(200);
    expect((await select('x'.repeat(101))).status).toBe(400);
    expect((await send({ Several: { multi_select: [{ name: 'fresh' }, { name: 'one' }] } })).status).toBe(200);
    expect(shown('Several')).toBe('fresh, one');
  });

  it('refuses a status option that does not exist, and creates nothing', async () => {
    const { send, shown } = await withRow();
    const answer = await send({ State: { status: { name: 'Maybe' } }, Choice: { select: { name: 'unborn' } } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_error' } });
    expect(shown('Choice')).toBe('red');
  });

  it('refuses numbers as text, dates that are none, and an offset beside a time zone', async () => {
    const { send } = await withRow();
    expect((await send({ Number: { number: '5' } })).body.message).toContain(
      'number should be a number, instead was `"5"`.',
    );
    const day = async (date: unknown) => (await send({ Day: { date } })).status;
    expect(await day({ start: 'next week' })).toBe(400);
    expect(await day({ start: '2026-12-01T10:00:00+01:00' })).toBe(200);
    expect(await day({ start: '2026-12-01T10:00:00', time_zone: 'Europe/Berlin' })).toBe(200);
    expect(await day({ start: '2026-12-01T10:00:00+01:00', time_zone: 'Europe/Berlin' })).toBe(400);
  });

  it('takes 100 runs of text and 100 options and refuses 101', async () => {
    const { send } = await withRow();
    const runs = (count: number) => ({ Text: { rich_text: times(count, () => ({ text: { content: 'x' } })) } });
    const options = (count: number) => ({
      Several: { multi_select: times(count, (index) => ({ name: `o${index}` })) },
    });
    expect((await send(runs(100))).status).toBe(200);
    expect((await send(runs(101))).status).toBe(400);
    expect((await send(options(100))).status).toBe(200);
    expect((await send(options(101))).status).toBe(400);
  });

  it('takes an equation of 1,000 and a link of 2,000, not more', async () => {
    const { send } = await withRow();
    const equation = (length: number) =>
      send({ Text: { rich_text: [{ equation: { expression: 'x'.repeat(length) } }] } });
    const link = (length: number) =>
      send({
        Text: { rich_text: [{ text: { content: 'x', link: { url: 'https://a.example/'.padEnd(length, 'x') } } }] },
      });
    expect([(await equation(1000)).status, (await equation(1001)).status]).toEqual([200, 400]);
    expect([(await link(2000)).status, (await link(2001)).status]).toEqual([200, 400]);
  });
});

describe('changing pages', () => {
  it('rounds the edit time to the minute and names who edited', async () => {
    const { client, demo, world } = await startApi();
    world.moveTime(90_000);
    const page = await client.pages.update({ page_id: demo.blank.id, properties: { title: title('New') } });
    expect(page).toMatchObject({
      created_time: '2026-11-21T10:00:00.000Z',
      last_edited_time: '2026-11-21T10:02:00.000Z',
      last_edited_by: { id: demo.token.botId },
    });
    world.edit.rename(demo.blank.id, 'By hand');
    expect(await client.pages.retrieve({ page_id: demo.blank.id })).toMatchObject({
      last_edited_by: { id: demo.person.id },
    });
  });

  it('trashes and restores, and refuses other writes in between, below it too', async () => {
    const { client, raw, demo, world } = await startApi();
    const child = world.addPage({ title: 'Child', parent: demo.notes.id });
    await client.pages.update({ page_id: demo.notes.id, in_trash: true });
    const message = "Can't edit block that is archived. You must unarchive the block before editing.";
    const rename = { properties: { title: title('x') } };
    expect((await raw('PATCH', `pages/${demo.notes.id}`, rename)).body.message).toBe(message);
    expect((await raw('PATCH', `pages/${child.id}`, rename)).body.message).toBe(message);
    expect((await raw('PATCH', `blocks/${child.id}/children`, { children: [paragraph('x')] })).body.message).toBe(
      message,
    );
    expect((await raw('POST', 'pages', { parent: { page_id: demo.notes.id } })).body.message).toBe(message);
    await client.pages.update({ page_id: demo.notes.id, in_trash: false });
    expect((await raw('PATCH', `pages/${child.id}`, rename)).status).toBe(200);
  });

  it('takes an emoji as the icon and refuses what is none', async () => {
    const { raw, demo } = await startApi();
    const icon = (emoji: string) => raw('PATCH', `pages/${demo.blank.id}`, { icon: { emoji } });
    expect((await icon('🇩🇪')).body.icon).toEqual({ type: 'emoji', emoji: '🇩🇪' });
    expect((await icon('x')).status).toBe(400);
  });

  it('empties a page with erase_content', async () => {
    const { client, demo, world } = await startApi();
    await client.pages.update({ page_id: demo.notes.id, erase_content: true });
    expect(world.toText(demo.notes.id)).toBe('Meeting notes');
  });

  it('moves a page, but not into itself', async () => {
    const { client, raw, demo, world } = await startApi();
    await client.pages.move({ page_id: demo.notes.id, parent: { page_id: demo.blank.id } });
    expect(world.children(demo.blank.id).map((one) => one.id)).toEqual([demo.notes.id]);
    const answer = await raw('POST', `pages/${demo.blank.id}/move`, { parent: { page_id: demo.notes.id } });
    expect(answer.status).toBe(400);
  });

  it('cuts relations at 25 in a page and gives them whole by property', async () => {
    const { client, row, world, demo } = await withRow();
    const ids = times(30, (index) => world.addRow(demo.ideas.dataSource.id, { Topic: `T${index}` }).id);
    world.edit.setProperty(
      row,
      'Related',
      ids.map((id) => ({ id })),
    );
    const page = await client.pages.retrieve({ page_id: row });
    const related = 'properties' in page ? page.properties.Related : undefined;
    expect(related).toMatchObject({ has_more: true, relation: { length: 25 } });
    const whole = await client.pages.properties.retrieve({ page_id: row, property_id: related?.id ?? '' });
    expect(whole).toMatchObject({ object: 'list', results: { length: 30 }, has_more: false });
  });

  it('gives single properties as an item', async () => {
    const { raw, row, world } = await withRow();
    const column = world.render(row).columns.find((one) => one.name === 'Number');
    const answer = await raw('GET', `pages/${row}/properties/${column?.id ?? ''}`);
    expect(answer.body).toMatchObject({ object: 'property_item', type: 'number', number: 42 });
  });

  it('answers a database id on a page address as the settings say', async () => {
    const { raw, demo, settings } = await startApi();
    expect((await raw('GET', `pages/${demo.ideas.database.id}`)).body.code).toBe('object_not_found');
    settings.databaseOnPages = 400;
    expect((await raw('GET', `pages/${demo.ideas.database.id}`)).body.code).toBe('validation_error');
  });
});

describe('searching', () => {
  it('finds pages and data sources by title, never databases', async () => {
    const { client } = await startApi();
    const { results } = await client.search({});
    expect(results).toHaveLength(2 + 2 + 4 + 2);
    expect(new Set(results.map((one) => one.object))).toEqual(new Set(['page', 'data_source']));
    const found = await client.search({ query: 'blog', filter: { property: 'object', value: 'data_source' } });
    expect(found.results).toMatchObject([{ object: 'data_source', title: [{ plain_text: 'Blog ideas' }] }]);
  });

  it('puts the newest first, and knows only what is shared and not in the trash', async () => {
    const { client, demo, world } = await startApi();
    world.addPage({ title: 'Secret' });
    world.moveTime(60_000);
    world.edit.rename(demo.blank.id, 'Latest');
    world.edit.trash(demo.notes.id);
    const { results } = await client.search({ filter: { property: 'object', value: 'page' } });
    const titles = results.map((one) => world.titleOf(one.id));
    expect(titles[0]).toBe('Latest');
    expect(titles).not.toContain('Secret');
    expect(titles).not.toContain('Meeting notes');
  });

  it('lags behind for new pages, but not for what was shared directly', async () => {
    const { client, demo, world } = await startApi({ settings: { searchLag: 5000 } });
    const child = world.addPage({ title: 'Fresh child', parent: demo.blank.id });
    const find = async (query: string) => (await client.search({ query })).results.map((one) => one.id);
    expect(await find('fresh')).toEqual([]);
    expect(await find('visen')).toEqual([demo.blank.id]);
    world.moveTime(5000);
    expect(await find('fresh')).toEqual([child.id]);
  });

  it('refuses a database as the value of the filter', async () => {
    const { raw } = await startApi();
    const answer = await raw('POST', 'search', { filter: { property: 'object', value: 'database' } } as JsonObject);
    expect(answer.status).toBe(400);
  });
});
