import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseValue } from '../../../lib/notion/normalise-value.ts';
import {
  isEmptyValue,
  renderValue,
  type PropertySchema,
  type PropertyValue,
} from '../../../lib/notion/property-value.ts';
import { toWritable } from '../../../lib/notion/writable-value.ts';
import { readPropertyValue } from '../../fakes/fake-notion-values.ts';

const ANNOTATIONS = {
  bold: false,
  italic: false,
  strikethrough: false,
  underline: false,
  code: false,
  color: 'default',
};
const run = (content: string, more: object = {}, href: string | null = null) => ({
  type: 'text',
  text: { content, link: href === null ? null : { url: href } },
  annotations: { ...ANNOTATIONS, ...more },
  plain_text: content,
  href,
});
const value = (type: string, content: unknown) => ({ id: 'x', type, [type]: content }) as unknown as PropertyValue;
const option = (name: string) => ({ id: `id-${name}`, name, color: 'default' });

const STATUS = {
  id: 'x',
  name: 'State',
  description: null,
  type: 'status',
  status: {
    options: [option('Done'), option('Not started')],
    groups: [{ id: 'g', name: 'To-do', color: 'gray', option_ids: ['id-Not started'] }],
  },
} as unknown as PropertySchema;

describe('renderValue', () => {
  it.each([
    ['title', [run('a '), run('b', { bold: true })], 'a b'],
    ['rich_text', [], ''],
    ['number', 0, '0'],
    ['number', null, ''],
    ['select', option('red'), 'red'],
    ['select', null, ''],
    ['status', option('Done'), 'Done'],
    ['multi_select', [option('a'), option('b')], 'a, b'],
    ['date', { start: '2026-01-31', end: '2026-02-01', time_zone: null }, '2026-01-31 → 2026-02-01'],
    ['date', null, ''],
    ['checkbox', false, 'false'],
    ['url', 'https://a.example', 'https://a.example'],
    ['email', null, ''],
    ['phone_number', '+49 1', '+49 1'],
    [
      'people',
      [
        { object: 'user', id: 'u1', name: 'Ada' },
        { object: 'user', id: 'u2' },
      ],
      'Ada, u2',
    ],
    ['relation', [{ id: 'r1' }, { id: 'r2' }], 'First, r2'],
    ['files', [{ name: 'a.pdf', type: 'external', external: { url: 'https://a' } }], 'a.pdf'],
    ['formula', { type: 'string', string: 'x' }, 'x'],
    ['formula', { type: 'number', number: 2.5 }, '2.5'],
    ['formula', { type: 'boolean', boolean: true }, 'true'],
    ['formula', { type: 'date', date: { start: '2026-01-01', end: null } }, '2026-01-01'],
    ['formula', { type: 'unsupported', unsupported: {} }, ''],
    ['rollup', { type: 'number', number: 3, function: 'sum' }, '3'],
    [
      'rollup',
      {
        type: 'array',
        array: [
          { type: 'number', number: 1 },
          { type: 'title', title: [run('t')] },
        ],
      },
      '1, t',
    ],
    ['created_time', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
    ['last_edited_by', { object: 'user', id: 'u' }, 'u'],
    ['unique_id', { prefix: 'T', number: 7 }, 'T-7'],
    ['unique_id', { prefix: null, number: 7 }, '7'],
    ['verification', { state: 'verified', date: null, verified_by: null }, 'verified'],
    ['place', { lat: 1, lon: 2, name: 'Here' }, 'Here'],
    ['place', { lat: 1, lon: 2 }, '1, 2'],
    ['button', {}, ''],
    ['something_new', { a: 1 }, ''],
  ])('shows a %s: %j', (type, content, text) => {
    expect(renderValue(value(type, content), { titles: new Map([['r1', 'First']]) })).toBe(text);
  });
});

describe('isEmptyValue', () => {
  it.each([
    ['checkbox', false, true],
    ['checkbox', true, false],
    ['number', 0, false],
    ['number', null, true],
    ['rich_text', [], true],
    ['rich_text', [run(' \n\u200b')], true],
    ['rich_text', [run('x')], false],
    [
      'rich_text',
      [{ type: 'equation', equation: { expression: '' }, annotations: ANNOTATIONS, plain_text: '', href: null }],
      false,
    ],
    ['multi_select', [], true],
    ['relation', [], true],
    ['files', [{ name: '', type: 'external', external: { url: 'https://a' } }], false],
    ['date', null, true],
    ['url', null, true],
    ['status', option('Done'), false],
    ['status', option('Not started'), true],
    ['status', null, true],
  ])('judges a %s of %j: %s', (type, content, empty) => {
    expect(isEmptyValue(value(type, content), STATUS)).toBe(empty);
  });

  it('counts a status as filled when the default is not known', () => {
    expect(isEmptyValue(value('status', option('Not started')))).toBe(false);
  });
});

describe('normaliseValue', () => {
  const normal = (content: unknown) => JSON.stringify(normaliseValue(value('rich_text', content)));

  it('does not care how a text is cut into runs', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.nat(30), fc.boolean(), (text, at, bold) => {
        const cut = [run(text.slice(0, at), { bold }), run(text.slice(at), { bold })];
        expect(normal(cut)).toBe(normal([run(text, { bold })]));
      }),
    );
  });

  it('notices a changed style, link, mention or equation', () => {
    const mention = (id: string) => ({
      type: 'mention',
      mention: { type: 'page', page: { id } },
      annotations: ANNOTATIONS,
      plain_text: 'P',
      href: null,
    });
    const all = [
      [run('P')],
      [run('P', { bold: true })],
      [run('P', { color: 'red' })],
      [run('P', {}, 'https://a.example')],
      [mention('1')],
      [mention('2')],
      [{ type: 'equation', equation: { expression: 'P' }, annotations: ANNOTATIONS, plain_text: 'P', href: null }],
    ].map(normal);
    expect(new Set(all).size).toBe(all.length);
  });

  it('does not take a new address of an uploaded file or a recoloured option for an edit', () => {
    const file = (url: string) => value('files', [{ name: 'a', type: 'file', file: { url, expiry_time: url } }]);
    expect(normaliseValue(file('https://a?1'))).toEqual(normaliseValue(file('https://a?2')));
    const coloured = { ...option('a'), color: 'red', name: 'A' };
    expect(normaliseValue(value('select', coloured))).toEqual(normaliseValue(value('select', option('a'))));
  });
});

describe('toWritable', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 });
  const richText = fc.array(
    fc.oneof(
      fc
        .tuple(text, fc.boolean(), fc.boolean(), fc.constantFrom(null, 'https://a.example/x'))
        .map(([content, bold, code, href]) => run(content, { bold, code }, href)),
      text.map((expression) => ({
        type: 'equation',
        equation: { expression },
        annotations: ANNOTATIONS,
        plain_text: expression,
        href: null,
      })),
      fc.constantFrom('user', 'page', 'database').map((type) => ({
        type: 'mention',
        mention: { type, [type]: { id: 'm1', object: 'user', name: 'Ada' } },
        annotations: { ...ANNOTATIONS, italic: true },
        plain_text: `@${type}`,
        href: null,
      })),
    ),
    { maxLength: 8 },
  );

  it('restores exactly what was read, for any text', () => {
    fc.assert(
      fc.property(richText, (content) => {
        const before = value('rich_text', content);
        const writable = toWritable(before);
        if (!writable.restorable) throw new Error(writable.reason);
        const schema = { id: 'x', name: 'Text', type: 'rich_text', rich_text: {} };
        const after = readPropertyValue(schema, writable.value) as unknown as PropertyValue;
        expect(normaliseValue(after)).toEqual(normaliseValue(before));
      }),
    );
  });

  it.each([
    ['number', 1.5, { number: 1.5 }],
    ['number', null, { number: null }],
    ['checkbox', true, { checkbox: true }],
    ['url', null, { url: null }],
    ['select', option('a'), { select: { id: 'id-a' } }],
    ['select', null, { select: null }],
    ['multi_select', [option('a')], { multi_select: [{ id: 'id-a' }] }],
    ['status', option('Done'), { status: { id: 'id-Done' } }],
    [
      'date',
      { start: '2026-01-31', end: null, time_zone: null },
      { date: { start: '2026-01-31', end: null, time_zone: null } },
    ],
    [
      'date',
      { start: '2026-01-31T09:00:00.000+01:00', end: null, time_zone: 'Europe/Berlin' },
      { date: { start: '2026-01-31T09:00:00.000', end: null, time_zone: 'Europe/Berlin' } },
    ],
    ['people', [{ object: 'user', id: 'u', name: 'Ada' }], { people: [{ id: 'u' }] }],
    ['relation', [{ id: 'r' }], { relation: [{ id: 'r' }] }],
    [
      'files',
      [{ name: 'a', type: 'external', external: { url: 'https://a' } }],
      { files: [{ name: 'a', type: 'external', external: { url: 'https://a' } }] },
    ],
    [
      'place',
      { lat: 1, lon: 2, name: null, address: 'b', google_place_id: 'c' },
      { place: { lat: 1, lon: 2, address: 'b' } },
    ],
  ])('gives a %s as a write takes it', (type, content, written) => {
    expect(toWritable(value(type, content))).toEqual({ restorable: true, value: written });
  });

  it.each([
    ['files', [{ name: 'a', type: 'file', file: { url: 'https://a', expiry_time: '' } }], 'uploaded-file'],
    ['relation', Array.from({ length: 25 }, (_, index) => ({ id: String(index) })), 'truncated'],
    ['rich_text', Array.from({ length: 101 }, () => run('x')), 'too-long'],
    [
      'rich_text',
      [
        {
          type: 'mention',
          mention: { type: 'link_preview', link_preview: { url: 'u' } },
          annotations: ANNOTATIONS,
          plain_text: 'x',
          href: null,
        },
      ],
      'mention',
    ],
    ['formula', { type: 'string', string: 'x' }, 'read-only'],
    ['something_new', 1, 'unknown-type'],
  ])('says why a %s cannot come back', (type, content, reason) => {
    expect(toWritable(value(type, content))).toEqual({ restorable: false, reason });
  });

  it('takes the word of has_more over the count', () => {
    const relation = Array.from({ length: 25 }, (_, index) => ({ id: String(index) }));
    const whole = { ...value('relation', relation), has_more: false } as unknown as PropertyValue;
    expect(toWritable(whole).restorable).toBe(true);
  });
});
