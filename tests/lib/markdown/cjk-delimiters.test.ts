import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';
import { describe, expect, it } from 'vitest';
import { cjkFriendlyDelimiters } from '../../../lib/markdown/cjk-delimiters.ts';

const reference = new MarkdownIt().use(cjkFriendly);

/** Characters of every kind that the rule tells apart. */
const character = fc.oneof(
  fc.constantFrom(
    ...'aZ9 \u00a0\u2009.!(“”‘’…—。：「」（）【】、￥＄％価格税込한국어まとめ★♪①々〆ー･ﾊﾟ🍎👍🏽〽㊗︎︎︀\uFE01\u{E0100}𠮟𪜈é',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);

describe('emphasis beside Chinese, Japanese and Korean text', () => {
  it('opens and closes where markdown-it-cjk-friendly opens and closes it', () => {
    const marker = fc.constantFrom('*', '**', '_', '__', '~~');
    fc.assert(
      fc.property(
        fc.array(character, { maxLength: 3 }),
        marker,
        fc.array(character, { maxLength: 3 }),
        (before, mark, after) => {
          const src = `${before.join('')}${mark}${after.join('')}`.toWellFormed();
          const start = src.indexOf(mark, before.join('').length);
          const state = new reference.inline.State(src, reference, {}, []);
          expect(cjkFriendlyDelimiters(src, start, src.length, mark[0] !== '_')).toEqual(
            state.scanDelims(start, mark[0] !== '_'),
          );
        },
      ),
      { numRuns: 5000 },
    );
  });
});
