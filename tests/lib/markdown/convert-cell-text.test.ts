import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RichText } from '../../../lib/markdown/block-types.ts';
import { convertCellText, linkOf, plainWords } from '../../../lib/markdown/convert-cell-text.ts';
import { markdownLike } from './markdown-like.ts';

/** Each run as its text, with the first letters of its styles, `=` for a formula and `@` for a link. */
function show(runs: readonly RichText[]): string {
  return runs
    .map((run) => {
      const styles = Object.keys(run.annotations ?? {}).map((style) => style.charAt(0));
      if (run.type === 'equation') return `{${styles.join('')}= ${run.equation.expression}}`;
      const { content, link } = run.text;
      const marks = [...styles, ...(link ? [`@${link.url}`] : [])].join('');
      return marks === '' ? content : `{${marks} ${content}}`;
    })
    .join('');
}
const cell = (markdown: string, allowLink = (_url: string) => true) => show(convertCellText(markdown, { allowLink }));

describe('convertCellText', () => {
  it.each([
    ['Open **daily**, *except* Sunday', 'Open {b daily}, {i except} Sunday'],
    ['~~Old~~ `npm test` ***both***', '{s Old} {c npm test} {bi both}'],
    ['See [the menu](https://cafe.example) now', 'See {@https://cafe.example/ the menu} now'],
    ['Area is $\\pi r^2$', 'Area is {= \\pi r^2}'],
    ['**see [it](https://cafe.example/a)**', '{b see }{b@https://cafe.example/a it}'],
    ['one<br>two <u>under</u>', 'one\ntwo {u under}'],
  ])('writes %j as Notion shows it', (markdown, shown) => {
    expect(cell(markdown)).toBe(shown);
  });

  it.each([
    '6 * 7 * 8 = 336',
    '3*4*5 and 2**3**4',
    'file_name_here and a_b_c',
    'C:\\Users\\dan',
    'between $5 and $6',
    '# 4 of 5 stars',
    '* excluding tax',
    'a < b > c & d',
    '1. First\n2. Second\n   - below',
    '- one\n\n- two',
    '**',
    '```',
  ])('leaves %j as it is', (text) => {
    expect(cell(text)).toBe(text);
  });

  it('keeps lines, indentation and blank lines, and emphasis over two lines', () => {
    expect(cell('- **Name**: Ada\n  - *born* 1815\n\n\t- x\n**two\nlines**')).toBe(
      '- {b Name}: Ada\n  - {i born} 1815\n\n\t- x\n{b two\nlines}',
    );
    expect(cell('**not\n\nclosed**')).toBe('**not\n\nclosed**');
  });

  it('makes a heading a bold line and fenced code one run of code', () => {
    expect(cell('## The **short** story\nText')).toBe('{b The short story}\nText');
    expect(cell('Run:\n```sh\nmake *.o\n\n  make\n```\nDone')).toBe('Run:\n{c make *.o\n\n  make}\nDone');
  });

  it('keeps the words of a link that is not allowed', () => {
    expect(cell('[here](https://evil.example/?q=1) it is', () => false)).toBe('here it is');
  });

  it('loses no letter and no digit, whatever the text', () => {
    const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9 *_~`\n#$.-]{0,60}$/), (text) => {
        const written = convertCellText(text, { allowLink: () => true })
          .map((run) => (run.type === 'text' ? run.text.content : run.equation.expression))
          .join('');
        // The word behind a fence names the language of the code.
        fc.pre(!/^ {0,3}(?:`{3}|~{3})/m.test(text));
        expect(letters(written)).toBe(letters(text));
      }),
    );
  });

  it('stays linear where fences never end', () => {
    const fences = '```js x\n~~~~ y\n'.repeat(40_000);
    expect(convertCellText(fences, { allowLink: () => true }).length).toBeGreaterThan(0);
  });

  it('never throws, and gives runs that one value takes', () => {
    fc.assert(
      fc.property(markdownLike, (text) => {
        for (const run of convertCellText(text, { allowLink: () => true })) {
          if (run.type === 'text') expect(run.text.content.length).toBeLessThanOrEqual(2000);
          else expect(run.equation.expression.length).toBeLessThanOrEqual(1000);
        }
      }),
    );
  });
});

describe('plainWords and linkOf', () => {
  it('gives the words without their Markdown, and the address of the first link', () => {
    expect(plainWords('**Tea** in [Kyoto](https://kyoto.example) for `two`, $x$')).toBe('Tea in Kyoto for two, x');
    expect(linkOf('see [a](https://a.example/x) and https://b.example')).toBe('https://a.example/x');
    expect(linkOf('no address')).toBeUndefined();
  });
});
