import { describe, expect, it } from 'vitest';

import { inputsChanged, readComputed, readInputs } from '../../../../lib/generation/rows/row-inputs.ts';
import type { PageObjectResponse } from '../../../../lib/notion/api-types.ts';

const row = (values: { topic?: string; words?: number; edited?: string; note?: string } = {}) => {
  const { topic = 'Alpha', words = 0, edited = '2026-11-21T10:00:00.000Z', note = 'a note' } = values;
  const text = (content: string) => [{ type: 'text', text: { content }, plain_text: content, annotations: {} }];
  return {
    properties: {
      Topic: { id: 'title', type: 'title', title: text(topic) },
      Content: { id: 'c', type: 'rich_text', rich_text: text('x'.repeat(words)) },
      Note: { id: 'n', type: 'rich_text', rich_text: text(note) },
      Words: { id: 'w', type: 'formula', formula: { type: 'number', number: words } },
      Edited: { id: 'e', type: 'last_edited_time', last_edited_time: edited },
    },
  } as unknown as PageObjectResponse;
};
/** A run with this prompt read the row `at`, and its write made it look like `after`. */
const made = (prompt: string, at: PageObjectResponse, after = at) => ({
  prompt,
  topic: 'Alpha',
  inputs: readInputs(prompt, at),
  computed: readComputed(prompt, after),
  written: ['c'],
});

describe('what a prompt takes from a row', () => {
  it('has changed when a property that it names reads differently, not when another one does', () => {
    const before = made('Use {{Note}}', row());
    expect(inputsChanged(before, row())).toBe(false);
    expect(inputsChanged(before, row({ topic: 'Omega', words: 9 }))).toBe(false);
    expect(inputsChanged(before, row({ note: 'another' }))).toBe(true);
  });

  it('is the topic where nothing, or {{title}}, is named', () => {
    for (const prompt of ['Write', 'About {{title}}', 'About {{Nobody}}']) {
      expect(inputsChanged(made(prompt, row()), row({ topic: 'Omega' })), prompt).toBe(true);
    }
    expect(inputsChanged(made('Today is {{today}}', row()), row({ topic: 'Omega' }))).toBe(false);
  });

  it('has not changed because our own write moved a formula, or the time of the last edit', () => {
    const formula = made('Continue after {{Words}} words', row(), row({ words: 40 }));
    expect(inputsChanged(formula, row({ words: 40 }))).toBe(false);
    expect(inputsChanged(formula, row({ words: 41 }))).toBe(true);
    const edited = made('Mention {{Edited}}', row());
    expect(inputsChanged(edited, row({ edited: '2026-11-21T10:05:00.000Z' }))).toBe(false);
  });

  it('has not changed because a property was renamed or removed', () => {
    const before = { ...made('Use {{Note}}', row()), inputs: { Gone: 'a note' } };
    expect(inputsChanged(before, row())).toBe(false);
  });
});
