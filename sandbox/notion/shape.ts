import { invalid } from './api-error.ts';
import { isId } from './ids.ts';
import { isObject } from './json.ts';

/**
 * A check of one value at one path. It returns nothing when the value fits, else the alternatives that would fit, in the
 * words the API uses: one line is one fault, several lines mean "one of these".
 */
export type Shape = (value: unknown, path: string) => string[] | undefined;

const show = (value: unknown): string => (value === undefined ? 'undefined' : JSON.stringify(value));
const fault = (path: string, wanted: string, value: unknown) => [
  `${path} should be ${wanted}, instead was \`${show(value)}\`.`,
];

export const wrong = fault;

/** Throws the 400 that the API gives when `value` does not fit, else returns it as what the shape says it is. */
export function check<T>(shape: Shape, value: unknown, path = 'body'): T {
  const faults = shape(value, path);
  if (faults === undefined) return value as T;
  const [only] = faults;
  throw invalid(
    faults.length === 1
      ? `body failed validation: ${only ?? ''}`
      : `body failed validation. Fix one:\n${faults.join('\n')}`,
  );
}

/** Length limits count UTF-16 code units, like the messages do. */
export const text =
  (max = Infinity, min = 0): Shape =>
  (value, path) => {
    if (value === undefined) return fault(path, 'defined', value);
    if (typeof value !== 'string') return fault(path, 'a string', value);
    if (value.length > max) return fault(`${path}.length`, `≤ \`${max}\``, value.length);
    if (value.length < min) return fault(`${path}.length`, `≥ \`${min}\``, value.length);
    return undefined;
  };

export const flag: Shape = (value, path) =>
  typeof value === 'boolean' ? undefined : fault(path, value === undefined ? 'defined' : 'a boolean', value);

export const number =
  (min = -Infinity, max = Infinity): Shape =>
  (value, path) => {
    if (value === undefined) return fault(path, 'defined', value);
    if (typeof value !== 'number' || !Number.isFinite(value)) return fault(path, 'a number', value);
    if (value < min) return fault(path, `≥ \`${min}\``, value);
    if (value > max) return fault(path, `≤ \`${max}\``, value);
    return undefined;
  };

export const id: Shape = (value, path) => {
  if (value === undefined) return fault(path, 'defined', value);
  return isId(value) ? undefined : fault(path, 'a valid uuid', value);
};

export const literal =
  (...allowed: (string | boolean | number)[]): Shape =>
  (value, path) => {
    if (allowed.some((one) => one === value)) return undefined;
    if (value === undefined) return fault(path, 'defined', value);
    const shown = allowed.map((one) => `\`${show(one)}\``);
    const list = shown.length === 1 ? shown[0] : `${shown.slice(0, -1).join(', ')}, or ${shown.at(-1) ?? ''}`;
    return fault(path, list ?? '', value);
  };

export const list =
  (item: Shape, max = 100, min = 0): Shape =>
  (value, path) => {
    if (value === undefined) return fault(path, 'defined', value);
    if (!Array.isArray(value)) return fault(path, 'an array', value);
    if (value.length > max) return fault(`${path}.length`, `≤ \`${max}\``, value.length);
    if (value.length < min) return fault(`${path}.length`, `≥ \`${min}\``, value.length);
    for (const [index, entry] of value.entries()) {
      const faults = item(entry, `${path}[${index}]`);
      if (faults) return faults;
    }
    return undefined;
  };

export const nullable =
  (shape: Shape): Shape =>
  (value, path) =>
    value === null ? undefined : shape(value, path);

/** An object with these keys and no other. */
export const object =
  (required: Record<string, Shape>, optional: Record<string, Shape> = {}): Shape =>
  (value, path) => {
    if (value === undefined) return fault(path, 'defined', value);
    if (!isObject(value)) return fault(path, 'an object', value);
    for (const [key, shape] of Object.entries(required)) {
      const faults = shape(value[key], `${path}.${key}`);
      if (faults) return faults;
    }
    for (const [key, entry] of Object.entries(value)) {
      if (key in required || entry === undefined) continue;
      const shape = Object.hasOwn(optional, key) ? optional[key] : undefined;
      const faults = shape ? shape(entry, `${path}.${key}`) : fault(`${path}.${key}`, 'not present', entry);
      if (faults) return faults;
    }
    return undefined;
  };

export const empty: Shape = object({});

/** An object whose one variant key decides its shape: `{type?, <key>: …}` plus what `common` allows. */
export const variant =
  (variants: Record<string, Shape>, common: Record<string, Shape> = {}): Shape =>
  (value, path) => {
    if (value === undefined) return fault(path, 'defined', value);
    if (!isObject(value)) return fault(path, 'an object', value);
    const keys = Object.keys(variants);
    const key = keys.find((one) => value[one] !== undefined);
    if (key === undefined) return keys.flatMap((one) => fault(`${path}.${one}`, 'defined', undefined));
    const shape = variants[key];
    return object(shape ? { [key]: shape } : {}, { type: literal(key), ...common })(value, path);
  };

/** Any one of the shapes; when none fits, the faults of all are listed. */
export const anyOf =
  (...shapes: Shape[]): Shape =>
  (value, path) => {
    const all: string[] = [];
    for (const shape of shapes) {
      const faults = shape(value, path);
      if (!faults) return undefined;
      all.push(...faults);
    }
    return all;
  };

/** An object used as a map. */
export const mapOf =
  (shape: Shape): Shape =>
  (value, path) => {
    if (!isObject(value)) return fault(path, value === undefined ? 'defined' : 'an object', value);
    for (const [key, entry] of Object.entries(value)) {
      const faults = shape(entry, `${path}.${key}`);
      if (faults) return faults;
    }
    return undefined;
  };
