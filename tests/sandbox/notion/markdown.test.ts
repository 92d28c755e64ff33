import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../../sandbox/notion/markdown-parse.ts';
import { writeMarkdown } from '../../../sandbox/notion/markdown-write.ts';
import { treeOf } from '../../../sandbox/notion/page-content.ts';
import { World } from '../../../sandbox/notion/world.ts';
import { paragraph, startApi, times } from './start-api.ts';

async function withText(blocks: string) {
  const started = await startApi();
  const page = started.world.addPage({ title: 'Text', parent: started.demo.blank.id, blocks });
  const read = async () => (await started.client.pages.retrieveMarkdown({ page_id: page.id })).markdown;
  const command = (body: unknown) => started.raw('PATCH', `pages/${page.id}/markdown`, JSON.stringify(body));
  return { ...started, page, read, command, ids: () => started.world.children(page.id).map((one) => one.id) };
}

const MIXED = `# Title {color="blue_bg"}
Plain **bold** *it* ~~gone~~ \`x * y\` [link](https://a.example/b) and $e=mc^2$
- one
	- below
		1. deep
- [x] done
- [ ] open
> quote<br>second line
<empty-block/>
\`\`\`sql
select * from t where a < 1;
\`\`\`
$$
x^2
$$
---
<details>
<summary>Fold</summary>
	inside
</details>
<callout icon="💡" color="gray_bg">
	Note
	- in it
</callout>
<table header-row="true">
<tr>
<td>a</td>
<td>b</td>
</tr>
<tr>
<td>1</td>
<td>\\|2\\|</td>
</tr>
</table>
![cap](https://a.example/i.png)`;

describe('reading a page as markdown', () => {
  it('writes the enhanced dialect and reads its own writing back unchanged', async () => {
    const { command, read, page, world } = await withText('');
    expect((await command({ type: 'insert_content', insert_content: { content: MIXED } })).status).toBe(200);
    expect(await read()).toBe(MIXED);
    expect(world.render(page.id).blocks.map((block) => block.type)).toEqual([
      'heading_1',
      'paragraph',
      'bulleted_list_item',
      'to_do',
      'to_do',
      'quote',
      'paragraph',
      'code',
      'equation',
      'divider',
      'toggle',
      'callout',
      'table',
      'image',
    ]);
  });

  it('escapes what would be markup, so that any text survives', () => {
    const world = new World();
    const sign = fc.constantFrom(...'ab *_~`$[]<>{}|\\^#-+.!()1'.split(''));
    const text = fc
      .string({ unit: sign, minLength: 1, maxLength: 30 })
      .map((one) => one.trim())
      .filter(Boolean);
    fc.assert(
      fc.property(text, (content) => {
        const page = world.addPage({ title: 'x', blocks: [paragraph(content)] });
        const parsed = parseMarkdown(writeMarkdown(treeOf(world, page.id)), 'v1');
        const blocks = parsed.flatMap((one) => ('request' in one ? [one.request] : []));
        expect(world.toText(world.addPage({ title: 'x', blocks }).id)).toBe(world.toText(page.id));
      }),
    );
  });

  it('names blocks that markdown cannot say', async () => {
    const { client, demo, world } = await startApi();
    world.addBlocks(demo.blank.id, [{ bookmark: { url: 'https://a.example' } }, paragraph('x')]);
    const answer = await client.pages.retrieveMarkdown({ page_id: demo.blank.id });
    const [bookmark] = world.children(demo.blank.id);
    expect(answer).toMatchObject({ object: 'page_markdown', truncated: false, unknown_block_ids: [bookmark?.id] });
    expect(answer.markdown).toMatch(/^<unknown url="[^"]+" alt="bookmark"\/>\nx$/);
  });

  it('also takes a block, and speaks v2 when asked', async () => {
    const { raw, world, page } = await withText('- a\n  - b\n\ntext');
    const block = world.children(page.id)[0]?.id ?? '';
    expect((await raw('GET', `pages/${block}/markdown`)).body.markdown).toBe('- a\n\t- b');
    expect((await raw('GET', `pages/${page.id}/markdown?markdown_version=v2`)).body.markdown).toBe(
      '- a\n  - b\n\ntext',
    );
  });
});

describe('changing a page by markdown', () => {
  it('inserts at the end, at the start and after a selection, and answers with the whole page', async () => {
    const { command } = await withText('one\n\ntwo');
    const insert = (insert_content: unknown) => command({ type: 'insert_content', insert_content });
    await insert({ content: 'last' });
    await insert({ content: 'first', position: { type: 'start' } });
    const answer = await insert({ content: 'between', after: 'one...one' });
    expect(answer.body).toMatchObject({ object: 'page_markdown', markdown: 'first\none\nbetween\ntwo\nlast' });
    expect((await insert({ content: 'x', after: 'nowhere' })).status).toBe(400);
    expect((await insert({ content: 'x', after: 'one', position: { type: 'end' } })).status).toBe(400);
  });

  it('replaces a text and keeps the blocks that did not change', async () => {
    const { command, ids, read } = await withText('one\n\ntwo\n\nthree');
    const before = ids();
    const update = (content_updates: unknown) =>
      command({ type: 'update_content', update_content: { content_updates } });
    expect((await update([{ old_str: 'two', new_str: 'TWO' }])).status).toBe(200);
    expect(await read()).toBe('one\nTWO\nthree');
    expect([ids()[0], ids()[2]]).toEqual([before[0], before[2]]);
    expect(ids()[1]).not.toBe(before[1]);
  });

  it('refuses an old_str that is missing, empty or found twice', async () => {
    const { command, read } = await withText('aa\n\naa');
    const update = (old_str: string, replace_all_matches?: boolean) =>
      command({
        type: 'update_content',
        update_content: {
          content_updates: [{ old_str, new_str: 'b', ...(replace_all_matches ? { replace_all_matches } : {}) }],
        },
      });
    expect((await update('zz')).status).toBe(400);
    expect((await update('')).status).toBe(400);
    expect((await update('aa')).status).toBe(400);
    expect((await update('aa', true)).status).toBe(200);
    expect(await read()).toBe('b\nb');
  });

  it('takes 100 updates and refuses 101', async () => {
    const { command } = await withText('a');
    const update = (count: number) =>
      command({
        type: 'update_content',
        update_content: { content_updates: times(count, () => ({ old_str: 'a', new_str: 'a' })) },
      });
    expect((await update(101)).status).toBe(400);
    expect((await update(100)).status).toBe(200);
  });

  it('replaces a range', async () => {
    const { command, read } = await withText('one\n\ntwo\n\nthree');
    const body = { content: 'X', content_range: 'one...two' };
    expect((await command({ type: 'replace_content_range', replace_content_range: body })).status).toBe(200);
    expect(await read()).toBe('X\nthree');
  });

  it('deletes child pages only when told to, and keeps those that are named', async () => {
    const { command, world, page, ids } = await withText('text');
    const child = world.addPage({ title: 'Child', parent: page.id });
    const replace = (new_str: string, allow?: boolean) =>
      command({
        type: 'replace_content',
        replace_content: { new_str, ...(allow ? { allow_deleting_content: true } : {}) },
      });
    const refused = await replace('new');
    expect(refused).toMatchObject({ status: 400, body: { code: 'validation_error' } });
    expect(refused.body.message).toContain(child.id);
    const named = `<page url="https://app.notion.com/p/${child.id.replaceAll('-', '')}">Child</page>\nafter`;
    expect((await replace(named)).status).toBe(200);
    expect(ids()[0]).toBe(child.id);
    expect((await replace('new', true)).status).toBe(200);
    expect(child.inTrash).toBe(true);
  });

  it('wants one command, and its type', async () => {
    const { command } = await withText('a');
    expect((await command({ insert_content: { content: 'x' } })).status).toBe(400);
    expect((await command({ type: 'replace_content', insert_content: { content: 'x' } })).status).toBe(400);
    const both = { type: 'insert_content', insert_content: { content: 'x' }, replace_content: { new_str: 'x' } };
    expect((await command(both)).status).toBe(400);
  });

  it('answers at once when asked to, and does the work by the time it is polled', async () => {
    const { client, raw, page, read } = await withText('a');
    const queued = await raw('PATCH', `pages/${page.id}/markdown`, {
      type: 'insert_content',
      insert_content: { content: 'b' },
      allow_async: true,
    });
    expect(queued).toMatchObject({
      status: 202,
      body: { object: 'async_task', status: 'queued', poll_after_seconds: 2 },
    });
    const task_id = String(queued.body.id);
    expect(await client.asyncTasks.retrieve({ task_id })).toMatchObject({ status: 'running' });
    expect(await client.asyncTasks.retrieve({ task_id })).toMatchObject({
      status: 'succeeded',
      result: { markdown: 'a\nb' },
    });
    expect(await client.asyncTasks.retrieve({ task_id })).toMatchObject({ status: 'succeeded' });
    expect(await read()).toBe('a\nb');
  });

  it('refuses an edit that makes the page too large, and ids that are no page', async () => {
    const { raw, command, page, settings, demo, world } = await withText('a\n\nb');
    settings.markdownBlocks = 3;
    const insert = { type: 'insert_content', insert_content: { content: 'c' } };
    expect((await command(insert)).status).toBe(200);
    expect((await command(insert)).status).toBe(400);
    const block = world.children(page.id)[0]?.id ?? '';
    for (const id of [block, demo.ideas.database.id]) {
      expect((await raw('PATCH', `pages/${id}/markdown`, insert)).body.code).toBe('validation_error');
    }
  });

  it('creates a page later when asked to', async () => {
    const { raw, client, demo, world } = await startApi({ settings: { taskPolls: 0 } });
    const body = { parent: { page_id: demo.blank.id }, markdown: '# Later\ntext', allow_async: true };
    const queued = await raw('POST', 'pages', body);
    expect(queued.status).toBe(202);
    expect(world.children(demo.blank.id)).toEqual([]);
    const task = await client.asyncTasks.retrieve({ task_id: String(queued.body.id) });
    expect(task).toMatchObject({ status: 'succeeded', result: { object: 'page' } });
    expect(world.toText(demo.blank.id)).toBe('Visen demo\nLater');
  });

  it('reads what models write when told v2', async () => {
    const { command, world, page } = await withText('');
    const content = 'A paragraph\nthat goes on.\n\n1. one\n   - below\n2. two\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n';
    await command({ type: 'insert_content', insert_content: { content }, markdown_version: 'v2' });
    expect(world.toText(page.id)).toBe('Text\nA paragraph\nthat goes on.\n1. one\n  - below\n2. two\na | b\n1 | 2');
  });
});
