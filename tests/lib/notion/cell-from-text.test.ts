import { describe, expect, it } from 'vitest';
import { cellFromText } from '../../../lib/notion/cell-from-text.ts';
import type { PropertySchema } from '../../../lib/notion/property-value.ts';

const OPTIONS = [
  { id: '1', name: 'Post' },
  { id: '2', name: 'Long read' },
];
const BODIES: Record<string, object> = {
  number: { format: 'number' },
  percent: { format: 'percent' },
  select: { options: OPTIONS },
  multi_select: { options: OPTIONS },
  status: { options: OPTIONS, groups: [] },
};
const cell = (kind: string, text: string) => {
  const type = kind === 'percent' ? 'number' : kind;
  const schema = { id: 'p', name: 'P', type, [type]: BODIES[kind] ?? {} } as unknown as PropertySchema;
  const made = cellFromText(schema, text);
  return 'value' in made ? made.value[type] : made.problem;
};

describe('a text for a cell', () => {
  it.each([
    ['number', '3', 3],
    ['number', '-2,5', -2.5],
    ['number', '1.234,5', 1234.5],
    ['number', '1,234.5', 1234.5],
    ['number', '1 234 567', 1_234_567],
    ['number', '1.234.567', 1_234_567],
    ['number', '1,234', 'not-number'],
    ['number', 'many', 'not-number'],
    ['percent', '12,5 %', 0.125],
    ['checkbox', 'Yes', true],
    ['checkbox', 'nein', false],
    ['checkbox', 'perhaps', 'not-checkbox'],
    ['date', '2026-12-05', { start: '2026-12-05', end: null }],
    ['date', '5.12.2026', { start: '2026-12-05', end: null }],
    ['date', '5/12/2026', 'bad-date'],
    ['select', 'long  READ', { name: 'Long read' }],
    ['select', 'New, one', { name: 'New / one' }],
    ['multi_select', 'post; New,Post', [{ name: 'Post' }, { name: 'New' }]],
    ['multi_select', ' , ', 'option-unknown'],
    ['status', 'POST', { name: 'Post' }],
    ['status', 'Sent', 'option-unknown'],
    ['url', 'example.com', 'https://example.com'],
    ['url', 'no address', 'bad-url'],
    ['email', 'ada@example.com', 'ada@example.com'],
    ['phone_number', 'call me', 'bad-phone'],
    ['people', 'Ada', 'unsupported'],
  ])('of type %s, “%s”, is %j', (type, text, expected) => {
    expect(cell(type, text)).toEqual(expected);
  });
});
