import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { wordsOf } from '../../../lib/context/words.ts';

describe('the words of a text', () => {
  it('are in one case, width and without accents', () => {
    expect(wordsOf('Über ＣＡＦÉ naïve')).toEqual(['uber', 'cafe', 'naive']);
  });

  it('are pairs of characters in Chinese, Japanese, Korean and Thai', () => {
    expect(wordsOf('市場調査')).toEqual(['市場', '場調', '調査']);
    expect(wordsOf('ガラスの仮面')).toEqual(['ガラ', 'ラス', 'スの', 'の仮', '仮面']);
    expect(wordsOf('고객 분석')).toEqual(['고객', '분석']);
    expect(wordsOf('ราคา').length).toBeGreaterThan(1);
  });

  it('keep the marks that make another letter', () => {
    expect(wordsOf('がか')).toEqual(['がか']);
    expect(wordsOf('がか')).not.toEqual(wordsOf('かか'));
    expect(wordsOf('हिन्दी')).toEqual(['हिन्दी']);
  });

  it('are told apart where scripts meet', () => {
    expect(wordsOf('Notionで管理')).toEqual(['notion', 'で管', '管理']);
    expect(wordsOf('2026年のQ3')).toEqual(['2026', '年の', 'q3']);
  });

  it('leave keys and encoded data out', () => expect(wordsOf('a'.repeat(61))).toEqual([]));

  it('never fail, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(wordsOf(text).every((word) => word !== '')).toBe(true);
      }),
    );
  });
});
