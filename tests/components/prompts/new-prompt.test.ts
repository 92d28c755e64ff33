import { describe, expect, it } from 'vitest';

import { newPrompt } from '../../../components/prompts/new-prompt.ts';

describe('a prompt that is saved from what is typed', () => {
  it('is named after its first line', () => {
    expect(newPrompt('Sum it up\nin one sentence')).toMatchObject({
      name: 'Sum it up',
      text: 'Sum it up\nin one sentence',
    });
    expect(newPrompt().name).toBe('');
  });

  it('cuts no character of its name in two', () => {
    const { name } = newPrompt(`${'a'.repeat(39)}🙂🙂`);
    expect(name).toBe(`${'a'.repeat(39)}🙂`);
    expect(name.isWellFormed()).toBe(true);
  });
});
