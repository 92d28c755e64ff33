import { asArray, asObject, asString } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { compareDates, dateWindow, resolveDate } from './query-dates.ts';
import { plainText } from './rich-text.ts';
import { anyOf, empty, flag, id, literal, list, number, object, text } from './shape.ts';
import type { Shape } from './shape.ts';

const yes = literal(true);
const existence = { is_empty: yes, is_not_empty: yes };
const each = (names: string, shape: Shape): Record<string, Shape> =>
  Object.fromEntries(names.split(' ').map((name) => [name, shape]));
const words = anyOf(text(), list(text(), 100, 1));
const person = anyOf(id, literal('me'));

const textOps = {
  ...each('equals does_not_equal contains does_not_contain starts_with ends_with', text()),
  ...existence,
};
const numberOps = {
  ...each('equals does_not_equal greater_than less_than greater_than_or_equal_to less_than_or_equal_to', number()),
  ...existence,
};
const checkboxOps = each('equals does_not_equal', flag);
const choiceOps = { ...each('equals does_not_equal', words), ...existence };
const peopleOps = { ...each('contains does_not_contain', person), ...existence };
const dateOps = {
  ...each('equals before after on_or_before on_or_after', text(100, 1)),
  ...each('this_week past_week past_month past_year next_week next_month next_year', empty),
  ...existence,
};

/** An object with exactly one of these operators. */
export function oneOf(ops: Record<string, Shape>): Shape {
  const alternatives = Object.entries(ops).map(([op, shape]) => object({ [op]: shape }));
  return (value, path) => {
    const given = Object.keys(asObject(value as Json)).filter((key) => key in ops);
    const [op] = given;
    const shape = op === undefined ? undefined : ops[op];
    if (given.length === 1 && op !== undefined && shape) return object({ [op]: shape })(value, path);
    return anyOf(...alternatives)(value, path);
  };
}

const sub = {
  rich_text: oneOf(textOps),
  number: oneOf(numberOps),
  checkbox: oneOf(checkboxOps),
  select: oneOf(choiceOps),
  multi_select: oneOf({ ...each('contains does_not_contain', words), ...existence }),
  relation: oneOf({ ...each('contains does_not_contain', id), ...existence }),
  date: oneOf(dateOps),
  people: oneOf(peopleOps),
  files: oneOf(existence),
  status: oneOf(choiceOps),
};

/** The operators each property type can be filtered by. https://developers.notion.com/reference/filter-data-source-entries */
export const CONDITIONS: Record<string, Shape> = {
  ...sub,
  title: sub.rich_text,
  url: sub.rich_text,
  email: sub.rich_text,
  phone_number: sub.rich_text,
  unique_id: sub.number,
  created_time: sub.date,
  last_edited_time: sub.date,
  created_by: sub.people,
  last_edited_by: sub.people,
  formula: oneOf({ string: sub.rich_text, checkbox: sub.checkbox, number: sub.number, date: sub.date }),
  rollup: oneOf({ ...each('any none every', oneOf(sub)), date: sub.date, number: sub.number }),
  verification: oneOf(each('status does_not_equal', literal('verified', 'expired', 'none'))),
};

export interface Now {
  /** Milliseconds since the epoch. */
  now: number;
  /** The user that `me` means; none for an internal integration. */
  me: string | undefined;
}

/** Whether a value as the API reads it meets a condition of its type. */
export function meets(type: string, value: Json, condition: JsonObject, now: Now): boolean {
  const [op = '', wanted = null] = Object.entries(condition)[0] ?? [];
  switch (type) {
    case 'title':
    case 'rich_text':
      return textMeets(plainText(value), op, asString(wanted));
    case 'url':
    case 'email':
    case 'phone_number':
      return textMeets(asString(value), op, asString(wanted));
    case 'number':
      return numberMeets(typeof value === 'number' ? value : undefined, op, Number(wanted));
    case 'unique_id':
      return meets('number', asObject(value).number ?? null, condition, now);
    case 'checkbox':
      return (value === wanted) === (op === 'equals');
    case 'select':
    case 'status':
      return choiceMeets(value === null ? [] : [asString(asObject(value).name)], op, wanted);
    case 'multi_select':
      return choiceMeets(
        asArray(value).map((one) => asString(asObject(one).name)),
        op,
        wanted,
      );
    case 'people':
    case 'created_by':
    case 'last_edited_by':
    case 'relation': {
      const ids = (Array.isArray(value) ? value : [value]).map((one) => asString(asObject(one).id));
      return choiceMeets(ids, op, wanted === 'me' ? (now.me ?? '') : wanted);
    }
    case 'files':
      return (asArray(value).length === 0) === (op === 'is_empty');
    case 'date':
      return dateMeets(asString(asObject(value).start), op, asString(wanted), now.now);
    case 'created_time':
    case 'last_edited_time':
      return dateMeets(asString(value), op, asString(wanted), now.now);
    case 'formula':
    case 'rollup':
      return computedMeets(asObject(value), op, wanted, now);
    case 'verification': {
      const state = asString(asObject(value).state);
      const shown = state === 'verified' ? 'verified' : 'none';
      return (shown === wanted) === (op === 'status');
    }
    default:
      return false;
  }
}

function textMeets(value: string, op: string, wanted: string): boolean {
  const [low, want] = [value.toLowerCase(), wanted.toLowerCase()];
  switch (op) {
    case 'equals':
      return value === wanted;
    case 'does_not_equal':
      return value !== wanted;
    case 'contains':
      return low.includes(want);
    case 'does_not_contain':
      return !low.includes(want);
    case 'starts_with':
      return low.startsWith(want);
    case 'ends_with':
      return low.endsWith(want);
    default:
      return (value === '') === (op === 'is_empty');
  }
}

function numberMeets(value: number | undefined, op: string, wanted: number): boolean {
  if (op === 'is_empty' || op === 'is_not_empty') return (value === undefined) === (op === 'is_empty');
  if (op === 'does_not_equal') return value !== wanted;
  if (value === undefined) return false;
  switch (op) {
    case 'equals':
      return value === wanted;
    case 'greater_than':
      return value > wanted;
    case 'less_than':
      return value < wanted;
    case 'greater_than_or_equal_to':
      return value >= wanted;
    default:
      return value <= wanted;
  }
}

function choiceMeets(names: string[], op: string, wanted: Json): boolean {
  if (op === 'is_empty' || op === 'is_not_empty') return (names.length === 0) === (op === 'is_empty');
  const has = (Array.isArray(wanted) ? wanted : [wanted]).some((one) => names.includes(asString(one)));
  return has === (op === 'equals' || op === 'contains');
}

function dateMeets(value: string, op: string, wanted: string, now: number): boolean {
  if (op === 'is_empty' || op === 'is_not_empty') return (value === '') === (op === 'is_empty');
  if (value === '') return false;
  const range = dateWindow(op, now);
  if (range) return Date.parse(value) >= range[0] && Date.parse(value) <= range[1];
  const order = compareDates(value, resolveDate(wanted, now));
  switch (op) {
    case 'equals':
      return order === 0;
    case 'before':
      return order < 0;
    case 'after':
      return order > 0;
    case 'on_or_before':
      return order <= 0;
    default:
      return order >= 0;
  }
}

/** Formula: `{string|number|checkbox|date: …}`; rollup: `{any|every|none: {<type>: …}}` or `{number|date: …}`. */
function computedMeets(value: JsonObject, op: string, wanted: Json, now: Now): boolean {
  const inner = asObject(wanted);
  if (op === 'any' || op === 'every' || op === 'none') {
    const [type = '', condition = null] = Object.entries(inner)[0] ?? [];
    const found = asArray(value.array).map((one) => meets(type, asObject(one)[type] ?? null, asObject(condition), now));
    return op === 'any' ? found.includes(true) : op === 'every' ? !found.includes(false) : !found.includes(true);
  }
  const shown = value[asString(value.type)] ?? null;
  if (op === 'string') return meets('url', shown, inner, now);
  if (op === 'checkbox') return meets('checkbox', shown, inner, now);
  return meets(op, shown, inner, now);
}
