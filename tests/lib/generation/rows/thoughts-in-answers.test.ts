import { describe, expect, it } from 'vitest';
import { answerFormOf, readAnswer } from '../../../../lib/generation/rows/row-answer.ts';
import type { DataSourceObjectResponse } from '../../../../lib/notion/api-types.ts';

const source = {
  properties: {
    Kind: {
      id: 'k',
      name: 'Kind',
      type: 'select',
      select: { options: ['Bread', 'Cake'].map((name) => ({ id: name, name, color: 'gray', description: null })) },
    },
  },
} as unknown as DataSourceObjectResponse;
const form = answerFormOf(source, { kind: 'property', propertyId: 'k' }, { allowNewOptions: false });

async function chosen(answer: string): Promise<unknown> {
  return readAnswer(answer, form, { findRelated: () => Promise.resolve(undefined) });
}

describe('an answer for typed properties', () => {
  it.each([
    ['a lone end mark', 'Perhaps {"p0":"Bread"}? No.\n</think>\n\n{"p0":"Cake"}'],
    ['tags', '<think>{"p0":"Bread"}</think>{"p0":"Cake"}'],
    [
      'harmony',
      '<|channel|>analysis<|message|>{"p0":"Bread"}?<|end|><|channel|>final<|message|>{"p0":"Cake"}<|return|>',
    ],
  ])('is read behind the thoughts, not from a draft in them: %s', async (_name, answer) => {
    expect(await chosen(answer)).toMatchObject({ values: { k: { select: { name: 'Cake' } } } });
  });

  it('is read whole where it is JSON that speaks of thoughts', async () => {
    const answer = '{"why":"</think> ends thoughts","p0":"Cake"}';
    expect(await chosen(answer)).toMatchObject({ values: { k: { select: { name: 'Cake' } } } });
  });
});
