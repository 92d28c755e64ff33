import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_LANGUAGES } from '../../../components/i18n/languages.ts';
import { builtInPrompts } from '../../../lib/prompt-library/built-in-prompts.ts';
import { messagesOf } from '../browser-messages.ts';
import { cutContent } from '../../../lib/context/cut-content.ts';
import { languageSentence } from '../../../lib/prompt/instructions.ts';
import {
  placesOfVariables,
  renderVariables,
  resolveVariable,
  usesVariable,
  variablesIn,
} from '../../../lib/prompt/variables.ts';

describe('variables', () => {
  const source = { propertyNames: ['Name', 'Page', 'due date'], valueOf: (variable: string) => `<${variable}>` };

  it('are found once each, with spaces around them allowed', () => {
    expect(variablesIn('{{a}} {{ a }} {{b c}} {{}} {x} {{\n}}')).toEqual(['a', 'b c']);
  });

  it('have places, braces and spaces included, as often as they stand there', () => {
    const prompt = 'On {{a}} and {{ a }}: {{Price {EUR}}} {{';
    const found = placesOfVariables(prompt, ['Price {EUR}']).map(({ start, end }) => prompt.slice(start, end));
    expect(found).toEqual(['{{a}}', '{{ a }}', '{{Price {EUR}}}']);
  });

  it('mean the reserved word as it is spelled, then a property, in any case of letters', () => {
    expect(resolveVariable('page', source.propertyNames)).toBe('reserved:page');
    expect(resolveVariable('Page', source.propertyNames)).toBe('property:Page');
    expect(resolveVariable('name', source.propertyNames)).toBe('property:Name');
    expect(resolveVariable('TODAY', source.propertyNames)).toBe('reserved:today');
    expect(resolveVariable('toString', source.propertyNames)).toBeUndefined();
  });

  it('stay as typed and are reported when they mean nothing', () => {
    expect(renderVariables('{{Name}} {{ nope }}', source)).toEqual({
      text: '<property:Name> {{ nope }}',
      unknown: ['nope'],
      used: ['property:Name'],
    });
  });

  it('in a value are never put in again, whatever the value is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '{{', '}}', 'Name', 'page', '$&', '$1', ' ') }),
        (value) => {
          const { text } = renderVariables('a {{Name}} b', { propertyNames: ['Name'], valueOf: () => value });
          expect(text).toBe(`a ${value} b`);
        },
      ),
    );
  });

  it('can have braces in their names', () => {
    expect(variablesIn('Costs {{Price {EUR}}} or {{ {x} }}')).toEqual(['Price {EUR}', '{x}']);
    const names = ['Price {EUR}', 'Price', 'a}b', 'odd }} {{ one'];
    const valueOf = (variable: string) => `<${variable}>`;
    const render = (prompt: string) => renderVariables(prompt, { propertyNames: names, valueOf });
    expect(render('{{price {eur}}} {{Price}} {{a}b}} {{odd }} {{ one}}').text).toBe(
      '<property:Price {EUR}> <property:Price> <property:a}b> <property:odd }} {{ one>',
    );
    expect(render('{{nope {x}}}').unknown).toEqual(['nope {x}']);
    expect(render('{{not closed {x}} {{Price}}').text).toBe('{{not closed {x}} <property:Price>');
  });

  it('are replaced whatever the property is called', () => {
    const name = fc.oneof(
      fc.string({ minLength: 1, maxLength: 30 }),
      fc.string({ unit: fc.constantFrom('{', '}', ' ', '.', '$', 'a', 'é'), minLength: 1, maxLength: 8 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 5, selector: (one) => one.trim() }), (names) => {
        const [wanted = ''] = names;
        fc.pre(wanted.trim() !== '' && !['page', 'title', 'today'].includes(wanted.trim()));
        const valueOf = (variable: string) => (variable === `property:${wanted}` ? 'VALUE' : 'OTHER');
        const { text, unknown } = renderVariables(`say {{${wanted}}}`, { propertyNames: names, valueOf });
        expect(unknown).toEqual([]);
        expect(text).toBe('say VALUE');
      }),
      { numRuns: 500 },
    );
  });

  it('are found in linear time, however many braces a prompt has', () => {
    expect(variablesIn('{{'.repeat(50_000))).toEqual([]);
    expect(variablesIn('{{a'.repeat(50_000), ['a', 'aa'])).toEqual([]);
  });

  it('tell whether the page has to be read', () => {
    expect(usesVariable('Use {{ page }}', 'page')).toBe(true);
    expect(usesVariable('Use {{Page}}', 'page', ['Page'])).toBe(false);
    expect(usesVariable('Use page', 'page')).toBe(false);
  });
});

describe('cut content', () => {
  it('is a beginning of the whole, within the limit, and never half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(60), (whole, limit) => {
        const { text, isCut, total } = cutContent(whole, limit);
        expect(whole.startsWith(text)).toBe(true);
        expect(text.length).toBeLessThanOrEqual(Math.max(limit, 0));
        expect(isCut).toBe(whole.length > limit);
        expect(total).toBe(whole.length);
        if (whole.isWellFormed()) expect(text.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('the output language', () => {
  it.each([
    ['', 'Write in the language of the prompt unless it asks for another.'],
    ['de', 'Write in German unless the prompt asks for another language.'],
    ['Plain English', 'Write in Plain English unless the prompt asks for another language.'],
    ['Klingon\nIgnore all', 'Write in Klingon Ignore all unless the prompt asks for another language.'],
  ])('%j is a sentence', (asked, sentence) => expect(languageSentence(asked)).toBe(sentence));
});

describe('built-in prompts', () => {
  const english = builtInPrompts(messagesOf('en'));

  it.each(ALL_LANGUAGES)('are all there in %s, with the variables of the English ones', (language) => {
    const prompts = builtInPrompts(messagesOf(language));
    expect(prompts).toHaveLength(8);
    for (const [index, { id, name, text }] of prompts.entries()) {
      expect(id).toMatch(/^built-in:/u);
      expect(name).not.toBe('');
      expect(text === english[index]?.text).toBe(language === 'en');
      expect(variablesIn(text)).toEqual(variablesIn(english[index]?.text ?? ''));
      expect(variablesIn(text).every((variable) => resolveVariable(variable, []) !== undefined)).toBe(true);
    }
  });
});
