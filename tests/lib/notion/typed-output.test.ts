import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RichText, TextRun } from '../../../lib/markdown/block-types.ts';
import { cellRichText } from '../../../lib/notion/cell-rich-text.ts';
import { buildOptionUpdate, cleanOptionName, matchOption } from '../../../lib/notion/match-option.ts';
import { buildOutputSchema, outputFields } from '../../../lib/notion/output-schema.ts';
import type { PropertySchema } from '../../../lib/notion/property-value.ts';
import { describeProblems, readTypedOutput, type OutputCheck } from '../../../lib/notion/typed-output.ts';
import { strictSchemaFault } from '../../../sandbox/models/strict-schema.ts';
import { readPropertyValue } from '../../fakes/fake-notion-values.ts';

const options = (...names: string[]) => ({ options: names.map((name) => ({ id: `id-${name}`, name, color: 'red' })) });
const CONFIGS: Record<string, object> = {
  title: {},
  rich_text: {},
  number: { format: 'number' },
  select: options('Red', 'dark blue'),
  multi_select: options('One', 'Two'),
  status: { ...options('Not started', 'Done'), groups: [] },
  date: {},
  checkbox: {},
  url: {},
  email: {},
  phone_number: {},
  relation: { data_source_id: 'd' },
  formula: { expression: '1' },
};
const schema = (type: string, config = CONFIGS[type] ?? {}) =>
  ({ id: `id-${type}`, name: `My ${type}`, description: null, type, [type]: config }) as unknown as PropertySchema;
const source = (...schemas: PropertySchema[]) => ({
  properties: Object.fromEntries(schemas.map((one) => [one.name, one])),
});
const WRITABLE = Object.keys(CONFIGS).filter((type) => type !== 'formula');
const all = outputFields(
  source(...WRITABLE.map((type) => schema(type))),
  WRITABLE.map((type) => `id-${type}`),
);

async function read(type: string, given: unknown, check: Partial<OutputCheck> = {}) {
  const fields = outputFields(source(schema(type)), [`id-${type}`]);
  const rules = { allowNewOptions: false, timeZone: 'Europe/Berlin' };
  const output = await readTypedOutput({ p0: given }, fields, { ...rules, ...check });
  return output.problems[0]?.kind ?? (output.values[`id-${type}`] as Record<string, unknown> | undefined)?.[type];
}

describe('outputFields', () => {
  it('refuses a property that is gone or cannot be written', () => {
    expect(() => outputFields(source(), ['x'])).toThrow('property-missing');
    expect(() => outputFields(source(schema('formula')), ['id-formula'])).toThrow('property-changed');
  });
});

describe('buildOutputSchema', () => {
  it('keeps the rules of strict schemas for every type', () => {
    for (const allowNewOptions of [false, true])
      expect(strictSchemaFault(buildOutputSchema(all, { allowNewOptions }))).toBeUndefined();
  });

  it('names the options, and leaves them open only where new ones are allowed', () => {
    const fields = outputFields(source(schema('select'), schema('status')), ['id-select', 'id-status']);
    expect(buildOutputSchema(fields, { allowNewOptions: false })).toMatchObject({
      properties: { p0: { enum: ['Red', 'dark blue', null] }, p1: { enum: ['Not started', 'Done', null] } },
      required: ['p0', 'p1'],
      additionalProperties: false,
    });
    const open = buildOutputSchema(fields, { allowNewOptions: true });
    expect(JSON.stringify(open)).toContain('Options: Red; dark blue');
    expect(open).not.toHaveProperty('properties.p0.enum');
    expect(open).toHaveProperty('properties.p1.enum');
  });

  it('stays below 1,000 enum values however many options there are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 5 }), (sizes) => {
        const schemas = sizes.map((size, index) => ({
          ...schema('multi_select', options(...Array.from({ length: size }, (_, at) => `a very long option ${at}`))),
          id: `m${index}`,
          name: `M${index}`,
        }));
        const fields = outputFields(
          source(...schemas),
          schemas.map(({ id }) => id),
        );
        expect(strictSchemaFault(buildOutputSchema(fields, { allowNewOptions: false }))).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });
});

describe('readTypedOutput', () => {
  it.each([
    ['number', 12.5, 12.5],
    ['number', ' 12.5 ', 12.5],
    ['number', '1,200', 'not-number'],
    ['number', 'many', 'not-number'],
    ['number', true, 'not-number'],
    ['number', '25%', 'not-number'],
    ['checkbox', true, true],
    ['checkbox', 'No', false],
    ['checkbox', 'maybe', 'not-boolean'],
    ['select', 'Red', { name: 'Red' }],
    ['select', ' red ', { name: 'Red' }],
    ['select', 'Dark  Blue', { name: 'dark blue' }],
    ['select', ['Red'], { name: 'Red' }],
    ['select', 'Green', 'unknown-option'],
    ['status', 'done', { name: 'Done' }],
    ['status', 'Later', 'unknown-option'],
    ['multi_select', ['one', 'Two', 'ONE'], [{ name: 'One' }, { name: 'Two' }]],
    ['multi_select', 'one, two', [{ name: 'One' }, { name: 'Two' }]],
    ['multi_select', ['three'], 'unknown-option'],
    ['multi_select', [], []],
    ['date', { start: '2026-01-31', end: null }, { start: '2026-01-31', end: null }],
    ['date', '2026-01-31', { start: '2026-01-31', end: null }],
    ['date', '2026-01-31 09:30', { start: '2026-01-31T09:30:00+01:00', end: null }],
    ['date', '2026-07-31T09:30', { start: '2026-07-31T09:30:00+02:00', end: null }],
    [
      'date',
      { start: '2026-01-31T09:30', end: '2026-01-31T09:00Z' },
      { start: '2026-01-31T09:30:00+01:00', end: '2026-01-31T09:00:00Z' },
    ],
    ['date', '2026-01-31T09:30:15.250+0100', { start: '2026-01-31T09:30:15+01:00', end: null }],
    ['date', '2026-02-30', 'bad-date'],
    ['date', '31.01.2026', 'bad-date'],
    ['date', 'tomorrow', 'bad-date'],
    ['date', 5, 'bad-date'],
    ['date', { start: '2026-02-01', end: '2026-01-01' }, 'bad-date'],
    ['date', { start: '2026-02-01', end: '2026-02-01T10:00' }, 'bad-date'],
    ['url', 'https://a.example/x?y', 'https://a.example/x?y'],
    ['url', 'a.example/x', 'https://a.example/x'],
    ['url', 'javascript:alert(1)', 'bad-url'],
    ['url', 'https://one.example\\@two.example/x', 'https://one.example/@two.example/x'],
    ['url', 'https://one.example#@two.example', 'https://one.example/#@two.example'],
    ['url', 'https://one.example@two.example/x', 'bad-url'],
    ['url', 'mailto:a@one.example', 'mailto:a@one.example'],
    ['url', 'mailto:a@one.example@two.example', 'bad-url'],
    ['url', 'no address', 'bad-url'],
    ['url', `https://a.example/${'x'.repeat(2000)}`, 'bad-url'],
    ['email', 'a@b.example', 'a@b.example'],
    ['email', 'a@b', 'bad-email'],
    ['phone_number', '+49 (0) 30-123', '+49 (0) 30-123'],
    ['phone_number', 'unknown', 'bad-phone'],
    ['rich_text', 42, [{ type: 'text', text: { content: '42' } }]],
    ['rich_text', { a: 1 }, 'not-text'],
    ['title', 'a\n b', [{ type: 'text', text: { content: 'a b' } }]],
    ['rich_text', 'x'.repeat(200_001), 'too-long'],
    ['relation', ['Home'], 'unknown-page'],
    ['number', null, undefined],
    ['rich_text', '  ', undefined],
    ['url', '', undefined],
    ['title', '**Warm** [tea](https://tea.example)', [{ type: 'text', text: { content: 'Warm tea' } }]],
    ['select', '**Red**', { name: 'Red' }],
    ['status', '`Done`', { name: 'Done' }],
    ['multi_select', ['*One*', '_Two_'], [{ name: 'One' }, { name: 'Two' }]],
    ['number', '**7**', 7],
    ['checkbox', '**Yes**', true],
    ['date', '`2026-01-31`', { start: '2026-01-31', end: null }],
    ['url', '[Shop](https://shop.example/a_b)', 'https://shop.example/a_b'],
    ['url', '<https://shop.example/a>', 'https://shop.example/a'],
    ['url', '**x**', 'bad-url'],
    ['email', '<a@b.example>', 'a@b.example'],
  ])('reads a %s of %j', async (type, given, expected) => {
    expect(await read(type, given)).toEqual(expected);
  });

  it('understands percents where the column shows them', async () => {
    const fields = outputFields(source(schema('number', { format: 'percent' })), ['id-number']);
    const { values } = await readTypedOutput({ p0: '25 %' }, fields, { allowNewOptions: false });
    expect(values).toEqual({ 'id-number': { number: 0.25 } });
  });

  it('takes new options without commas where they are allowed, never for a status', async () => {
    const fields = outputFields(source(schema('multi_select'), schema('status')), ['id-multi_select', 'id-status']);
    const answer = { p0: ['Three, or four', 'one'], p1: 'Later' };
    const output = await readTypedOutput(answer, fields, { allowNewOptions: true });
    expect(output.values).toEqual({
      'id-multi_select': { multi_select: [{ name: 'Three / or four' }, { name: 'One' }] },
    });
    expect(output.newOptions).toEqual({ 'id-multi_select': ['Three / or four'] });
    expect(output.problems).toMatchObject([{ key: 'p1', kind: 'unknown-option', given: 'Later' }]);
  });

  it('makes new options of the words, not of their Markdown', async () => {
    expect(await read('select', '**Fresh**', { allowNewOptions: true })).toEqual({ name: 'Fresh' });
  });

  it('formats text for a text property, and gives up styles before words where there are too many', async () => {
    const convertText = cellRichText({ allowLink: () => true });
    const [first, second] = (await read('rich_text', 'a **b**', { convertText })) as RichText[];
    expect([first, second]).toEqual([
      { type: 'text', text: { content: 'a ' } },
      { type: 'text', text: { content: 'b' }, annotations: { bold: true } },
    ]);
    const bold = (await read('rich_text', '**b** c '.repeat(80), { convertText })) as RichText[];
    expect(bold).toEqual([{ type: 'text', text: { content: 'b c '.repeat(80).trim() } }]);
    const links = (await read('rich_text', '[b](https://b.example) c '.repeat(80), { convertText })) as TextRun[];
    expect(links.map(({ text }) => text.content).join('')).toBe('b (https://b.example/) c '.repeat(80).trim());
    expect(await read('rich_text', 'é'.repeat(300_000), { convertText })).toBe('too-long');
  });

  it('relates pages by their exact titles', async () => {
    const findRelated = (_: PropertySchema, title: string) => Promise.resolve(title === 'Home' ? 'page-1' : undefined);
    expect(await read('relation', ['Home', ' Home '], { findRelated })).toEqual([{ id: 'page-1' }]);
    expect(await read('relation', ['Home', 'Nowhere'], { findRelated })).toBe('unknown-page');
  });

  it('finds answers under the property’s own name, and misses an answer that is about something else', async () => {
    const fields = outputFields(source(schema('number')), ['id-number']);
    const check = { allowNewOptions: false };
    expect((await readTypedOutput({ 'my NUMBER': 3 }, fields, check)).values).toEqual({ 'id-number': { number: 3 } });
    expect((await readTypedOutput({ other: 3 }, fields, check)).problems).toMatchObject([{ kind: 'missing' }]);
  });

  it('says in the repair what was wrong and what is allowed', async () => {
    const fields = outputFields(source(schema('select')), ['id-select']);
    const { problems } = await readTypedOutput({ p0: 'Green' }, fields, { allowNewOptions: false });
    const text = describeProblems(problems, fields);
    expect(text).toContain('p0 (“My select”)');
    expect(text).toContain('Green');
    expect(text).toContain('Red; dark blue');
  });

  it('never gives Notion a value that it refuses, whatever the model answers', async () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.string(),
      fc.constantFrom('2026-01-31', 'Red', 'one, two', 'a@b.example', 'https://a.example', '12', true, Infinity),
      fc.array(fc.string(), { maxLength: 120 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(anything, { minLength: all.length, maxLength: all.length }),
        fc.boolean(),
        async (answers, allowNewOptions) => {
          const answer = Object.fromEntries(all.map(({ key }, index) => [key, answers[index]]));
          const { values } = await readTypedOutput(answer, all, { allowNewOptions });
          for (const { property } of all) {
            const written = values[property.id];
            if (written !== undefined)
              readPropertyValue(structuredClone(property) as unknown as Record<string, unknown>, written);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('matchOption', () => {
  it('takes the exact name first and refuses to guess between two', () => {
    expect(matchOption('a', ['A', 'a'])).toBe('a');
    expect(matchOption('À b', ['À  B'])).toBe('À  B');
    expect(matchOption('x Y', ['X y', 'x  y'])).toBeUndefined();
  });
});

describe('cleanOptionName', () => {
  it('gives names that Notion takes, or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (given) => {
        const name = cleanOptionName(given);
        if (name === undefined) return;
        expect(name).not.toMatch(/,|\n/);
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(100);
        expect(name.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('buildOptionUpdate', () => {
  it('sends the whole list with the new names, each once', () => {
    expect(buildOptionUpdate(schema('select'), ['Green', 'green', 'red'])).toEqual({
      'id-select': {
        select: {
          options: [
            { id: 'id-Red', name: 'Red', color: 'red' },
            { id: 'id-dark blue', name: 'dark blue', color: 'red' },
            { name: 'green' },
          ],
        },
      },
    });
  });

  it('is nothing where nothing is new, for a status, and for lists that one request cannot hold', () => {
    expect(buildOptionUpdate(schema('select'), ['red'])).toBeUndefined();
    expect(buildOptionUpdate(schema('status'), ['x'])).toBeUndefined();
    const many = schema('select', options(...Array.from({ length: 100 }, (_, index) => `o${index}`)));
    expect(buildOptionUpdate(many, ['x'])).toBeUndefined();
  });
});
