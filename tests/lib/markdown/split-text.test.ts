import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText } from '../../../lib/markdown/split-text.ts';

const graphemes = (text: string): string[] => [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);

describe('splitting text', () => {
  it('gives the whole text in pieces within the limit, and cuts no grapheme that fits', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 12, max: 30 }), (whole, limit) => {
        const pieces = splitText(whole, limit);
        expect(pieces.join('')).toBe(whole);
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(limit);
        if (graphemes(whole).every((grapheme) => grapheme.length <= limit)) {
          expect(pieces.flatMap(graphemes)).toEqual(graphemes(whole));
        }
      }),
    );
  });

  it('never cuts a surrogate pair, even inside a grapheme that is too long', () => {
    const giant = `👩${'\u{1D165}'.repeat(50)}`;
    for (const limit of [2, 3, 5, 7]) {
      const pieces = splitText(giant, limit);
      expect(pieces.join('')).toBe(giant);
      for (const piece of pieces) expect(piece.isWellFormed() && piece.length <= limit).toBe(true);
    }
  });

  it('has no pieces for no text', () => {
    expect(splitText('', 10)).toEqual([]);
  });
});
