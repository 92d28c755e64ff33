import { describe, expect, it } from 'vitest';
import { childrenOf, type NotionBlock } from '../../../lib/markdown/block-types.ts';
import { fingerprintRequest, fingerprintResponse } from '../../../lib/markdown/block-fingerprint.ts';
import { cleanAnswer } from '../../../lib/markdown/clean-answer.ts';
import { convertMarkdownToBlocks } from '../../../lib/markdown/convert-markdown-to-blocks.ts';
import { CORPUS } from './corpus.ts';

type Json = Record<string, unknown>;

const convert = (markdown: string): NotionBlock[] => convertMarkdownToBlocks(markdown, { allowLink: () => true });
const one = (markdown: string): string => fingerprintRequest(convert(markdown)[0]!);

/** The block as Notion answers it: with ids and defaults, each run cut in two, URLs spelled with their slash. */
function answered(block: NotionBlock): { type: string } {
  const body = (block as unknown as Record<string, Json>)[block.type]!;
  const { children, ...rest } = body;
  const extended: Json = { ...rest };
  if (Array.isArray(rest.rich_text)) extended.rich_text = rest.rich_text.flatMap(answeredRun);
  if (Array.isArray(rest.cells)) extended.cells = rest.cells.map((cell: Json[]) => cell.flatMap(answeredRun));
  if (rest.rich_text !== undefined) extended.color = rest.color ?? 'default';
  if (block.type.startsWith('heading')) extended.is_toggleable = false;
  if (block.type === 'code') extended.caption = [];
  return {
    object: 'block',
    id: '248104cd-477e-80fd-b757-e945d38000bd',
    parent: { type: 'page_id', page_id: 'x' },
    created_time: '2026-11-20T10:00:00.000Z',
    has_children: children !== undefined,
    in_trash: false,
    type: block.type,
    [block.type]: extended,
  } as { type: string };
}

function answeredRun(run: Json): Json[] {
  const flags = (run.annotations ?? {}) as Json;
  const annotations = {
    bold: false,
    italic: false,
    strikethrough: false,
    underline: false,
    code: false,
    color: 'default',
    ...flags,
  };
  if (run.type === 'equation') {
    return [{ ...run, annotations, plain_text: (run.equation as Json).expression, href: null }];
  }
  const { content, link } = run.text as { content: string; link?: { url: string } };
  const href = link === undefined ? null : new URL(link.url).href;
  const cut = Math.floor(content.length / 2);
  return [content.slice(0, cut), content.slice(cut)].map((part) => ({
    type: 'text',
    text: { content: part, link: href === null ? null : { url: href } },
    annotations,
    plain_text: part,
    href,
  }));
}

function all(blocks: readonly NotionBlock[]): NotionBlock[] {
  return blocks.flatMap((block) => [block, ...all(childrenOf(block))]);
}

describe('block fingerprints', () => {
  it.each(Object.entries(CORPUS))('recognise the blocks of "%s" in what Notion answers', (_name, answer) => {
    for (const block of all(convert(cleanAnswer(answer)))) {
      expect(fingerprintResponse(answered(block))).toBe(fingerprintRequest(block));
    }
  });

  it('tell apart what a person sees as different', () => {
    const different = [
      'text',
      'Text',
      '**text**',
      '*text*',
      '`text`',
      '~~text~~',
      '<u>text</u>',
      '[text](https://a.com)',
      '[text](https://b.com)',
      '# text',
      '## text',
      '- text',
      '1. text',
      '- [ ] text',
      '- [x] text',
      '> text',
      '> [!NOTE]\n> text',
      '> [!TIP]\n> text',
      '```\ntext\n```',
      '```js\ntext\n```',
      '$text$',
      '$$\ntext\n$$',
      '---',
      'te**xt**',
      '| text |\n|---|',
      '| text | |\n|---|---|',
    ].map(one);
    expect(new Set(different).size).toBe(different.length);
  });

  it('see an edit of a cell, a colour and a caption', () => {
    const row = (text: string): NotionBlock => ({
      type: 'table_row',
      table_row: { cells: [[{ type: 'text', text: { content: text } }], []] },
    });
    expect(fingerprintRequest(row('a'))).not.toBe(fingerprintRequest(row('b')));
    const [code, plain] = [answered(convert('```\nx\n```')[0]!), answered(convert('x')[0]!)] as unknown as Record<
      string,
      Json
    >[];
    const print = (block: unknown): string => fingerprintResponse(block as { type: string });
    expect(print({ ...code, code: { ...code!.code, caption: [{ plain_text: 'new' }] } })).not.toBe(print(code));
    expect(print({ ...plain, paragraph: { ...plain!.paragraph, color: 'red' } })).not.toBe(print(plain));
  });

  it('leave children out', () => {
    expect(one('- a\n  - b')).toBe(one('- a'));
  });

  it('never fail on what Notion may add', () => {
    for (const block of [
      { type: 'new_type' },
      { type: 'x', x: null },
      { type: 'x', x: { rich_text: 'no', cells: [1, null] } },
    ]) {
      expect(fingerprintResponse(block)).toMatch(/^\w+-[0-9a-z]+$/);
    }
  });
});
