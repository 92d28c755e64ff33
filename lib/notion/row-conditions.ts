/**
 * “Only where Status is Draft”: which comparisons fit a property, and conditions as Notion's filter, where it has one.
 * https://developers.notion.com/reference/filter-data-source-entries
 */
import type { Comparison, RowCondition } from '../run-request/row-selection.ts';
import { AppError } from '../shared/app-error.ts';
import { matchOption } from './match-option.ts';
import type { PropertySchema } from './property-value.ts';
import { checkDate, checkNumber } from './scalar-rules.ts';

const KNOWN: readonly Comparison[] = ['empty', 'filled'];
const TEXT: readonly Comparison[] = ['is', 'is-not', 'contains', 'contains-not', 'starts-with', 'ends-with', ...KNOWN];
const NUMBER: readonly Comparison[] = ['is', 'is-not', 'greater', 'less', 'at-least', 'at-most', ...KNOWN];
const SPANS: readonly Comparison[] = [
  'past-week',
  'past-month',
  'past-year',
  'this-week',
  'next-week',
  'next-month',
  'next-year',
];
const TIME: readonly Comparison[] = ['is', 'before', 'after', 'on-or-before', 'on-or-after', ...SPANS];
/** What a row shows is a text, whatever it is made of. */
const SHOWN: readonly Comparison[] = ['is', 'is-not', 'contains', 'contains-not', ...KNOWN];

const BY_TYPE: Readonly<Record<string, readonly Comparison[]>> = {
  title: TEXT,
  rich_text: TEXT,
  url: TEXT,
  email: TEXT,
  phone_number: TEXT,
  number: NUMBER,
  unique_id: NUMBER.filter((comparison) => !KNOWN.includes(comparison)),
  checkbox: ['ticked', 'unticked'],
  select: ['is', 'is-not', ...KNOWN],
  status: ['is', 'is-not', ...KNOWN],
  multi_select: ['contains', 'contains-not', ...KNOWN],
  date: [...TIME, ...KNOWN],
  created_time: TIME,
  last_edited_time: TIME,
  people: ['contains', 'contains-not', ...KNOWN],
  created_by: ['contains', 'contains-not'],
  last_edited_by: ['contains', 'contains-not'],
  relation: KNOWN,
  files: KNOWN,
  formula: SHOWN,
  rollup: SHOWN,
};

/** The comparisons that fit a property of this type, the most used first. Empty: it cannot be compared. */
export function comparisonsFor(type: string): readonly Comparison[] {
  return BY_TYPE[type] ?? [];
}

const WITHOUT_VALUE: ReadonlySet<Comparison> = new Set([...SPANS, ...KNOWN, 'ticked', 'unticked']);

export function needsValue(comparison: Comparison): boolean {
  return !WITHOUT_VALUE.has(comparison);
}

/** Days that Notion knows by name, as values of a date's comparison. */
export const DAY_NAMES = [
  'today',
  'tomorrow',
  'yesterday',
  'one_week_ago',
  'one_week_from_now',
  'one_month_ago',
  'one_month_from_now',
] as const;

export type ConditionProblem = 'property-missing' | 'comparison-unfit' | 'value-missing' | 'value-unfit';

/** What is wrong with a condition, to be said at its field; undefined: nothing. */
export function checkCondition(
  { comparison, value = '' }: RowCondition,
  schema: Pick<PropertySchema, 'type'> | undefined,
): ConditionProblem | undefined {
  if (!schema) return 'property-missing';
  if (!comparisonsFor(schema.type).includes(comparison)) return 'comparison-unfit';
  if (!needsValue(comparison)) return undefined;
  if (value.trim() === '') return 'value-missing';
  if (['number', 'unique_id'].includes(schema.type) && numberOf(value) === undefined) return 'value-unfit';
  return isTime(schema.type) && dayOf(value) === undefined ? 'value-unfit' : undefined;
}

/**
 * @throws AppError `property-missing`; `property-changed` (details `property`) where the comparison does not fit its type any more;
 * `message-invalid` where a value is missing or does not fit, which a surface says before
 */
export function requireConditions(conditions: readonly RowCondition[], schemas: readonly PropertySchema[]): void {
  for (const condition of conditions) {
    const schema = schemas.find(({ id }) => id === condition.propertyId);
    const problem = checkCondition(condition, schema);
    if (problem === undefined) continue;
    if (problem === 'property-missing') throw new AppError('property-missing', 'never');
    const details = { property: schema?.name ?? '' };
    if (problem === 'comparison-unfit') throw new AppError('property-changed', 'never', { details });
    throw new AppError('message-invalid', 'never', { details: { ...details, at: 'conditions' } });
  }
}

export function isTime(type: string): boolean {
  return type === 'date' || type === 'created_time' || type === 'last_edited_time';
}

export function numberOf(value: string): number | undefined {
  const checked = checkNumber(value, false);
  return 'value' in checked ? (checked.value as number) : undefined;
}

/** A date or the name of a day, as Notion takes both. */
export function dayOf(value: string): string | undefined {
  const word = value.trim().toLowerCase();
  if ((DAY_NAMES as readonly string[]).includes(word)) return word;
  const checked = checkDate(word.toUpperCase());
  return 'value' in checked ? (checked.value as { start: string }).start : undefined;
}

const OPERATORS: Readonly<Partial<Record<Comparison, string>>> = {
  is: 'equals',
  'is-not': 'does_not_equal',
  contains: 'contains',
  'contains-not': 'does_not_contain',
  'starts-with': 'starts_with',
  'ends-with': 'ends_with',
  greater: 'greater_than',
  less: 'less_than',
  'at-least': 'greater_than_or_equal_to',
  'at-most': 'less_than_or_equal_to',
  before: 'before',
  after: 'after',
  'on-or-before': 'on_or_before',
  'on-or-after': 'on_or_after',
};

const SPAN_OPERATORS: Readonly<Partial<Record<Comparison, string>>> = {
  'past-week': 'past_week',
  'past-month': 'past_month',
  'past-year': 'past_year',
  'this-week': 'this_week',
  'next-week': 'next_week',
  'next-month': 'next_month',
  'next-year': 'next_year',
};

/** Compared by what a row shows: Notion's filter asks for ids of people, or for the type of a result that no schema tells. */
const BY_HAND: ReadonlySet<string> = new Set(['people', 'created_by', 'last_edited_by', 'formula', 'rollup']);

/** The conditions that Notion can filter by, as one filter; undefined: none of them. */
export function conditionsFilter(conditions: readonly RowCondition[], schemas: readonly PropertySchema[]): unknown {
  const parts = conditions.flatMap((condition) => {
    const schema = schemas.find(({ id }) => id === condition.propertyId);
    const part = schema && conditionFilter(condition, schema);
    return part === undefined ? [] : [part];
  });
  return parts.length > 1 ? { and: parts } : parts[0];
}

/** One condition as Notion's filter; undefined where Notion has none for it: then rows are tested with `meetsConditions`. */
export function conditionFilter({ comparison, value = '' }: RowCondition, schema: PropertySchema): object | undefined {
  const { id, type } = schema;
  const of = (operator: string, operand: unknown) => ({ property: id, [type]: { [operator]: operand } });
  const isKnown = comparison === 'empty' || comparison === 'filled';
  if (BY_HAND.has(type) && !(type === 'people' && isKnown)) return undefined;
  if (isKnown) return of(comparison === 'empty' ? 'is_empty' : 'is_not_empty', true);
  if (type === 'checkbox') return of('equals', comparison === 'ticked');
  const span = SPAN_OPERATORS[comparison];
  const operator = OPERATORS[comparison] ?? '';
  if (type === 'created_time' || type === 'last_edited_time')
    return { timestamp: type, [type]: span ? { [span]: {} } : { [operator]: dayOf(value) } };
  if (span) return of(span, {});
  if (type === 'date') return of(operator, dayOf(value));
  if (type === 'number' || type === 'unique_id') return of(operator, numberOf(value));
  const options = optionsOf(schema);
  if (!options) return of(operator, value.trim());
  // Of an option that is not there (any more) no query should be asked: Notion refuses the name.
  const option = matchOption(value.trim(), options);
  return option === undefined ? undefined : of(operator, option);
}

function optionsOf(schema: PropertySchema): readonly string[] | undefined {
  if (schema.type === 'select') return schema.select.options.map(({ name }) => name);
  if (schema.type === 'multi_select') return schema.multi_select.options.map(({ name }) => name);
  return schema.type === 'status' ? schema.status.options.map(({ name }) => name) : undefined;
}
