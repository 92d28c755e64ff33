import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { renderVariables } from '../../../../lib/prompt/variables.ts';
import { findOpenVariable, insertName, matchingNames } from '../../../../components/rows/form/variable-completion.ts';

const at = (marked: string) => {
  const caret = marked.indexOf('|');
  return { text: marked.replace('|', ''), caret };
};
const find = (marked: string) => {
  const { text, caret } = at(marked);
  return findOpenVariable(text, caret)?.typed;
};

describe('the completion of variables', () => {
  it('begins after two braces and ends with the variable', () => {
    expect(find('About {{|')).toBe('');
    expect(find('About {{To|')).toBe('To');
    expect(find('About {{ To|')).toBe('To');
    expect(find('About {{Topic}}|')).toBeUndefined();
    expect(find('About {To|')).toBeUndefined();
    expect(find('About {|{')).toBeUndefined();
    expect(find('About {{\nTo|')).toBeUndefined();
  });

  it('offers names that begin so first, then those that hold it', () => {
    expect(matchingNames(['Content', 'Topic', 'today', 'Notes'], 'to')).toEqual(['Topic', 'today']);
    expect(matchingNames(['Content', 'Topic'], 'T')).toEqual(['Topic', 'Content']);
    expect(matchingNames(['Content'], '')).toEqual(['Content']);
  });

  it('puts the name in, closes it once and goes on behind it', () => {
    const put = (marked: string) => {
      const { text, caret } = at(marked);
      return insertName(text, caret, findOpenVariable(text, caret)!, 'Topic');
    };
    expect(put('About {{To| now')).toEqual({ text: 'About {{Topic}} now', caret: 15 });
    expect(put('About {{To|ny}} now')).toEqual({ text: 'About {{Topic}} now', caret: 15 });
    expect(put('{{|')).toEqual({ text: '{{Topic}}', caret: 9 });
    expect(put('{{To| and {{Other}}').text).toBe('{{Topic}} and {{Other}}');
  });

  it('takes names with braces, while they are typed and when one of them is changed', () => {
    const names = ['Price {EUR}', 'Topic'];
    const { text, caret } = at('Costs {{Price {E|');
    const open = findOpenVariable(text, caret, names)!;
    expect(open.typed).toBe('Price {E');
    expect(matchingNames(names, open.typed)).toEqual(['Price {EUR}']);
    const changed = at('Costs {{Pri|ce {EUR}}} now');
    expect(
      insertName(changed.text, changed.caret, findOpenVariable(changed.text, changed.caret, names)!, 'Topic', names),
    ).toEqual({ text: 'Costs {{Topic}} now', caret: 15 });
  });

  it('puts in what is replaced later, whatever the name', () => {
    const name = fc.string({ unit: fc.constantFrom('{', '}', ' ', '.', 'a', 'ü', '\n'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(name, (wanted) => {
        fc.pre(wanted.trim() !== '');
        const { text } = insertName('About {{', 8, findOpenVariable('About {{', 8, [wanted])!, wanted, [wanted]);
        expect(renderVariables(text, { propertyNames: [wanted], valueOf: () => 'it' }).text).toBe('About it');
      }),
    );
  });
});
