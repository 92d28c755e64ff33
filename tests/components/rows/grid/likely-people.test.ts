import { expect, it } from 'vitest';

import { likelyFirst, namedClearly } from '../../../../components/rows/grid/likely-people.ts';

const people = ['Ada Acme', 'Bo Berg', 'Sam (sam@acme.example)', 'Sam'].map((name, at) => ({ id: `u${at}`, name }));
const names = (found: readonly { readonly name: string }[]) => found.map(({ name }) => name);

it('lists those first who share a word with a name that is not clear, and leaves the order otherwise', () => {
  expect(names(likelyFirst(people, ['sam']))).toEqual(['Sam (sam@acme.example)', 'Sam', 'Ada Acme', 'Bo Berg']);
  expect(likelyFirst(people, ['Robot'])).toEqual(people);
});

it('takes over those whom the answer names clearly, and guesses nobody', () => {
  expect(names(namedClearly(people, 'bo berg, Sam', ['Sam']))).toEqual(['Bo Berg']);
  expect(namedClearly(people, 'Robot', ['Robot'])).toEqual([]);
});
