import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childrenOf, type NotionBlock } from '../../../lib/markdown/block-types.ts';
import { fingerprintRequest } from '../../../lib/markdown/block-fingerprint.ts';
import { cleanAnswer } from '../../../lib/markdown/clean-answer.ts';
import { convertBlocksToPlainText, convertBlocksToText } from '../../../lib/markdown/convert-blocks-to-text.ts';
import { convertMarkdownToBlocks } from '../../../lib/markdown/convert-markdown-to-blocks.ts';
import type { ReadableBlock } from '../../../lib/markdown/read-rich-text.ts';
import { CORPUS } from './corpus.ts';

const convert = (markdown: string): NotionBlock[] => convertMarkdownToBlocks(markdown, { allowLink: () => true });
const prints = (blocks: readonly NotionBlock[]): unknown[] =>
  blocks.map((block) => [fingerprintRequest(block), prints(childrenOf(block))]);

const linked = (content: string) => ({
  type: 'paragraph',
  paragraph: { rich_text: [{ text: { content, link: { url: 'https://tea.example/x' } } }] },
});

describe('blocks to Markdown', () => {
  it.each(Object.entries(CORPUS))('gives the same blocks again for "%s"', (_n, answer) => {
    const blocks = convert(cleanAnswer(answer));
    const text = convertBlocksToText(blocks);
    const again = convert(text);
    if (JSON.stringify(prints(again)) !== JSON.stringify(prints(blocks))) expect(again, text).toEqual(blocks);
  });

  it('reads what Notion answers, with children attached', () => {
    const run = (text: string, more = {}) => ({
      type: 'text',
      text: { content: text, link: null },
      plain_text: text,
      href: null,
      ...more,
    });
    const blocks = [
      { type: 'heading_2', heading_2: { rich_text: [run('Plan')], color: 'default', is_toggleable: false } },
      {
        type: 'numbered_list_item',
        numbered_list_item: { rich_text: [run('one')] },
        children: [{ type: 'to_do', to_do: { rich_text: [run('x')], checked: true } }],
      },
      { type: 'numbered_list_item', numbered_list_item: { rich_text: [run('two', { annotations: { bold: true } })] } },
      {
        type: 'column_list',
        column_list: {},
        children: [
          { type: 'column', column: {}, children: [{ type: 'paragraph', paragraph: { rich_text: [run('left')] } }] },
        ],
      },
      {
        type: 'table',
        table: { table_width: 2, has_column_header: true },
        children: [
          { type: 'table_row', table_row: { cells: [[run('a|b')], []] } },
          { type: 'table_row', table_row: { cells: [[run('c')], [run('d')]] } },
        ],
      },
      { type: 'image', image: { type: 'external', external: { url: 'https://a.com/i.png' }, caption: [run('Pic')] } },
      { type: 'bookmark', bookmark: { url: 'https://a.com', caption: [] } },
      { type: 'child_page', child_page: { title: 'Sub' } },
      { type: 'table_of_contents', table_of_contents: { color: 'default' } },
      { type: 'unsupported', unsupported: {} },
      {
        type: 'callout',
        callout: { rich_text: [run('Note')], icon: { type: 'emoji', emoji: '🦄' }, color: 'default' },
      },
      {
        type: 'paragraph',
        paragraph: { rich_text: [{ type: 'mention', mention: { type: 'user' }, plain_text: '@Ana', href: null }] },
      },
    ];
    expect(convertBlocksToText(blocks)).toBe(
      [
        '## Plan',
        '1. one\n   - [x] x\n2. **two**',
        'left',
        '| a\\|b |  |\n| --- | --- |\n| c | d |',
        '[Pic](https://a.com/i.png)',
        '<https://a.com>',
        'Sub',
        '> 🦄 Note',
        '@Ana',
      ].join('\n\n'),
    );
    expect(convertBlocksToPlainText(blocks)).toBe('Plan\none\nx\ntwo\nleft\na|b\t\nc\td\nPic\nSub\nNote\n@Ana');
  });

  it.each([
    [
      'a form with blanks',
      { type: 'paragraph', paragraph: { rich_text: [{ text: { content: 'Sign: ______ or __call__' } }] } },
    ],
    [
      'brackets in a link',
      {
        type: 'paragraph',
        paragraph: { rich_text: [{ text: { content: '[2]', link: { url: 'https://tea.example/x' } } }] },
      },
    ],
    [
      'a sign at the end of a heading',
      { type: 'heading_2', heading_2: { rich_text: [{ text: { content: 'Notes in F #' } }] } },
    ],
    ['brackets around an empty line in a link', linked('[\n\n]')],
    ['brackets around a name with a dash below in a link', linked('[a_a]')],
  ])('reads %s back as it was', (_, block) => {
    const text = convertBlocksToText([block]);
    expect(prints(convert(text)), text).toEqual(prints([block as unknown as NotionBlock]));
  });

  it('puts an address with spaces between angle brackets, and escapes a file’s name', () => {
    const file = { type: 'external', external: { url: 'https://tea.example/menu (1).pdf' }, name: 'menu [1].pdf' };
    expect(convertBlocksToText([{ type: 'file', file } as { type: string }])).toBe(
      '[menu \\[1\\].pdf](<https://tea.example/menu%20(1).pdf>)',
    );
  });

  it('leaves no blank line in a formula, which would end it', () => {
    const text = convertBlocksToText([{ type: 'equation', equation: { expression: 'a\n \n\nb' } } as { type: string }]);
    expect(text).toBe('$$\na\nb\n$$');
    expect(convert(text)).toMatchObject([{ type: 'equation', equation: { expression: 'a\nb' } }]);
  });

  it('numbers a list as Notion shows it', () => {
    const item = (content: string, more = {}) => ({
      type: 'numbered_list_item',
      numbered_list_item: { rich_text: [{ text: { content } }], ...more },
    });
    expect(convertBlocksToText([item('five', { list_start_index: 5 }), item('six')])).toBe('5. five\n6. six');
  });

  it.each([
    ['a table without a header', '<table><tr><td>a</td><td>b</td></tr></table>', '|  |  |\n| --- | --- |\n| a | b |'],
    ['a caption', '```ts:src/app.ts\nx\n```', '```typescript title="src/app.ts"\nx\n```'],
    ['a line across an item', '- * * *', '- ***'],
    ['what is below a number that is text', '10. a\n  - b\n    - c', '10. a\n    - b\n      - c'],
    ['an empty line in a paragraph', 'a&#10;&#10;b', 'a<br><br>b'],
    ['white space at the start of a line', 'a&#10;  (b)', 'a\n&#32;&#32;(b)'],
    ['a bracket at the start of a line', 'a\n[b]', 'a\n&#91;b]'],
    ['marks that end one after the other', '***foo** bar*', '***foo** bar*'],
  ])('reads back as it was: %s', (_name, markdown, written) => {
    expect(convertBlocksToText(convert(markdown) as unknown as readonly ReadableBlock[])).toBe(written);
    expect(prints(convert(written))).toEqual(prints(convert(markdown)));
  });

  it('reads text back as it was, whatever it is', () => {
    const words = fc.string({ unit: fc.constantFrom(...'aB1 _*#[]()`.\n') });
    const link = fc.constantFrom(undefined, 'https://tea.example/x');
    fc.assert(
      fc.property(words, link, fc.constantFrom('paragraph', 'heading_2'), (given, url, type) => {
        const content = given
          .trim()
          .replace(/ +/g, ' ')
          .replace(/ ?\n ?/g, type === 'paragraph' ? '\n' : ' ');
        fc.pre(content !== '');
        const block = { type, [type]: { rich_text: [{ text: { content, ...(url && { link: { url } }) } }] } };
        const text = convertBlocksToText([block]);
        expect(prints(convert(text)), text).toEqual(prints([block as unknown as NotionBlock]));
      }),
      { numRuns: 500 },
    );
  });

  it('writes text so that it stays text', () => {
    const text = '# no *heading* [x] `c` \\ <u> $a$ $b$ _x_ ~~y~~ &amp; 1. a';
    const block: NotionBlock = {
      type: 'paragraph',
      paragraph: { rich_text: [{ type: 'text', text: { content: text } }] },
    };
    expect(convert(convertBlocksToText([block]))).toEqual([block]);
    for (const line of ['- a', '1. a', '> a', '```', '| a', '---', ':::note', '<details>', '$$', '+ b', '2) c']) {
      const single: NotionBlock = {
        type: 'paragraph',
        paragraph: { rich_text: [{ type: 'text', text: { content: line } }] },
      };
      expect(convert(convertBlocksToText([single])), line).toEqual([single]);
    }
  });
});
