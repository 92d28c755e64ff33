/** Conditions tested on a row that was read: for rows chosen by id, and for what Notion has no filter for. */
import type { RowCondition } from '../run-request/row-selection.ts';
import type { PageObjectResponse } from './api-types.ts';
import { renderValue, type PropertySchema, type PropertyValue } from './property-value.ts';
import { dayAt } from '../shared/day.ts';
import { dayOf, isTime, numberOf } from './row-conditions.ts';

const DAY_MS = 86_400_000;

/**
 * Whether a row meets all conditions, as Notion's filters would say; texts are compared in any case of letters. A property that the
 * row lacks counts as empty. `today`: the person's day, `2026-12-01`.
 */
export function meetsConditions(
  row: Pick<PageObjectResponse, 'properties'>,
  conditions: readonly RowCondition[],
  schemas: readonly PropertySchema[],
  today: string,
): boolean {
  const values = Object.values(row.properties);
  return conditions.every((condition) => {
    const value = values.find(({ id }) => id === condition.propertyId);
    const type = value?.type ?? schemas.find(({ id }) => id === condition.propertyId)?.type ?? '';
    return meets(condition, type, value, today);
  });
}

function meets(
  { comparison, value: wanted = '' }: RowCondition,
  type: string,
  value: PropertyValue | undefined,
  today: string,
): boolean {
  const shown = value === undefined ? '' : renderValue(value);
  if (comparison === 'empty' || comparison === 'filled') return (shown === '') === (comparison === 'empty');
  if (comparison === 'ticked' || comparison === 'unticked') return (shown === 'true') === (comparison === 'ticked');
  if (isTime(type)) return meetsTime(comparison, timeOf(value), wanted, today);
  if (type === 'number' || type === 'unique_id') return meetsNumber(comparison, numberIn(value), numberOf(wanted));
  if (value?.type === 'multi_select' || type === 'people')
    return meetsList(comparison, value === undefined ? [] : namesIn(value), wanted);
  return meetsText(comparison, fold(shown), fold(wanted.trim()));
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function namesIn(value: PropertyValue): readonly string[] {
  if (value.type === 'multi_select') return value.multi_select.map(({ name }) => name);
  return value.type === 'people' ? value.people.map((person) => ('name' in person && person.name) || person.id) : [];
}

function meetsList(comparison: RowCondition['comparison'], names: readonly string[], wanted: string): boolean {
  const has = names.some((name) => fold(name) === fold(wanted.trim()));
  return comparison === 'contains' ? has : !has;
}

function meetsText(comparison: RowCondition['comparison'], shown: string, wanted: string): boolean {
  switch (comparison) {
    case 'is':
      return shown === wanted;
    case 'is-not':
      return shown !== wanted;
    case 'contains':
      return shown.includes(wanted);
    case 'contains-not':
      return !shown.includes(wanted);
    case 'starts-with':
      return shown.startsWith(wanted);
    default:
      return comparison === 'ends-with' && shown.endsWith(wanted);
  }
}

function numberIn(value: PropertyValue | undefined): number | null {
  if (value?.type === 'number') return value.number;
  return value?.type === 'unique_id' ? value.unique_id.number : null;
}

/** An empty cell is unequal to every number, and neither greater nor less. */
function meetsNumber(
  comparison: RowCondition['comparison'],
  given: number | null,
  wanted: number | undefined,
): boolean {
  if (wanted === undefined) return false;
  if (comparison === 'is-not') return given !== wanted;
  if (given === null) return false;
  switch (comparison) {
    case 'is':
      return given === wanted;
    case 'greater':
      return given > wanted;
    case 'less':
      return given < wanted;
    case 'at-least':
      return given >= wanted;
    default:
      return comparison === 'at-most' && given <= wanted;
  }
}

function timeOf(value: PropertyValue | undefined): string | undefined {
  if (value?.type === 'date') return value.date?.start;
  if (value?.type === 'created_time') return value.created_time;
  return value?.type === 'last_edited_time' ? value.last_edited_time : undefined;
}

function meetsTime(
  comparison: RowCondition['comparison'],
  given: string | undefined,
  wanted: string,
  today: string,
): boolean {
  if (given === undefined) return false;
  const span = spanOf(comparison, today);
  const day = given.length > 10 ? dayAt(Date.parse(given)) : given;
  if (span) return day >= span[0] && day <= span[1];
  const from = dayOf(wanted);
  if (from === undefined) return false;
  const named = namedDay(from, today);
  // A value without a time means the whole day.
  const at = named.length === 10 ? day : given;
  const order = named.length === 10 ? compare(at, named) : Math.sign(Date.parse(given) - Date.parse(named));
  switch (comparison) {
    case 'is':
      return order === 0;
    case 'before':
      return order < 0;
    case 'after':
      return order > 0;
    case 'on-or-before':
      return order <= 0;
    default:
      return comparison === 'on-or-after' && order >= 0;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function shift(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

function shiftMonths(day: string, months: number): string {
  const date = new Date(day);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return date.toISOString().slice(0, 10);
}

function namedDay(name: string, today: string): string {
  switch (name) {
    case 'today':
      return today;
    case 'tomorrow':
      return shift(today, 1);
    case 'yesterday':
      return shift(today, -1);
    case 'one_week_ago':
      return shift(today, -7);
    case 'one_week_from_now':
      return shift(today, 7);
    case 'one_month_ago':
      return shiftMonths(today, -1);
    case 'one_month_from_now':
      return shiftMonths(today, 1);
    default:
      return name;
  }
}

/** First and last day, both included; a week begins on Sunday, as in Notion's documentation of `this_week`. */
function spanOf(comparison: RowCondition['comparison'], today: string): readonly [string, string] | undefined {
  switch (comparison) {
    case 'past-week':
      return [shift(today, -7), today];
    case 'past-month':
      return [shiftMonths(today, -1), today];
    case 'past-year':
      return [shiftMonths(today, -12), today];
    case 'next-week':
      return [today, shift(today, 7)];
    case 'next-month':
      return [today, shiftMonths(today, 1)];
    case 'next-year':
      return [today, shiftMonths(today, 12)];
    case 'this-week': {
      const start = shift(today, -new Date(today).getUTCDay());
      return [start, shift(start, 6)];
    }
    default:
      return undefined;
  }
}
