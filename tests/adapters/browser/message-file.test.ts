import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { messageIn } from '../../../lib/adapters/browser/message-file.ts';

const LOCALES = new URL('../../../assets/public/_locales/', import.meta.url);
const fileOf = (locale: string): unknown =>
  JSON.parse(readFileSync(new URL(`${locale}/messages.json`, LOCALES), 'utf8'));

describe('a message of a _locales file', () => {
  it.each(readdirSync(LOCALES))('has its numbers filled in: %s', (locale) => {
    const title = messageIn(fileOf(locale), 'badge_title', ['3', '14']);
    expect(title).toMatch(/3/u);
    expect(title).toMatch(/14/u);
    expect(title).not.toContain('$');
  });

  it('keeps a dollar sign that is no placeholder, and leaves a missing number empty', () => {
    const file = { price: { message: '$A$ costs $5', placeholders: { a: { content: '$1' } } } };
    expect(messageIn(file, 'price', ['Tea'])).toBe('Tea costs $5');
    expect(messageIn(file, 'price')).toBe(' costs $5');
  });

  it('is undefined where the file has no such message, or is no such file', () => {
    expect(messageIn({}, 'constructor')).toBeUndefined();
    expect(messageIn({ a: { message: 1 } }, 'a')).toBeUndefined();
    expect(messageIn(undefined, 'a')).toBeUndefined();
  });
});
