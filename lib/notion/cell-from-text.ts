/** A text that a person typed or pasted, as the value of a cell. https://developers.notion.com/reference/page-property-values */
import { cleanOptionName, matchOption } from './match-option.ts';
import { plainRichText } from './plain-rich-text.ts';
import type { PropertySchema } from './property-value.ts';
import { checkDate, checkEmail, checkNumber, checkPhone, checkUrl, type CheckedScalar } from './scalar-rules.ts';

/** Why a text does not fit its property. */
export type CellProblem =
  | 'not-number'
  | 'bad-date'
  | 'bad-url'
  | 'bad-email'
  | 'bad-phone'
  | 'not-checkbox'
  | 'option-unknown'
  | 'too-long'
  | 'unsupported';

export type CellFromText = { readonly value: Readonly<Record<string, unknown>> } | { readonly problem: CellProblem };

const YES = new Set(['true', 'yes', 'y', '1', 'x', '☑', '✓', '✔', '✅', 'ja', 'wahr']);
const NO = new Set(['false', 'no', 'n', '0', '☐', '✗', '✘', '❌', 'nein', 'falsch']);

/**
 * `{ <type>: value }` for a new row. Options of a select that are not there are made; a status must be one that is. What has no plain
 * text (people, relations, files) is `unsupported`.
 */
export function cellFromText(schema: PropertySchema, text: string): CellFromText {
  const { type } = schema;
  const scalar = (checked: CheckedScalar): CellFromText =>
    'value' in checked ? { value: { [type]: checked.value } } : checked;
  switch (schema.type) {
    case 'title':
    case 'rich_text': {
      const runs = plainRichText(text);
      return runs ? { value: { [type]: runs } } : { problem: 'too-long' };
    }
    case 'number':
      return scalar(checkNumber(plainNumber(text), schema.number.format === 'percent'));
    case 'date':
      return scalar(checkDate(plainDate(text)));
    case 'url':
      return scalar(checkUrl(text));
    case 'email':
      return scalar(checkEmail(text));
    case 'phone_number':
      return scalar(checkPhone(text));
    case 'checkbox':
      return checkboxFrom(text);
    case 'select':
      return selectFrom(text, schema.select.options);
    case 'status': {
      const name = matchOption(
        text.trim(),
        schema.status.options.map((option) => option.name),
      );
      return name === undefined ? { problem: 'option-unknown' } : { value: { status: { name } } };
    }
    case 'multi_select':
      return tagsFrom(text, schema.multi_select.options);
    default:
      return { problem: 'unsupported' };
  }
}

function checkboxFrom(text: string): CellFromText {
  const word = text.trim().toLowerCase();
  if (YES.has(word)) return { value: { checkbox: true } };
  return NO.has(word) ? { value: { checkbox: false } } : { problem: 'not-checkbox' };
}

type Options = readonly { readonly name: string }[];

function optionFrom(text: string, options: Options): string | undefined {
  const names = options.map(({ name }) => name);
  return matchOption(text.trim(), names) ?? cleanOptionName(text);
}

function selectFrom(text: string, options: Options): CellFromText {
  const name = optionFrom(text, options);
  return name === undefined ? { problem: 'option-unknown' } : { value: { select: { name } } };
}

const MOST_TAGS = 100;

function tagsFrom(text: string, options: Options): CellFromText {
  const names = text.split(/[,;\n]/).flatMap((part) => optionFrom(part, options) ?? []);
  const unique = [...new Set(names)];
  if (unique.length === 0) return { problem: 'option-unknown' };
  if (unique.length > MOST_TAGS) return { problem: 'too-long' };
  return { value: { multi_select: unique.map((name) => ({ name })) } };
}

/**
 * Numbers as spreadsheets write them: with spaces or the other sign between thousands, and a comma or point before the rest. `1,234`
 * may be either and stays what it is: no number.
 */
function plainNumber(text: string): string {
  const given = text.trim().replaceAll(/(?<=\d)[\s'’](?=\d{3})/g, '');
  if (/^[+-]?\d{1,3}(?:,\d{3})+\.\d+\s*%?$/.test(given) || /^[+-]?\d{1,3}(?:,\d{3}){2,}\s*%?$/.test(given))
    return given.replaceAll(',', '');
  if (/^[+-]?\d{1,3}(?:\.\d{3})+,\d+\s*%?$/.test(given)) return given.replaceAll('.', '').replace(',', '.');
  if (/^[+-]?\d{1,3}(?:\.\d{3}){2,}\s*%?$/.test(given)) return given.replaceAll('.', '');
  return /^[+-]?\d+,(?:\d{1,2}|\d{4,})\s*%?$/.test(given) ? given.replace(',', '.') : given;
}

/** `5.12.2026` is a day everywhere it is written so; `5/12/2026` is not. */
function plainDate(text: string): string {
  const match = /^\s*(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\s*$/.exec(text);
  if (!match) return text;
  const [, day = '', month = '', year = ''] = match;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
