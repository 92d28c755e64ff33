import { tests as commonMark } from 'commonmark-spec';
import { describe, expect, it } from 'vitest';
import { convertBlocksToText } from '../../../lib/markdown/convert-blocks-to-text.ts';
import { convertMarkdownToBlocks } from '../../../lib/markdown/convert-markdown-to-blocks.ts';
import type { ReadableBlock } from '../../../lib/markdown/read-rich-text.ts';
import { GFM_TEXTS } from './gfm-texts.ts';
import { outline } from './outline.ts';
import { blockOutline, standardOutline } from './standard-outline.ts';
import { broken } from './suite-rules.ts';
import { SUITES } from './suites.ts';

/** `npm run suites` takes every text, cut at many places; the unit tests a slice of them. */
const isWhole = process.env['MODE'] === 'whole';
const STEP = isWhole ? 1 : 9;
const CUTS = isWhole ? 40 : 2;

const options = { allowLink: () => true };

/** What Markdown cannot say of a block, by a sign of it. */
const NOT_WRITTEN: readonly (readonly [sign: RegExp, reason: string])[] = [
  [/<https:\/\/foo\.bar\.`baz>|<foo\\\+@bar/, 'an address that was text becomes a link'],
  [/<span color=|<mark>/, 'Markdown has no colours'],
];

describe('the suites', () => {
  it.each(Object.entries(SUITES))(
    '%s: Notion takes the blocks, pieces give the same, no word is lost',
    (_name, texts) => {
      for (const [index, text] of texts.entries()) {
        if (index % STEP === 0) expect(broken(text, CUTS), text).toEqual([]);
      }
    },
  );

  it.each(Object.entries(SUITES))('%s: blocks written as text read back as the same blocks', (_name, texts) => {
    for (const text of texts) {
      if (NOT_WRITTEN.some(([sign]) => sign.test(text))) continue;
      const blocks = convertMarkdownToBlocks(text, options);
      const written = convertBlocksToText(blocks as unknown as readonly ReadableBlock[]);
      expect(outline(convertMarkdownToBlocks(written, options)), written).toEqual(outline(blocks));
    }
  });

  it.each(GFM_TEXTS)('GFM: %j', (markdown, expected) => {
    expect(outline(convertMarkdownToBlocks(markdown, options)).join('\n')).toBe(expected);
  });
});

/** Whole sections in which every example has something that is meant to differ. */
const SECTIONS: Readonly<Record<string, string>> = {
  'HTML blocks': 'HTML without a meaning in Notion is text',
  'Raw HTML': 'HTML without a meaning in Notion is text',
  'Link reference definitions': 'a definition stays visible, and counts for the text behind it',
  Links: 'the examples link to paths, which Notion refuses: they stay as text behind the words',
  Images: 'the examples show files by paths, which Notion refuses: they stay as text behind the words',
};

/** All other examples that differ, by the reason. */
const DIFFERENCES: Readonly<Record<string, readonly number[]>> = {
  'an address that Notion refuses stays as text behind the words': [22, 32, 404, 419, 422, 433, 473, 474],
  'a definition stays visible, and counts for the text behind it': [23, 33, 317],
  'HTML without a meaning in Notion is text': [21, 31, 475],
  'a comment is nothing': [308, 309],
  'blocks without any content are left out': [79, 126, 129, 130, 144, 237, 239, 240, 334],
  'a line below two lines of text divides': [95],
  'code behind a fence is code': [143, 146],
  'two columns are enough to belong to an item': [257, 276],
  'an item to fill in may follow a paragraph': [285],
  'a list that does not begin with 1 shows its numbers': [265, 267, 268, 271, 296, 297, 299, 302],
  'only addresses of the web and of mail are links in angle brackets': [596, 598, 599, 601],
};

describe('CommonMark', () => {
  it('is read as the standard says, but for the differences that have a reason', () => {
    const different = commonMark.flatMap(({ markdown, section, number }) => {
      const text = markdown.replaceAll('→', '\t');
      if (section in SECTIONS) return [];
      const ours = blockOutline(convertMarkdownToBlocks(text, options));
      return ours.join('\n') === standardOutline(text).join('\n') ? [] : [number];
    });
    const known = Object.values(DIFFERENCES)
      .flat()
      .sort((a, b) => a - b);
    expect(different).toEqual(known);
  });
});
