import { describe, expect, it } from 'vitest';
import { paragraph, startApi, times } from './start-api.ts';

describe('appending blocks', () => {
  it('answers with the first level only, in order', async () => {
    const { client, demo } = await startApi();
    const answer = await client.blocks.children.append({
      block_id: demo.blank.id,
      children: [
        { paragraph: { rich_text: [{ text: { content: 'one' } }], children: [paragraph('below')] } },
        paragraph('two'),
      ],
    });
    expect(answer.results).toHaveLength(2);
    expect(answer.results[0]).toMatchObject({ type: 'paragraph', has_children: true, in_trash: false });
    expect(answer.results[0]).not.toHaveProperty('archived');
    const below = await client.blocks.children.list({ block_id: answer.results[0]?.id ?? '' });
    expect(below.results).toMatchObject([{ paragraph: { rich_text: [{ plain_text: 'below', href: null }] } }]);
  });

  it('puts blocks at the end, at the start and after a block', async () => {
    const { client, demo, world } = await startApi();
    const block_id = demo.blank.id;
    const [b] = (await client.blocks.children.append({ block_id, children: [paragraph('b')] })).results;
    await client.blocks.children.append({ block_id, children: [paragraph('d')], position: { type: 'end' } });
    await client.blocks.children.append({ block_id, children: [paragraph('a')], position: { type: 'start' } });
    await client.blocks.children.append({
      block_id,
      children: [paragraph('c')],
      position: { type: 'after_block', after_block: { id: b?.id ?? '' } },
    });
    expect(world.toText(block_id)).toBe('Visen demo\na\nb\nc\nd');
  });

  it('answers an append behind a block with the new blocks and then every sibling that follows', async () => {
    const { client, demo, world } = await startApi();
    const block_id = demo.blank.id;
    const [first] = (await client.blocks.children.append({ block_id, children: ['a', 'd', 'e'].map(paragraph) }))
      .results;
    const { results } = await client.blocks.children.append({
      block_id,
      children: [paragraph('b'), paragraph('c')],
      position: { type: 'after_block', after_block: { id: first?.id ?? '' } },
    });
    expect(results.map(({ id }) => id)).toEqual(
      world
        .children(block_id)
        .slice(1)
        .map(({ id }) => id),
    );
    expect(results).toHaveLength(4);
  });

  it('refuses a block of another page as the place to follow', async () => {
    const { raw, demo } = await startApi();
    const position = { type: 'after_block', after_block: { id: demo.notes.childIds[0] ?? '' } };
    const answer = await raw('PATCH', `blocks/${demo.blank.id}/children`, { children: [paragraph('x')], position });
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_error' } });
  });

  it('takes 100 blocks and refuses 101, with the path and the figures', async () => {
    const { raw, demo, world } = await startApi();
    const path = `blocks/${demo.blank.id}/children`;
    const refused = await raw('PATCH', path, { children: times(101, () => paragraph('x')) });
    expect(refused.body.message).toBe(
      'body failed validation: body.children.length should be ≤ `100`, instead was `101`.',
    );
    expect(world.children(demo.blank.id)).toHaveLength(0);
    expect((await raw('PATCH', path, { children: times(100, () => paragraph('x')) })).status).toBe(200);
    expect(world.children(demo.blank.id)).toHaveLength(100);
  });

  it('takes text of 2,000 and refuses 2,001, and takes an empty text', async () => {
    const { raw, demo } = await startApi();
    const path = `blocks/${demo.blank.id}/children`;
    const refused = await raw('PATCH', path, { children: [paragraph('x'.repeat(2001))] });
    expect(refused.body.message).toBe(
      'body failed validation: body.children[0].paragraph.rich_text[0].text.content.length should be ≤ `2000`, instead was `2001`.',
    );
    expect((await raw('PATCH', path, { children: [paragraph('x'.repeat(2000)), paragraph('')] })).status).toBe(200);
    expect((await raw('PATCH', path, { children: [{ paragraph: { rich_text: [] } }] })).status).toBe(200);
  });

  it('takes two levels below the top and refuses a third', async () => {
    const { raw, demo } = await startApi();
    const nest = (depth: number): Record<string, unknown> =>
      depth === 0
        ? paragraph('leaf')
        : { toggle: { rich_text: [{ text: { content: 'level' } }], children: [nest(depth - 1)] } };
    const send = (depth: number) =>
      raw('PATCH', `blocks/${demo.blank.id}/children`, JSON.stringify({ children: [nest(depth)] }));
    expect((await send(2)).status).toBe(200);
    const refused = await send(3);
    expect(refused.status).toBe(400);
    expect(refused.body.message).toContain(
      'body.children[0].toggle.children[0].toggle.children[0].toggle.children should be not present',
    );
  });

  it('refuses unknown and read-only keys', async () => {
    const { raw, demo } = await startApi();
    const path = `blocks/${demo.blank.id}/children`;
    const archived = await raw('PATCH', path, { children: [{ ...paragraph('x'), archived: false }] });
    expect(archived.body.message).toBe(
      'body failed validation: body.children[0].archived should be not present, instead was `false`.',
    );
    const plain = { paragraph: { rich_text: [{ text: { content: 'x' }, plain_text: 'x' }] } };
    expect((await raw('PATCH', path, { children: [plain] })).status).toBe(400);
    const linkBeside = { paragraph: { rich_text: [{ text: { content: 'x' }, link: { url: 'https://a.example' } }] } };
    expect((await raw('PATCH', path, { children: [linkBeside] })).body.message).toContain(
      'rich_text[0].link should be not present, instead was `{"url":"https://a.example"}`.',
    );
  });

  it('refuses the whole request for one bad link, with a line for each', async () => {
    const { raw, demo, world } = await startApi();
    const link = (url: string) => ({ paragraph: { rich_text: [{ text: { content: 'x', link: { url } } }] } });
    const path = `blocks/${demo.blank.id}/children`;
    const children = [paragraph('fine'), link('/relative'), link('javascript:alert(1)')];
    const refused = await raw('PATCH', path, { children });
    expect(refused.body).toMatchObject({
      code: 'validation_error',
      message: 'Content creation Failed. Fix the following: \nInvalid URL for link.\nInvalid URL for link.',
    });
    expect(world.children(demo.blank.id)).toHaveLength(0);
    expect((await raw('PATCH', path, { children: [link('https://a.example/b')] })).status).toBe(200);
  });

  it('knows the code languages and wants one', async () => {
    const { raw, demo } = await startApi();
    const send = (language?: string) =>
      raw('PATCH', `blocks/${demo.blank.id}/children`, {
        children: [{ code: { rich_text: [], ...(language === undefined ? {} : { language }) } }],
      });
    expect((await send('plain text')).status).toBe(200);
    expect((await send('java/c/c++/c#')).status).toBe(200);
    expect((await send('tsx')).status).toBe(400);
    expect((await send()).body.message).toContain('body.children[0].code.language should be defined');
  });

  it('wants as many cells in a row as the table is wide, also in rows appended later', async () => {
    const { raw, demo, world } = await startApi();
    const row = (count: number) => ({ table_row: { cells: times(count, () => []) } });
    const table = (rows: number, cells = 2) => ({ table: { table_width: 2, children: times(rows, () => row(cells)) } });
    const path = `blocks/${demo.blank.id}/children`;
    expect((await raw('PATCH', path, { children: [table(1, 3)] })).status).toBe(400);
    expect((await raw('PATCH', path, { children: [table(0)] })).status).toBe(400);
    expect((await raw('PATCH', path, { children: [table(101)] })).status).toBe(400);
    expect((await raw('PATCH', path, { children: [table(100)] })).status).toBe(200);
    const tablePath = `blocks/${world.children(demo.blank.id)[0]?.id ?? ''}/children`;
    expect((await raw('PATCH', tablePath, { children: [row(2)] })).status).toBe(200);
    expect((await raw('PATCH', tablePath, { children: [row(1)] })).status).toBe(400);
    expect((await raw('PATCH', tablePath, { children: [paragraph('x')] })).status).toBe(400);
    expect((await raw('PATCH', path, { children: [row(2)] })).status).toBe(400);
  });

  it('takes a table at the second level but not at the third', async () => {
    const { raw, demo } = await startApi();
    const table = { table: { table_width: 1, children: [{ table_row: { cells: [[]] } }] } };
    const inToggle = (child: unknown) => ({ toggle: { rich_text: [], children: [child] } });
    const send = (child: unknown) =>
      raw('PATCH', `blocks/${demo.blank.id}/children`, JSON.stringify({ children: [child] }));
    expect((await send(inToggle(table))).status).toBe(200);
    expect((await send(inToggle(inToggle(table)))).status).toBe(400);
  });

  it('takes columns at the top only, two or more, none empty', async () => {
    const { raw, demo } = await startApi();
    const column = (children: unknown[]) => ({ column: { children } });
    const columns = (count: number, children: unknown[] = [paragraph('x')]) => ({
      column_list: { children: times(count, () => column(children)) },
    });
    const send = (child: unknown) =>
      raw('PATCH', `blocks/${demo.blank.id}/children`, JSON.stringify({ children: [child] }));
    expect((await send(columns(2))).status).toBe(200);
    expect((await send(columns(1))).status).toBe(400);
    expect((await send(columns(2, []))).status).toBe(400);
    expect((await send({ toggle: { rich_text: [], children: [columns(2)] } })).status).toBe(400);
  });

  it('takes children of a heading only when it can be folded', async () => {
    const { raw, demo } = await startApi();
    const heading = (folds: boolean) => ({
      heading_2: { rich_text: [], is_toggleable: folds, children: [paragraph('x')] },
    });
    const path = `blocks/${demo.blank.id}/children`;
    expect((await raw('PATCH', path, { children: [heading(true)] })).status).toBe(200);
    expect((await raw('PATCH', path, { children: [heading(false)] })).status).toBe(400);
  });

  it('takes 1,000 blocks at all levels and refuses 1,001', async () => {
    const { raw, demo } = await startApi();
    const group = (size: number) => ({
      bulleted_list_item: { rich_text: [], children: times(size, () => ({ divider: {} })) },
    });
    const path = `blocks/${demo.blank.id}/children`;
    const thousand = times(10, () => group(99));
    expect((await raw('PATCH', path, { children: [...thousand, { divider: {} }] })).status).toBe(400);
    expect((await raw('PATCH', path, { children: thousand })).status).toBe(200);
  });

  it('lists every alternative for a block of no known type', async () => {
    const { raw, demo } = await startApi();
    const refused = await raw('PATCH', `blocks/${demo.blank.id}/children`, { children: [{}] });
    expect(refused.body.message).toMatch(
      /^body failed validation\. Fix one:\nbody\.children\[0\]\.embed should be defined, instead was `undefined`\.\n/,
    );
  });
});

describe('reading, changing and deleting blocks', () => {
  it('pages through children by cursor', async () => {
    const { client, demo, world } = await startApi();
    world.addBlocks(
      demo.blank.id,
      times(250, (index) => paragraph(String(index))),
    );
    const sizes: number[] = [];
    let start_cursor: string | null = null;
    do {
      const page = await client.blocks.children.list({
        block_id: demo.blank.id,
        ...(start_cursor === null ? {} : { start_cursor }),
      });
      sizes.push(page.results.length);
      start_cursor = page.next_cursor;
    } while (start_cursor !== null);
    expect(sizes).toEqual([100, 100, 50]);
  });

  it('refuses a page_size over 100 and a cursor it did not give', async () => {
    const { raw, demo } = await startApi();
    expect((await raw('GET', `blocks/${demo.blank.id}/children?page_size=100`)).status).toBe(200);
    expect((await raw('GET', `blocks/${demo.blank.id}/children?page_size=101`)).status).toBe(400);
    expect((await raw('GET', `blocks/${demo.blank.id}/children?start_cursor=abc`)).status).toBe(400);
  });

  it('replaces the text and keeps type and flags', async () => {
    const { client, raw, demo } = await startApi();
    const item = { to_do: { rich_text: [{ text: { content: 'a' } }], checked: true } };
    const [todo] = (await client.blocks.children.append({ block_id: demo.blank.id, children: [item] })).results;
    const id = todo?.id ?? '';
    const changed = await client.blocks.update({ block_id: id, to_do: { rich_text: [{ text: { content: 'b' } }] } });
    expect(changed).toMatchObject({ to_do: { rich_text: [{ plain_text: 'b' }], checked: true } });
    expect((await raw('PATCH', `blocks/${id}`, { paragraph: { rich_text: [] } })).status).toBe(400);
    expect((await raw('PATCH', `blocks/${id}`, { to_do: { rich_text: [], children: [] } })).status).toBe(400);
  });

  it('trashes and brings back in the same place, and refuses writes in between', async () => {
    const { client, raw, demo, world } = await startApi();
    world.addBlocks(demo.blank.id, 'a\n\nb\n\nc');
    const id = world.children(demo.blank.id)[1]?.id ?? '';
    expect(await client.blocks.delete({ block_id: id })).toMatchObject({ in_trash: true });
    expect(world.toText(demo.blank.id)).toBe('Visen demo\na\nc');
    const refused = await raw('PATCH', `blocks/${id}`, { paragraph: { rich_text: [] } });
    expect(refused.body).toMatchObject({
      code: 'validation_error',
      message: "Can't edit block that is archived. You must unarchive the block before editing.",
    });
    expect((await raw('DELETE', `blocks/${id}`)).status).toBe(400);
    await client.blocks.update({ block_id: id, in_trash: false });
    expect(world.toText(demo.blank.id)).toBe('Visen demo\na\nb\nc');
  });

  it('refuses archived and after under 2026-03-11, and takes them under 2025-09-03', async () => {
    const { raw, demo, world } = await startApi();
    world.addBlocks(demo.blank.id, 'a\n\nb');
    const first = world.children(demo.blank.id)[0]?.id ?? '';
    const old = { 'notion-version': '2025-09-03' };
    const append = { children: [paragraph('x')], after: first };
    expect((await raw('PATCH', `blocks/${demo.blank.id}/children`, append)).body.message).toContain(
      'body.after should be not present',
    );
    expect((await raw('PATCH', `blocks/${demo.blank.id}/children`, append, old)).status).toBe(200);
    expect(world.toText(demo.blank.id)).toBe('Visen demo\na\nx\nb');
    expect((await raw('PATCH', `blocks/${first}`, { archived: true })).status).toBe(400);
    expect((await raw('PATCH', `blocks/${first}`, { archived: true }, old)).body.archived).toBe(true);
  });
});
