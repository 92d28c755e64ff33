import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childrenOf, type NotionBlock } from '../../../lib/markdown/block-types.ts';
import { cleanAnswer } from '../../../lib/markdown/clean-answer.ts';
import { convertBlocksToPlainText } from '../../../lib/markdown/convert-blocks-to-text.ts';
import { convertMarkdownToBlocks } from '../../../lib/markdown/convert-markdown-to-blocks.ts';
import { CORPUS } from './corpus.ts';
import { markdownLike } from './markdown-like.ts';
import { violations } from './notion-create-rules.ts';
import { outline } from './outline.ts';

const options = { allowLink: () => true };
const convert = (markdown: string): NotionBlock[] => convertMarkdownToBlocks(markdown, options);

const lines = (markdown: string): string[] => outline(convert(markdown));

describe('markdown to blocks', () => {
  it.each(Object.entries(CORPUS))('makes only what Notion takes of "%s"', (_name, answer) => {
    expect(violations(convert(cleanAnswer(answer)), { request: false })).toEqual([]);
  });

  it('makes only what Notion takes of any text', () => {
    fc.assert(
      fc.property(fc.oneof(markdownLike, fc.string({ unit: 'binary', maxLength: 300 })), (markdown) => {
        expect(violations(convert(markdown), { request: false })).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  it('keeps every word of the text, in order', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const styles = ['*', '**', '~~', '`', '_', ''];
    const inline = fc.tuple(fc.constantFrom(...styles), word).map(([mark, text]) => mark + text + mark);
    const prefix = fc.constantFrom(
      '',
      '# ',
      '- ',
      '1. ',
      '> ',
      '  ',
      '- [ ] ',
      '    ',
      '```\n',
      '$$\n',
      ':::note ',
      '| ',
    );
    const line = fc.tuple(prefix, fc.array(inline, { minLength: 1, maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\n\n'), (parts, gap) => {
        const markdown = parts.map(([start, words]) => start + words.join(' ')).join(gap);
        const words = (text: string): string[] => (text.match(/[a-z]+/g) ?? []).filter((name) => name !== 'note');
        const written = markdown.replaceAll('```', '');
        expect(words(convertBlocksToPlainText(convert(markdown)))).toEqual(words(written));
      }),
      { numRuns: 1000 },
    );
  });

  it('nests lists, whatever is in their items', () => {
    expect(
      lines('- a\n  - b\n\n    more\n    - c\n- d\n\n  ```js\n  x\n  ```\n  > q\n\n  | h |\n  |---|\n  | c |'),
    ).toEqual([
      'bulleted_list_item: a',
      '  bulleted_list_item: b',
      '    paragraph: more',
      '    bulleted_list_item: c',
      'bulleted_list_item: d',
      '  code(javascript): x',
      '  quote: q',
      '  table:',
      '    table_row: h',
      '    table_row: c',
    ]);
  });

  it('combines styles', () => {
    expect(lines('**b *bi ~~bis~~*** <u>**ub**</u> [`c`](https://a.com) ***x***')).toEqual([
      'paragraph: {b b }{bi bi }{bis bis} {bu ub} {c@https://a.com/ c} {bi x}',
    ]);
  });

  it('pads the rows of a table and keeps what is too much in its last cell', () => {
    expect(lines('a | b\n--|--\n1\n1 | 2 | 3\n`x|y` | 2')).toEqual([
      'table:',
      '  table_row: a | b',
      '  table_row: 1 |',
      '  table_row: 1 | 2 | 3',
      '  table_row: x|y | 2',
    ]);
  });

  it('keeps all rows of a long table in the tree', () => {
    const [table] = convert(`| a |\n|---|\n${'| b |\n'.repeat(250)}`);
    expect(childrenOf(table!)).toHaveLength(251);
  });

  it('numbers as text what Notion would number from 1', () => {
    expect(lines('3. c\n4. d\n\n   - e')).toEqual(['paragraph: 3. c', 'paragraph: 4. d', '  bulleted_list_item: e']);
    expect(lines('- x\n  2. b')).toEqual(['bulleted_list_item: x\n2. b']);
    expect(lines('- x\n\n  2. b')).toEqual(['bulleted_list_item: x', '  paragraph: 2. b']);
  });

  it('leaves out what is empty', () => {
    expect(lines('#\n\n>\n\n```\n```\n\n$$\n$$\n\n| |\n|-|\n| |\n\n<details></details>\n\n&nbsp;')).toEqual([]);
    expect(lines('- [ ]')).toEqual(['to_do(false):']);
    expect(lines('1.\n2.\n\n- ')).toEqual(['numbered_list_item:', 'numbered_list_item:', 'bulleted_list_item:']);
  });

  it('writes links only where they are safe and allowed', () => {
    const only = (host: string) => ({ allowLink: (url: string) => new URL(url).hostname === host });
    const blocks = convertMarkdownToBlocks(
      '[a](https://good.com/x) [b](https://evil.com/?q=secret) ![c](https://evil.com/i)',
      only('good.com'),
    );
    expect(outline(blocks)).toEqual(['paragraph: {@https://good.com/x a} b c']);
    expect(
      lines('[a](javascript:x) [b](/rel) [c](http://localhost) [d](https://u:p@a.com) [e](data:x) [f](https:a.com)'),
    ).toEqual(['paragraph: a (javascript:x) b (/rel) c (http://localhost) d (https://u:p@a.com) e f (https:a.com)']);
    const long = `https://a.com/${'x'.repeat(2000)}`;
    expect(lines(`[a](${long})`)).toEqual([`paragraph: a (${long})`]);
  });

  it('splits long text on grapheme borders', () => {
    const family = '👨‍👩‍👧‍👦';
    const [block] = convert(`${'x'.repeat(1995)}${family}${family.repeat(400)}`);
    const contents = (block as Extract<NotionBlock, { type: 'paragraph' }>).paragraph.rich_text.map((run) =>
      run.type === 'text' ? run.text.content : '',
    );
    expect(contents[0]).toBe('x'.repeat(1995));
    for (const content of contents.slice(1)) expect(content.replaceAll(family, '')).toBe('');
    expect(contents.join('')).toHaveLength(1995 + 401 * family.length);
  });

  it('splits a grapheme longer than a run between code points', () => {
    const text = `a${'\u{1D165}'.repeat(3000)}`;
    const blocks = convert(text);
    expect(violations(blocks, { request: false })).toEqual([]);
    expect(convertBlocksToPlainText(blocks)).toBe(text);
  });

  it('spreads more runs than a block takes over several, behind a sentence', () => {
    const text = Array.from({ length: 150 }, (_, i) => `Call \`f${i}\` now. `).join('');
    const blocks = convert(text);
    expect(violations(blocks, { request: false })).toEqual([]);
    expect(blocks.map((block) => block.type)).toEqual(Array.from(blocks, () => 'paragraph'));
    expect(blocks.length).toBeGreaterThan(2);
    for (const block of blocks) expect(convertBlocksToPlainText([block])).toMatch(/^Call .* now\.$/s);
    const [item] = convert(`1. ${text}`);
    expect(childrenOf(item!).every((child) => child.type === 'paragraph')).toBe(true);
  });

  it('spreads long code over several blocks, at line ends', () => {
    const code = Array.from({ length: 40_000 }, (_, i) => `line ${i} 漢字`).join('\n');
    const blocks = convert(`\`\`\`py\n${code}\n\`\`\``);
    expect(blocks.length).toBeGreaterThan(2);
    expect(violations(blocks, { request: false })).toEqual([]);
    expect(blocks.map((block) => convertBlocksToPlainText([block])).join('\n')).toBe(code);
  });

  it('makes code of a formula that is too long', () => {
    const long = 'x+'.repeat(501);
    expect(lines(`$$\n${long}\n$$`)).toEqual([`code(latex): ${long}`]);
    expect(lines(`a $${long}y$`)).toEqual([`paragraph: a {c ${long}y}`]);
  });

  it('maps code languages to those of Notion', () => {
    const language = (name: string): string => lines(`\`\`\`${name}\nx\n\`\`\``)[0]!;
    expect(['js', 'TSX', 'py title="a"', 'c++', 'C#', 'dockerfile', 'unknownlang', '{.python}'].map(language)).toEqual([
      'code(javascript): x',
      'code(typescript): x',
      'code(python): x [a]',
      'code(c++): x',
      'code(c#): x',
      'code(docker): x',
      'code(plain text): x',
      'code(python): x',
    ]);
  });

  it('flattens what is nested beyond 20 levels, without losing it', () => {
    for (const markdown of [`${'- '.repeat(10_000)}x`, `${'> '.repeat(10_000)}x`, nestedLines(200)]) {
      const blocks = convert(markdown);
      expect(violations(blocks, { request: false })).toEqual([]);
      expect(convertBlocksToPlainText(blocks)).toContain('x');
    }
    expect(convertBlocksToPlainText(convert(nestedLines(200))).match(/x\d+/g)).toHaveLength(200);
  });

  it('takes time that grows with the text, not faster', () => {
    const hostile: ((n: number) => string)[] = [
      (n) => '['.repeat(n),
      (n) => '*'.repeat(n),
      (n) => '**a '.repeat(n / 4),
      (n) => '[a]('.repeat(n / 4),
      (n) => '$a '.repeat(n / 3),
      (n) => '\\('.repeat(n / 2),
      (n) => '$$ a\n'.repeat(n / 5),
      (n) => '<u>'.repeat(n / 3),
      (n) => '<details>\n'.repeat(n / 10),
      (n) => ':::note\n'.repeat(n / 8),
      (n) => '[a]: https://x.com\n'.repeat(n / 19),
      (n) => '> - a\n'.repeat(n / 6),
      (n) => '- a\n'.repeat(n / 4),
      (n) => `|a|\n|-|\n${'|b|\n'.repeat(n / 4)}`,
      (n) => `a${'\u0301'.repeat(n)}`,
      (n) => '![a](b) '.repeat(n / 8),
      (n) => 'http://a.com '.repeat(n / 13),
      (n) => '`'.repeat(n),
      (n) => '\u{E0041}'.repeat(n / 2),
    ];
    for (const make of hostile) {
      const small = duration(() => convert(make(10_000)));
      const large = duration(() => convert(make(80_000)));
      // Eight times the text: quadratic work would take 64 times as long. The floor is for the timer.
      expect(large, make(20)).toBeLessThan(Math.max(small, 12) * 32);
    }
  });
});

function nestedLines(depth: number): string {
  return Array.from({ length: depth }, (_, i) => `${'  '.repeat(i)}- x${i}`).join('\n');
}

function duration(work: () => unknown): number {
  // The better of two: other work on the machine only adds.
  const times = [0, 1].map(() => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}
