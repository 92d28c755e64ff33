import { describe, expect, it } from 'vitest';
import { hasSomethingToWorkOn } from '../../../lib/prompt/has-something.ts';

const row = (properties: Record<string, string> = {}, topic = '', page?: string) => ({ topic, properties, page });

describe('hasSomethingToWorkOn', () => {
  it.each([
    ['a topic, where nothing is named', 'Write', row({}, 'Tea'), true],
    ['no topic, where nothing is named', 'Write', row({ Notes: 'x' }, ' \n'), false],
    ['one of two values', '{{A}} {{B}}', row({ A: '', B: 'x' }, ''), true],
    ['values of white space alone', '{{A}} {{ b }}', row({ A: ' \u00a0', B: '\u200b\n' }, 'Tea'), false],
    ['a named topic', '{{title}}: {{A}}', row({ A: '' }, 'Tea'), true],
    ['the date beside an empty value', 'On {{today}}: {{A}}', row({ A: '' }, 'Tea'), false],
    ['the date alone', 'Write about {{today}}', row({}, ''), true],
    ['a page that was not read', '{{page}}', row(), true],
    ['a blank page', '{{page}}', row({}, 'Tea', '\n \n'), false],
    ['a page with text', '{{page}}', row({}, '', 'Text'), true],
    ['a name that nobody knows and a topic', '{{Nobody}}', row({ A: '' }, 'Tea'), true],
    ['a name that nobody knows and no topic', '{{Nobody}}', row({ A: 'x' }, ''), false],
    ['a value under a name with braces', '{{A {x}}}', row({ 'A {x}': 'v' }, ''), true],
    ['a number and an unticked box', '{{N}} {{Done}}', row({ N: '0', Done: 'false' }, ''), true],
  ])('of %s', (_, prompt, given, expected) => {
    expect(hasSomethingToWorkOn(prompt, given)).toBe(expected);
  });
});
