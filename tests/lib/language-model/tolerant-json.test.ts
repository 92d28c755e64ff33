import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTolerantJson } from '../../../lib/language-model/tolerant-json.ts';

describe('parseTolerantJson', () => {
  it.each([
    ['{"a":1}', { a: 1 }],
    ['Sure, {here} it is:\n```json\n{"a": "x, }",\n}\n```\nBye {you}', { a: 'x, }' }],
    ['{"a": 1, "b": [1, 2, ], }', { a: 1, b: [1, 2] }],
    ['{"a": "quote \\", }",}', { a: 'quote ", }' }],
    // A line break, a tab and quotation marks inside a string.
    ['{"a":"first line\nsecond\tline","b":7}', { a: 'first line\nsecond\tline', b: 7 }],
    ['{"a": "he said "no" twice", "b": 7}', { a: 'he said "no" twice', b: 7 }],
    ["{'a': 'don't stop', 'b': ['x', 'y'],}", { a: "don't stop", b: ['x', 'y'] }],
    ["{'a': \"it's\", b: True, c: None}", { a: "it's", b: true, c: null }],
    ['{“a”: “x”}', { a: 'x' }],
    ['{"a":"https://tea.example/b", // a note: {x}\n "b":7 /* end } */}', { a: 'https://tea.example/b', b: 7 }],
    ['{"a": "x" "b": 7}', { a: 'x', b: 7 }],
    // A bracket too few.
    ['{"a":"x","b":{"c":"y"', { a: 'x', b: { c: 'y' } }],
    ['{"a":"x","b":true', { a: 'x', b: true }],
    ['{"a":"x","b":7 \n', { a: 'x', b: 7 }],
    ['{"a":"x","b":7,', { a: 'x', b: 7 }],
    ['{"a":["x","y"]', { a: ['x', 'y'] }],
    ['```json\n{"a":"x\ny","b":[1,2\n```', { a: 'x\ny', b: [1, 2] }],
    // Drafts in thoughts, also where only their end came through.
    ['<think>{"a":"draft"}</think>{"a":"final"}', { a: 'final' }],
    ['Maybe {"a":"draft"}? No.\n</think>\n\n{"a":"final"}', { a: 'final' }],
    ['<thinking>{"a":"draft"}</thinking>\nHere: {"a":"final"}', { a: 'final' }],
    ['{"a":"the tag </think> in a text"}', { a: 'the tag </think> in a text' }],
  ])('reads %j', (answer, expected) => {
    expect(parseTolerantJson(answer)).toEqual(expected);
  });

  it.each([
    '',
    'no json',
    '[1, 2]',
    '"text"',
    'null',
    '{not json}',
    '<think>{"a":"draft"}',
    // Broken off inside a text, or before a value: half an answer is none.
    '{"a":"x","b":"half a sen',
    '{"a":["x","y',
    '{"a":"x","b":',
    // The number, the word, or the list may go on: 14 of 145, `no` of `north`.
    'Sure! Here you are: {"a": 14',
    '{"a":"x","b":{"c":7',
    '{"a":"x","b":-1.',
    '{"a":"x","b":tru',
    '{"a":"x","b":no',
    '{"a":["x","y"',
    '{"a":[1,2',
    // The last quotation mark may be one of many inside the text.
    '{"a":"he said "no"',
  ])('finds nothing in %j', (answer) => {
    expect(parseTolerantJson(answer)).toBeUndefined();
  });

  it('wants an object that is never closed to have all that was asked for', () => {
    const hasBoth = (object: Readonly<Record<string, unknown>>) => 'a' in object && 'b' in object;
    expect(parseTolerantJson('{"a":"x"', hasBoth)).toBeUndefined();
    expect(parseTolerantJson('{"c":{"a":"x"}', hasBoth)).toBeUndefined();
    expect(parseTolerantJson('{"a":"x","b":"y"', hasBoth)).toEqual({ a: 'x', b: 'y' });
    // A closed one may leave fields out.
    expect(parseTolerantJson("{'a':'x'}", hasBoth)).toEqual({ a: 'x' });
  });

  it('reads every object back, also inside a sentence, a fence, or without its last brace', () => {
    const around = fc.constantFrom(['', ''], ['Sure: ', ' Bye.'], ['```json\n', '\n```'], ['Use {braces}: ', '']);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), around, (object, [before, after]) => {
        const text = JSON.stringify(object);
        expect(JSON.stringify(parseTolerantJson(`${before}${text}${after}`))).toBe(text);
      }),
    );
    const flat = fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(fc.string(), fc.integer(), fc.boolean()), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(flat, (object) => {
        const text = JSON.stringify(object);
        const mayGoOn = typeof Object.values(object).at(-1) === 'number';
        expect(JSON.stringify(parseTolerantJson(text.slice(0, -1)))).toBe(mayGoOn ? undefined : text);
        expect(JSON.stringify(parseTolerantJson(`${text.slice(0, -1)}\n`))).toBe(text);
      }),
    );
  });

  it('gives the whole object or nothing, wherever the answer breaks off', () => {
    const values = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()));
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 3 }), fc.nat(), (given, at) => {
        const object = Object.fromEntries(given.map((value, index) => [`p${index}`, value]));
        const whole = JSON.stringify(object);
        const hasAll = (read: object) => Object.keys(object).every((key) => key in read);
        const read = parseTolerantJson(`Here: ${whole.slice(0, at % whole.length)}`, hasAll);
        if (read !== undefined) expect(read).toEqual(object);
      }),
    );
  });

  it('never gives half a text, wherever the answer breaks off', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '"', "'", ',', '}', '\n', '\\', ':') }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(texts, fc.nat(), (values, at) => {
        const object = Object.fromEntries(values.map((value, index) => [`p${index}`, value]));
        const whole = JSON.stringify(object);
        const read = parseTolerantJson(whole.slice(0, at % whole.length)) ?? {};
        for (const [key, value] of Object.entries(read)) if (value !== null) expect(value).toBe(object[key]);
      }),
    );
  });

  it('gives up in linear time', () => {
    expect(parseTolerantJson('{"a":"'.repeat(50_000))).toBeUndefined();
    expect(parseTolerantJson(`${'{"a":'.repeat(3_000)}"x"`)).toBeDefined();
  });
});
