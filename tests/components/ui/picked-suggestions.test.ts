import { expect, it } from 'vitest';

import { pickSuggestions } from '../../../components/ui/picked-suggestions.ts';

const many = Array.from({ length: 50_000 }, (_, index) => ({ value: `model-${index}`, label: `Number ${index}` }));

it('offers no more of fifty thousand models than a list can show, and finds each by what is typed', () => {
  expect(pickSuggestions(many, '')).toHaveLength(200);
  expect(pickSuggestions(many, 'model-49999').map(({ value }) => value)).toEqual(['model-49999']);
  expect(pickSuggestions(many, ' number 49998 ').map(({ value }) => value)).toEqual(['model-49998']);
  expect(pickSuggestions(many, 'nothing of that kind')).toEqual([]);
});

it('leaves a short list whole: the browser itself narrows it', () => {
  expect(pickSuggestions(many.slice(0, 150), 'x')).toHaveLength(150);
});
