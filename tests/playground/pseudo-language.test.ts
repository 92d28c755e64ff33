import { expect, it } from 'vitest';

import en from '../../assets/locales/en.json' with { type: 'json' };
import { pseudoTable } from './pseudo-language.ts';

it('speaks every text longer, accented and in brackets, with its placeholders untouched', () => {
  const english: Readonly<Record<string, string>> = en;
  const pseudo = pseudoTable(english);
  expect(Object.keys(pseudo)).toEqual(Object.keys(english));
  for (const [key, text] of Object.entries(pseudo)) {
    const source = english[key] ?? '';
    expect(text).toMatch(/^⟦[^]*⟧$/u);
    expect(text.length).toBeGreaterThanOrEqual(source.length * 1.4);
    expect(text.match(/\{\w+\}/gu) ?? []).toEqual(source.match(/\{\w+\}/gu) ?? []);
  }
});
