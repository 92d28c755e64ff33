import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkAnswer, countCharacters, sameKey } from '../../../../lib/generation/rows/check-answer.ts';

describe('checks of an answer', () => {
  it('counts characters as a person does', () => {
    expect(countCharacters('e\u0301👨‍👩‍👧🇩🇪')).toBe(3);
    expect(checkAnswer('👨‍👩‍👧'.repeat(5), { longest: 5 })).toEqual([]);
    expect(checkAnswer('abcdef', { longest: 5 })).toEqual([{ check: 'longest', limit: 5, length: 6 }]);
    expect(checkAnswer('ab', { shortest: 3 })).toEqual([{ check: 'shortest', limit: 3, length: 2 }]);
  });

  it('finds a pattern anywhere, and fails where it is none', () => {
    expect(checkAnswer('Ref ACME-12', { mustMatch: 'ACME-\\d+' })).toEqual([]);
    expect(checkAnswer('Ref', { mustMatch: '^\\p{Lu}{2}' })).toEqual([{ check: 'match', text: '^\\p{Lu}{2}' }]);
    expect(checkAnswer('Ref', { mustMatch: '(' })).toEqual([{ check: 'match', text: '(' }]);
    expect(checkAnswer('a-b', { mustMatch: 'a\\-b' })).toEqual([]);
  });

  it('finds each forbidden word in any case of letters, one a line', () => {
    expect(checkAnswer('A Synergy of teams', { mustNotContain: 'leverage\n synergy \n' })).toEqual([
      { check: 'contains', text: 'synergy' },
    ]);
    expect(checkAnswer('Plain', { mustNotContain: '\n \n' })).toEqual([]);
  });

  it.each([
    'As an AI language model, I do not have opinions.',
    'I’m sorry, but I can’t help with that.',
    "I can't assist with this request.",
    'Unfortunately, I am unable to find this company.',
    'Als KI-Sprachmodell kann ich das nicht beurteilen.',
    'Es tut mir leid, dazu habe ich keine Angaben.',
    'Désolé, je ne peux pas répondre.',
    'Lo siento, no puedo ayudar con eso.',
    '申し訳ありませんが、お答えできません。',
    '抱歉，我无法回答。',
  ])('takes “%s” for a refusal', (text) => {
    expect(checkAnswer(text, { noRefusals: true })).toEqual([{ check: 'refusal' }]);
  });

  it.each([
    'The letter begins with “I’m sorry”, and ends well.',
    'An AI company from Berlin.',
    'Tea cannot be stored in the sun.',
    'Sorry seems to be the hardest word is a song by Elton John.',
    'As an aid to readers, each chapter has a summary.',
  ])('takes “%s” for an answer', (text) => {
    expect(checkAnswer(text, { noRefusals: true })).toEqual([]);
  });

  it('has nothing to say of no answer, or without checks', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(checkAnswer(text, {})).toEqual([]);
        expect(checkAnswer('  ', { shortest: 3, mustMatch: text, longest: 1 })).toEqual([]);
      }),
    );
  });

  it('takes two texts for the same whatever their spaces and case of letters', () => {
    expect(sameKey('  Tea\n HOUSE ')).toBe(sameKey('tea house'));
    expect(sameKey('tea')).not.toBe(sameKey('teas'));
  });
});
