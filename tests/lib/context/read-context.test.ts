import { describe, expect, it } from 'vitest';
import { readContext } from '../../../lib/context/read-context.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import { createFakeNotionWorkspace } from '../../fakes/fake-notion-workspace.ts';
import { convertMarkdownToBlocks } from '../../../lib/markdown/convert-markdown-to-blocks.ts';

const { signal } = new AbortController();
const NOTE = 'some of its text is missing here';

/** A page with so many items, each with an item below it, whose Markdown Notion refuses. */
async function openPage(items: number) {
  const notion = createFakeNotionWorkspace();
  const pageId = notion.addPage({ title: 'Large', texts: [] });
  for (let from = 0; from < items; from += 50) {
    const markdown = Array.from({ length: Math.min(50, items - from) }, (_, n) => `- item ${from + n}\n  - below`);
    const blocks = convertMarkdownToBlocks(markdown.join('\n'), { allowLink: () => true });
    await notion.appendChildren(pageId, blocks, { type: 'end' });
  }
  notion.failNext({
    method: 'getPageMarkdown',
    when: 'before',
    error: new AppError('notion-invalid-request', 'never'),
  });
  return { notion, pageId };
}

describe('a page that is read block by block', () => {
  it('is given whole, each level below its block', async () => {
    const { notion, pageId } = await openPage(20);
    const text = await readContext(notion, pageId, signal);
    expect(text.match(/below/g)).toHaveLength(20);
    expect(text).not.toContain(NOTE);
  });

  it('is read in 60 lists at most, and the model is told that some of it is missing', async () => {
    const { notion, pageId } = await openPage(200);
    const text = await readContext(notion, pageId, signal);
    expect(text.match(/item/g)).toHaveLength(200);
    expect(text.match(/below/g)).toHaveLength(59);
    expect(text).toContain(NOTE);
  });
});

it('tells the model that Notion cut the Markdown of a page', async () => {
  const notion = createFakeNotionWorkspace();
  const pageId = notion.addPage({ title: 'Large', texts: ['The beginning.'] });
  const cut: typeof notion = Object.create(notion, {
    getPageMarkdown: { value: async () => ({ markdown: 'The beginning.', truncated: true }) },
  });
  const text = await readContext(cut, pageId, signal);
  expect(text).toMatch(/^The beginning\.\n\n\(/);
  expect(text).toContain(NOTE);
  expect(await readContext(notion, pageId, signal)).not.toContain(NOTE);
});
