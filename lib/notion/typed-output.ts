/**
 * A model's JSON answer, checked on our side and turned into what PATCH /v1/pages takes. Whatever schema the engine was
 * given: nothing reaches Notion that was not checked here. null, and text of blanks, leave a cell as it is.
 */
import { optionNames } from './database-schema.ts';
import type { OutputField, OutputRules } from './output-schema.ts';
import type { PropertySchema } from './property-value.ts';
import { checkDate, checkEmail, checkNumber, checkPhone, checkUrl } from './scalar-rules.ts';
import { cleanOptionName, matchOption } from './match-option.ts';
import { matchPerson, personLabels, type Person } from './match-person.ts';
import type { PropertyValues } from './workspace.ts';
import { linkOf, plainWords } from '../markdown/convert-cell-text.ts';
import { plainRichText, type ConvertText } from './plain-rich-text.ts';

export type ProblemKind =
  | 'unknown-option'
  | 'not-text'
  | 'not-number'
  | 'not-boolean'
  | 'bad-date'
  | 'bad-url'
  | 'bad-email'
  | 'bad-phone'
  | 'too-long'
  | 'too-many'
  | 'unknown-page'
  | 'missing';

/** Why a field's answer cannot be written. `given` is the model's, cut short. */
export interface OutputProblem {
  readonly key: string;
  readonly propertyId: string;
  readonly name: string;
  readonly kind: ProblemKind;
  readonly given: string;
}

export interface TypedOutput {
  /** By property id; what is not named stays as it is. */
  readonly values: PropertyValues;
  readonly problems: readonly OutputProblem[];
  /** Options that the values name and the schema lacks, by property id. */
  readonly newOptions: Readonly<Record<string, readonly string[]>>;
  /** By property id, where the values hold ids alone, or would: what the model named, as text. */
  readonly named: Readonly<Record<string, string>>;
  /** By property id: the name that nobody has, or more than one person. There is no value for it then, and no problem. */
  readonly unclearPeople: Readonly<Record<string, string>>;
}

export interface OutputCheck extends OutputRules {
  /** The id of the page with exactly this title in a relation's database, if there is one. Absent: relations are refused. */
  readonly findRelated?: (property: PropertySchema, title: string) => Promise<string | undefined>;
  /** Everybody who may be named. Absent: people are refused. */
  readonly people?: readonly Person[] | undefined;
  /** Whether an address may be written; one that may not leaves its cell as it is. E-mail addresses are asked for as `mailto:`. */
  readonly allowAddress?: (url: string) => boolean;
  /** The person's zone (IANA), for times without an offset; default: the device's. */
  readonly timeZone?: string | undefined;
  /** How the text of a rich text property becomes rich text; default: plain. Titles take the words alone. */
  readonly convertText?: ConvertText;
}

type Checked =
  { value: unknown; named?: string } | { problem: ProblemKind } | { unclear: string; named: string } | undefined;

const MAX_ITEMS = 100;
const MAX_GIVEN = 100;

/** Checks each field by itself: one bad field does not spoil the others. */
export async function readTypedOutput(
  answer: Readonly<Record<string, unknown>>,
  fields: readonly OutputField[],
  check: OutputCheck,
): Promise<TypedOutput> {
  const values: Record<string, unknown> = {};
  const problems: OutputProblem[] = [];
  const newOptions: Record<string, string[]> = {};
  const named: Record<string, string> = {};
  const unclearPeople: Record<string, string> = {};
  const isForeign = fields.every((field) => givenFor(answer, field) === undefined);
  for (const field of fields) {
    const { key, property } = field;
    const given = givenFor(answer, field);
    const checked: Checked = isForeign ? { problem: 'missing' } : await checkField(given, property, check);
    if (!checked) continue;
    if ('named' in checked && checked.named !== undefined) named[property.id] = checked.named;
    if ('unclear' in checked) {
      unclearPeople[property.id] = checked.unclear;
      continue;
    }
    if ('problem' in checked) {
      problems.push({ key, propertyId: property.id, name: property.name, kind: checked.problem, given: short(given) });
      continue;
    }
    if (!isAllowed(property.type, checked.value, check)) continue;
    values[property.id] = { [property.type]: checked.value };
    const added = addedOptions(property, checked.value);
    if (added.length > 0) newOptions[property.id] = added;
  }
  return { values, problems, newOptions, named, unclearPeople };
}

function isAllowed(type: string, value: unknown, { allowAddress }: OutputCheck): boolean {
  if (allowAddress === undefined || (type !== 'url' && type !== 'email')) return true;
  return allowAddress(type === 'email' ? `mailto:${String(value)}` : String(value));
}

/** What an answer gives for a field: under its key, or under its name from a model that had no schema. */
export function givenFor(answer: Readonly<Record<string, unknown>>, { key, property }: OutputField): unknown {
  if (Object.hasOwn(answer, key)) return answer[key];
  const wanted = property.name.trim().toLowerCase();
  return Object.entries(answer).find(([name]) => name.trim().toLowerCase() === wanted)?.[1];
}

function short(given: unknown): string {
  const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? '');
  return text.length > MAX_GIVEN ? `${text.slice(0, MAX_GIVEN).toWellFormed()}…` : text;
}

async function checkField(given: unknown, property: PropertySchema, check: OutputCheck): Promise<Checked> {
  if (given === null || given === undefined || (typeof given === 'string' && given.trim() === '')) return undefined;
  const checked = await checkAsGiven(given, property, check);
  if (!checked || !('problem' in checked) || typeof given !== 'string' || !MARKED.test(given)) return checked;
  // A model that formats everything: the number is 7, not **7**.
  const bare = property.type === 'url' ? (linkOf(given) ?? plainWords(given)) : plainWords(given);
  const read = await checkAsGiven(bare, property, check);
  return read && 'value' in read ? read : checked;
}

/** What can be Markdown around a value. */
const MARKED = /[*_`~[<\\]/;

async function checkAsGiven(given: unknown, property: PropertySchema, check: OutputCheck): Promise<Checked> {
  switch (property.type) {
    case 'title':
    case 'rich_text':
      return property.type === 'title' ? checkTitle(given) : checkText(given, check.convertText ?? plainRichText);
    case 'number':
      return checkNumber(given, property.number.format === 'percent');
    case 'checkbox':
      return checkBoolean(given);
    case 'date':
      return checkDate(given, check.timeZone);
    case 'url':
      return checkUrl(given);
    case 'email':
      return checkEmail(given);
    case 'phone_number':
      return checkPhone(given);
    case 'select':
    case 'status':
      return checkOption(given, property, check);
    case 'multi_select':
      return checkOptions(given, property, check);
    case 'relation':
      return checkRelation(given, property, check);
    case 'people':
      return checkPeople(given, check.people);
    default:
      return { problem: 'not-text' };
  }
}

function checkText(given: unknown, convertText: ConvertText): Checked {
  const text = typeof given === 'number' || typeof given === 'boolean' ? String(given) : given;
  if (typeof text !== 'string') return { problem: 'not-text' };
  const richText = convertText(text);
  return richText ? { value: richText } : { problem: 'too-long' };
}

/** One line of words: Notion shows titles in many places where a style would be lost. */
function checkTitle(given: unknown): Checked {
  return checkText(given, (text) => plainRichText(plainWords(text).replace(/\s+/g, ' ')));
}

function checkBoolean(given: unknown): Checked {
  if (typeof given === 'boolean') return { value: given };
  const word = typeof given === 'string' ? given.trim().toLowerCase() : '';
  if (word === 'true' || word === 'yes') return { value: true };
  return word === 'false' || word === 'no' ? { value: false } : { problem: 'not-boolean' };
}

/** The option as the schema spells it, a new name if that is allowed, or undefined. */
function optionFor(given: unknown, property: PropertySchema, rules: OutputRules): string | undefined {
  if (typeof given !== 'string') return undefined;
  const names = optionNames(property) ?? [];
  const words = plainWords(given);
  const known = matchOption(given, names) ?? matchOption(words, names);
  if (known !== undefined || property.type === 'status' || !rules.allowNewOptions) return known;
  return cleanOptionName(words);
}

function checkOption(given: unknown, property: PropertySchema, rules: OutputRules): Checked {
  const single: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
  const name = optionFor(single, property, rules);
  return name === undefined ? { problem: 'unknown-option' } : { value: { name } };
}

function checkOptions(given: unknown, property: PropertySchema, rules: OutputRules): Checked {
  // An option's name holds no comma, so a text with commas is a list of them.
  const list: unknown[] = Array.isArray(given) ? given : typeof given === 'string' ? listOf(given, property) : [given];
  if (list.length > MAX_ITEMS) return { problem: 'too-many' };
  const names = list
    .filter((item) => !(typeof item === 'string' && item.trim() === ''))
    .map((item) => optionFor(item, property, rules));
  if (names.some((name) => name === undefined)) return { problem: 'unknown-option' };
  const seen = new Map(names.flatMap((name) => (name === undefined ? [] : [[name.toLowerCase(), name] as const])));
  return { value: [...seen.values()].map((name) => ({ name })) };
}

function listOf(given: string, property: PropertySchema): string[] {
  return matchOption(given, optionNames(property) ?? []) === undefined ? given.split(',') : [given];
}

async function checkRelation(given: unknown, property: PropertySchema, check: OutputCheck): Promise<Checked> {
  const list: unknown[] = Array.isArray(given) ? given : [given];
  if (list.length > MAX_ITEMS) return { problem: 'too-many' };
  const ids: string[] = [];
  for (const title of list) {
    if (typeof title !== 'string') return { problem: 'unknown-page' };
    const id = await check.findRelated?.(property, title.trim());
    if (id === undefined) return { problem: 'unknown-page' };
    if (!ids.includes(id)) ids.push(id);
  }
  return { value: ids.map((id) => ({ id })), named: list.map(String).join(', ') };
}

/** Names or addresses, in a list or with commas between. One that is not clear leaves the cell as it is: no call asks for another. */
function checkPeople(given: unknown, people: readonly Person[] | undefined): Checked {
  if (people === undefined) return { problem: 'not-text' };
  const list: readonly unknown[] =
    typeof given === 'string' ? namesIn(given, people) : Array.isArray(given) ? given : [given];
  if (list.length > MAX_ITEMS) return { problem: 'too-many' };
  if (!list.every((name) => typeof name === 'string')) return { problem: 'not-text' };
  const names = list.map((name) => name.trim()).filter((name) => name !== '');
  if (names.length === 0) return undefined;
  const found = new Map<string, string>();
  for (const name of names) {
    const match = matchPerson(name, people);
    if (typeof match === 'string') return { unclear: short(name), named: labelsOf(names, people).join(', ') };
    found.set(match.id, match.name);
  }
  const value = [...found.keys()].map((id) => ({ object: 'user', id }));
  return { value, named: [...found.values()].join(', ') };
}

/** Those who are clear as a choice of people calls them, and the others as they were given. */
function labelsOf(names: readonly string[], people: readonly Person[]): readonly string[] {
  const labels = personLabels(people);
  return names.map((name) => {
    const match = matchPerson(name, people);
    return typeof match === 'string' ? name : (labels[people.indexOf(match)] ?? name);
  });
}

function namesIn(given: string, people: readonly Person[]): readonly string[] {
  return matchPerson(given, people) === 'none' ? given.split(/[,;\n]/) : [given];
}

function addedOptions(property: PropertySchema, value: unknown): string[] {
  const known = new Set(optionNames(property));
  if (property.type !== 'select' && property.type !== 'multi_select') return [];
  return [value].flat().flatMap((option) => {
    const { name } = option as { name: string };
    return known.has(name) ? [] : [name];
  });
}

/** What is said to the model in the one repair call. */
export function describeProblems(problems: readonly OutputProblem[], fields: readonly OutputField[]): string {
  return problems
    .map(({ key, name, kind, given }) => {
      const property = fields.find((field) => field.key === key)?.property;
      const options = kind === 'unknown-option' && property ? (optionNames(property) ?? []).slice(0, 200) : [];
      const allowed = options.length > 0 ? ` Allowed: ${options.join('; ')}.` : '';
      return `${key} (“${name}”): ${PROBLEM_SENTENCES[kind]} You gave: ${given}.${allowed}`;
    })
    .join('\n');
}

const PROBLEM_SENTENCES: Readonly<Record<ProblemKind, string>> = {
  'unknown-option': 'not one of the options.',
  'not-text': 'must be text.',
  'not-number': 'must be a number.',
  'not-boolean': 'must be true or false.',
  'bad-date': 'must be a real date such as 2026-01-31, start not after end.',
  'bad-url': 'must be a whole http address.',
  'bad-email': 'must be one e-mail address.',
  'bad-phone': 'must be one phone number.',
  'too-long': 'is too long.',
  'too-many': 'has more than 100 items.',
  'unknown-page': 'must be exact titles of existing pages.',
  missing: 'is missing.',
};
