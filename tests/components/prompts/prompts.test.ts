import { expect, it } from 'vitest';

import { importRefusal } from '../../../components/prompts/import-refusal.ts';
import { searchPrompts } from '../../../components/prompts/prompt-search.ts';

it('finds prompts by all words, in name or text', () => {
  const prompt = (name: string, text: string) => ({ id: name, name, text, builtIn: false, updatedAt: 0 });
  const all = [prompt('Haiku', 'Write about {{title}}'), prompt('Letter', 'Write to a friend')];
  expect(searchPrompts(all, 'write').map(({ name }) => name)).toEqual(['Haiku', 'Letter']);
  expect(searchPrompts(all, 'HAIKU title').map(({ name }) => name)).toEqual(['Haiku']);
  expect(searchPrompts(all, 'haiku friend')).toEqual([]);
});

it('says why a file was refused, and that nothing was imported', () => {
  const refuse = (details: Record<string, string>) =>
    importRefusal({ code: 'import-invalid', retry: 'never', details });
  const texts = [
    refuse({ reason: 'json' }),
    refuse({ reason: 'shape', at: 'format' }),
    refuse({ reason: 'shape', at: 'version' }),
    refuse({ reason: 'shape', at: 'prompts.3.name' }),
  ];
  expect(new Set(texts).size).toBe(4);
  for (const text of texts) expect(text).toContain('Nothing was imported');
  expect(texts[3]).toContain('prompts.3.name');
});

it('leaves failures that are not about the file to their own words', () => {
  expect(importRefusal({ code: 'storage-full', retry: 'never' })).toBeUndefined();
});
