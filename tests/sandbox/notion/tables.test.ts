import type { PageObjectResponse } from '@notionhq/client';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../sandbox/notion/json.ts';
import { startApi, START, times } from './start-api.ts';

const titles = (results: unknown[]) =>
  results.map((page) => {
    const { properties } = page as PageObjectResponse;
    const title = Object.values(properties).find((value) => value.type === 'title');
    return title?.type === 'title' ? title.title.map((one) => one.plain_text).join('') : '';
  });

async function withRows() {
  const started = await startApi();
  const source = started.demo.ideas.dataSource.id;
  const query = async (filter: unknown, sorts?: unknown) => {
    const body = JSON.stringify({
      ...(filter === undefined ? {} : { filter }),
      ...(sorts === undefined ? {} : { sorts }),
    });
    const answer = await started.raw('POST', `data_sources/${source}/query`, body);
    return {
      status: answer.status,
      message: answer.body.message,
      titles: titles((answer.body.results as unknown[]) ?? []),
    };
  };
  return { ...started, source, query };
}

describe('databases and data sources', () => {
  it('a database names its sources and has no schema; a source has one', async () => {
    const { client, demo } = await startApi();
    const database = await client.databases.retrieve({ database_id: demo.ideas.database.id });
    expect(database).toMatchObject({ data_sources: [{ id: demo.ideas.dataSource.id, name: 'Blog ideas' }] });
    expect(database).not.toHaveProperty('properties');
    const source = await client.dataSources.retrieve({ data_source_id: demo.ideas.dataSource.id });
    expect(source).toMatchObject({
      properties: {
        Topic: { id: 'title', type: 'title' },
        Status: { status: { groups: [{ name: 'To-do' }, {}, {}] } },
      },
      parent: { type: 'database_id', database_id: demo.ideas.database.id },
    });
  });

  it('creates a database under a page, with a schema that can be filled at once', async () => {
    const { client, demo, world } = await startApi();
    const database = await client.databases.create({
      parent: { type: 'page_id', page_id: demo.blank.id },
      title: [{ text: { content: 'New' } }],
      initial_data_source: {
        properties: { Topic: { title: {} }, State: { status: {} }, Kind: { select: { options: [{ name: 'a' }] } } },
      },
    });
    const sourceId = 'data_sources' in database ? (database.data_sources[0]?.id ?? '') : '';
    const row = await client.pages.create({
      parent: { data_source_id: sourceId },
      properties: { Topic: { title: [{ text: { content: 'First' } }] } },
    });
    expect(row).toMatchObject({ properties: { State: { status: { name: 'Not started' } }, Kind: { select: null } } });
    expect(world.render(demo.blank.id).blocks).toMatchObject([{ type: 'child_database', title: 'New' }]);
  });

  it('refuses a schema with no title, and a database at the top for an internal integration', async () => {
    const { raw, demo } = await startApi();
    const parent = { page_id: demo.blank.id };
    const noTitle = { parent, initial_data_source: { properties: { A: { rich_text: {} } } } };
    expect((await raw('POST', 'databases', noTitle)).status).toBe(400);
    expect((await raw('POST', 'databases', { parent: { workspace: true } })).status).toBe(400);
  });

  it('adds, renames and removes properties, and keeps the ids', async () => {
    const { client, source } = await withRows();
    const before = await client.dataSources.retrieve({ data_source_id: source });
    const contentId = before.properties.Content?.id ?? '';
    const after = await client.dataSources.update({
      data_source_id: source,
      properties: { [contentId]: { name: 'Text' }, Extra: { number: {} }, Tags: null },
    });
    expect(after.properties.Text?.id).toBe(contentId);
    expect(Object.keys(after.properties)).toEqual(['Topic', 'Generate', 'Text', 'Status', 'Extra']);
  });

  it('takes 100 options in one request and refuses 101, and commas', async () => {
    const { raw, source } = await withRows();
    const send = (names: string[]) =>
      raw('PATCH', `data_sources/${source}`, {
        properties: { New: { select: { options: names.map((name) => ({ name })) } } },
      });
    expect((await send(times(101, String))).status).toBe(400);
    expect((await send(['a, b'])).body.message).toBe('Invalid select option, commas not allowed: a, b');
    expect((await send(times(100, String))).status).toBe(200);
  });

  it('keeps the other options when some are sent, and puts new status options into To-do', async () => {
    const { raw, source } = await withRows();
    const properties = {
      Tags: { multi_select: { options: [{ name: 'new' }] } },
      Status: { status: { options: [{ name: 'Idea' }] } },
    };
    const answer = await raw('PATCH', `data_sources/${source}`, { properties });
    const read = answer.body.properties as JsonObject;
    expect(JSON.stringify(read.Tags)).toContain('opinion');
    expect(read).toMatchObject({
      Status: { status: { groups: [{ option_ids: [expect.any(String), expect.any(String)] }, {}, {}] } },
    });
  });

  it('lists no templates', async () => {
    const { client, source } = await withRows();
    expect((await client.dataSources.listTemplates({ data_source_id: source })).templates).toEqual([]);
  });

  it('asks which source when a database has several', async () => {
    const { raw, demo, world } = await startApi();
    world.addDataSource({ databaseId: demo.ideas.database.id, title: 'More', properties: { Name: { title: {} } } });
    const answer = await raw('POST', 'pages', { parent: { database_id: demo.ideas.database.id }, properties: {} });
    expect(answer.body).toMatchObject({
      code: 'validation_error',
      additional_data: { error_type: 'multiple_data_sources_for_database' },
    });
  });

  it('a linked database lists no source', async () => {
    const { client, demo, world, source } = await withRows();
    const { database } = world.addDatabase({ title: 'Linked', parent: demo.blank.id, linkedTo: source });
    expect(await client.databases.retrieve({ database_id: database.id })).toMatchObject({ data_sources: [] });
  });
});

describe('querying', () => {
  it('filters by every operator of text, choice, checkbox and date', async () => {
    const { query, demo, world } = await withRows();
    const [first] = world.render(demo.ideas.database.id).rows;
    world.edit.setProperty(first?.id ?? '', 'Content', 'Hello World');
    const found = async (filter: unknown) => (await query(filter)).titles.length;
    const content = (condition: unknown) => found({ property: 'Content', rich_text: condition });
    expect(await content({ is_empty: true })).toBe(2);
    expect(await content({ is_not_empty: true })).toBe(2);
    expect(await content({ equals: 'Hello World' })).toBe(1);
    expect(await content({ does_not_equal: 'Hello World' })).toBe(3);
    expect(await content({ contains: 'world' })).toBe(1);
    expect(await content({ does_not_contain: 'world' })).toBe(3);
    expect(await content({ starts_with: 'Hello' })).toBe(1);
    expect(await content({ ends_with: 'short.' })).toBe(1);
    expect(await found({ property: 'Generate', checkbox: { equals: true } })).toBe(2);
    expect(await found({ property: 'Generate', checkbox: { does_not_equal: true } })).toBe(2);
    expect(await found({ property: 'Status', status: { equals: 'Done' } })).toBe(1);
    expect(await found({ property: 'Status', status: { does_not_equal: ['Done', 'In progress'] } })).toBe(3);
    expect(await found({ property: 'Tags', multi_select: { contains: 'news' } })).toBe(1);
    expect(await found({ property: 'Tags', multi_select: { is_empty: true } })).toBe(1);
    expect(await found({ timestamp: 'created_time', created_time: { on_or_after: 'today' } })).toBe(4);
    expect(await found({ timestamp: 'last_edited_time', last_edited_time: { before: 'yesterday' } })).toBe(0);
    expect(await found({ timestamp: 'created_time', created_time: { past_week: {} } })).toBe(4);
  });

  it('filters numbers, dates, links, people, relations, formulas and unique ids', async () => {
    const { raw, demo, world } = await startApi();
    const rows = world.render(demo.everything.database.id).rows;
    const related = world.render(demo.ideas.database.id).rows[0]?.id ?? '';
    world.edit.setProperty(rows[0]?.id ?? '', 'People', [{ id: demo.person.id }]);
    world.edit.setProperty(rows[0]?.id ?? '', 'Related', [{ id: related }]);
    const found = async (filter: unknown) => {
      const answer = await raw(
        'POST',
        `data_sources/${demo.everything.dataSource.id}/query`,
        JSON.stringify({ filter }),
      );
      return answer.status === 200 ? titles(answer.body.results as unknown[]) : [String(answer.body.message)];
    };
    const full = ['Full'];
    expect(await found({ property: 'Number', number: { greater_than_or_equal_to: 42 } })).toEqual(full);
    expect(await found({ property: 'Number', number: { greater_than: 42 } })).toEqual([]);
    expect(await found({ property: 'Number', number: { is_empty: true } })).toEqual(['Empty']);
    expect(await found({ property: 'Day', date: { equals: '2026-11-21' } })).toEqual(full);
    expect(await found({ property: 'Day', date: { on_or_before: '2026-11-20' } })).toEqual([]);
    expect(await found({ property: 'Day', date: { this_week: {} } })).toEqual(full);
    expect(await found({ property: 'Link', url: { contains: 'acme' } })).toEqual(full);
    expect(await found({ property: 'Choice', select: { equals: ['red', 'blue'] } })).toEqual(full);
    expect(await found({ property: 'People', people: { contains: demo.person.id } })).toEqual(full);
    expect(await found({ property: 'Related', relation: { contains: related } })).toEqual(full);
    expect(await found({ property: 'Files', files: { is_empty: true } })).toHaveLength(2);
    expect(await found({ property: 'Formula', formula: { number: { equals: 4 } } })).toEqual(full);
    expect(await found({ property: 'Number_id', unique_id: { equals: 2 } })).toEqual(['Empty']);
    expect(await found({ property: 'Checked', verification: { status: 'none' } })).toHaveLength(2);
  });

  it('takes two levels of and/or and refuses a third', async () => {
    const { query } = await withRows();
    const leaf = { property: 'Generate', checkbox: { equals: true } };
    expect((await query({ and: [{ or: [leaf, leaf] }] })).titles).toHaveLength(2);
    expect((await query({ and: [{ or: [{ and: [leaf] }] }] })).status).toBe(400);
  });

  it('refuses unknown properties, operators of another type, and two operators at once', async () => {
    const { query } = await withRows();
    expect((await query({ property: 'Nope', rich_text: { is_empty: true } })).message).toBe(
      'Could not find property with name or id: Nope',
    );
    expect((await query({ property: 'Topic', rich_text: { is_empty: true } })).message).toBe(
      'database property title does not match filter rich_text',
    );
    expect((await query({ property: 'Content', rich_text: { greater_than: 1 } })).status).toBe(400);
    expect((await query({ property: 'Content', rich_text: { contains: 'a', equals: 'b' } })).status).toBe(400);
    expect((await query({ property: 'Content', rich_text: { is_empty: false } })).status).toBe(400);
  });

  it('sorts by property and by timestamp, empty cells last', async () => {
    const { query } = await withRows();
    const [first] = (await query(undefined, [{ property: 'Topic', direction: 'ascending' }])).titles;
    expect(first).toBe('A first look at local models');
    expect((await query(undefined, [{ property: 'Content', direction: 'descending' }])).titles[0]).toBe(
      'How we write release notes',
    );
    expect((await query(undefined, [{ timestamp: 'created_time', direction: 'descending' }])).titles[0]).toBe(
      'How we write release notes',
    );
    expect((await query(undefined, [{ property: 'Topic', direction: 'up' }])).status).toBe(400);
  });

  it('shows only the properties that were asked for', async () => {
    const { client, source } = await withRows();
    const schema = await client.dataSources.retrieve({ data_source_id: source });
    const ids = [schema.properties.Content?.id ?? '', 'title'];
    const answer = await client.dataSources.query({ data_source_id: source, filter_properties: ids });
    expect(Object.keys((answer.results[0] as PageObjectResponse).properties)).toEqual(['Topic', 'Content']);
  });

  it('leaves out the trash unless asked for it', async () => {
    const { client, source, world, demo } = await withRows();
    const row = world.render(demo.ideas.database.id).rows[0]?.id ?? '';
    await client.pages.update({ page_id: row, in_trash: true });
    expect((await client.dataSources.query({ data_source_id: source })).results).toHaveLength(3);
    const trashed = await client.dataSources.query({ data_source_id: source, in_trash: true });
    expect(trashed.results.map((one) => one.id)).toEqual([row]);
  });

  it('ends at the cap and says so', async () => {
    const { client, source } = await (async () => {
      const started = await startApi({ settings: { queryCap: 3 } });
      return { ...started, source: started.demo.ideas.dataSource.id };
    })();
    const first = await client.dataSources.query({ data_source_id: source, page_size: 2 });
    expect(first).toMatchObject({ has_more: true });
    const last = await client.dataSources.query({
      data_source_id: source,
      page_size: 2,
      start_cursor: first.next_cursor,
    });
    expect(last).toMatchObject({
      has_more: false,
      request_status: { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' },
    });
    expect(last.results).toHaveLength(1);
  });

  it('does not say incomplete when the rows fit under the cap exactly', async () => {
    const { client, demo } = await startApi({ settings: { queryCap: 4 } });
    const answer = await client.dataSources.query({ data_source_id: demo.ideas.dataSource.id });
    expect(answer).toMatchObject({ has_more: false, request_status: { type: 'complete' } });
  });
});

describe('views', () => {
  it('lists the views of a database and tells their source, filter and sorts', async () => {
    const { client, demo } = await startApi();
    const { results } = await client.views.list({ database_id: demo.ideas.database.id });
    const views = await Promise.all(results.map((view) => client.views.retrieve({ view_id: view.id })));
    expect(views).toMatchObject([
      { name: 'Default view', data_source_id: demo.ideas.dataSource.id, filter: null },
      { name: 'To generate', filter: { property: 'Generate' } },
      { name: 'A to Z', sorts: [{ property: 'Topic' }] },
    ]);
  });

  it('queries with the filter and sort of the view, counts all, and forgets after a quarter of an hour', async () => {
    const { client, demo, world, raw } = await startApi();
    const { results } = await client.views.list({ database_id: demo.ideas.database.id });
    const view_id = results[2]?.id ?? '';
    const query = await client.views.queries.create({ view_id, page_size: 3 });
    expect(query).toMatchObject({ total_count: 4, has_more: true });
    expect(query.expires_at).toBe(new Date(START + 15 * 60_000).toISOString());
    expect(world.titleOf(query.results[0]?.id ?? '')).toBe('A first look at local models');
    const rest = await client.views.queries.results({
      view_id,
      query_id: query.id,
      start_cursor: query.next_cursor ?? '',
    });
    expect(rest.results).toHaveLength(1);
    world.moveTime(15 * 60_000);
    expect((await raw('GET', `views/${view_id}/queries/${query.id}`)).status).toBe(404);
  });
});
