import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNewRows } from '../../../lib/notion/parse-new-rows.ts';

const property = (id: string, name: string, type = 'rich_text', writable = true) => ({ id, name, type, writable });
const PROPERTIES = [
  property('title', 'Topic', 'title'),
  property('k', 'Kind', 'select'),
  property('n', 'Notes'),
  property('s', 'Sum', 'formula', false),
];
const parse = (text: string) => parseNewRows(text, PROPERTIES);
const titles = (text: string) => parse(text).rows.map(({ title }) => title);

describe('pasted lines', () => {
  it.each([
    ['Bees\n\n  Ants \r\nWasps\n', ['Bees', 'Ants', 'Wasps']],
    ['- Bees\n* Ants\n• Wasps', ['Bees', 'Ants', 'Wasps']],
    ['1. Bees\n2. Ants', ['Bees', 'Ants']],
    ['- Bees\nAnts', ['- Bees', 'Ants']],
    ['7. Dwarf\nSnow White', ['7. Dwarf', 'Snow White']],
    ['1. FC Köln', ['1. FC Köln']],
    ['Paris, France\nRome, Italy', ['Paris, France', 'Rome, Italy']],
    ['Tea; coffee', ['Tea; coffee']],
    ['He said "no"\n"Yes', ['He said "no"', '"Yes']],
    ['', []],
  ])('%j are the topics %j', (text, expected) => {
    expect(parse(text).kind).toBe('lines');
    expect(titles(text)).toEqual(expected);
  });
});

describe('a pasted table', () => {
  it.each([
    ['of a spreadsheet', 'Topic\tKind\nBees\tPost\n\tNote\n\t\n'],
    ['of a CSV file', '\uFEFF"Topic",kind\r\n"Bees",Post\r\n,Note\r\n'],
    ['with semicolons', 'TOPIC;Kind\nBees;Post\n;Note'],
  ])('%s has a row for each line that says something', (_what, text) => {
    expect(parse(text)).toEqual({
      kind: 'table',
      columns: [
        { header: expect.any(String) as string, propertyId: 'title' },
        { header: expect.any(String) as string, propertyId: 'k' },
      ],
      rows: [
        { title: 'Bees', values: { k: 'Post' } },
        { title: '', values: { k: 'Note' } },
      ],
    });
  });

  it('may hold delimiters, quotes and line breaks in quoted cells', () => {
    const { rows } = parse('Topic,Notes\n"Bees, ""wild""","one\ntwo"');
    expect(rows).toEqual([{ title: 'Bees, "wild"', values: { n: 'one\ntwo' } }]);
  });

  it('leaves out columns that fit nothing, cannot be written, or come twice', () => {
    const { columns, rows } = parse('Topic\tSum\tColour\tKind\tKind\nBees\t1\tred\tPost\tNote');
    expect(columns.map(({ propertyId }) => propertyId)).toEqual(['title', undefined, undefined, 'k', undefined]);
    expect(rows).toEqual([{ title: 'Bees', values: { k: 'Post' } }]);
  });

  it('takes its first column that fits nothing for the topic where no header names it', () => {
    expect(parse('Animal;Kind\nBees;Post').rows).toEqual([{ title: 'Bees', values: { k: 'Post' } }]);
  });

  it('may be one column under the topic’s name, and is none without a line below', () => {
    expect(titles('topic\nBees\nAnts')).toEqual(['Bees', 'Ants']);
    expect(titles('Topic')).toEqual(['Topic']);
  });

  it('comes back as it was written, whatever is in the cells', () => {
    const cell = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/\r/g, '').trim());
    const record = fc.record({ title: cell.filter((text) => text !== ''), notes: cell });
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), fc.constantFrom('\t', ',', ';'), (records, delimiter) => {
        const lines = records.map(({ title, notes }) => [quote(title), quote(notes)].join(delimiter));
        const { rows } = parse([['Topic', 'Notes'].join(delimiter), ...lines].join('\n'));
        expect(rows).toEqual(records.map(({ title, notes }) => ({ title, values: notes === '' ? {} : { n: notes } })));
      }),
    );
  });

  it('never loses a line of any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string().filter((line) => !/[\n\r]/.test(line) && line.trim() !== '')), (lines) => {
        const { kind, rows } = parse(lines.join('\n'));
        if (kind === 'lines') expect(rows.length).toBe(lines.length);
      }),
    );
  });
});
