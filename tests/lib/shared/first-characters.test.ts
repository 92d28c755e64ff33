import { expect, it } from 'vitest';

import { firstCharacters } from '../../../lib/shared/first-characters.ts';

it('takes the first characters of a text, and none in two', () => {
  expect(firstCharacters('🙂'.repeat(5), 3)).toBe('🙂🙂🙂');
  expect(firstCharacters('a🙂b', 2)).toBe('a🙂');
  expect(firstCharacters('ab', 3)).toBe('ab');
});
