import { isRecord } from './http-body.ts';

/** What the values of a JSON answer are made from. */
export interface DemoJsonContext {
  /** A short text for string fields. */
  readonly text: (fieldName: string) => string;
  readonly today: string;
  /** Lower-case words of the prompt, to choose a fitting option. */
  readonly promptWords: string;
}

/** A value that fits a JSON schema (objects, arrays, enums, types, anyOf), sensible as far as names and words tell. */
export function writeDemoJson(schema: unknown, context: DemoJsonContext, name = ''): unknown {
  if (!isRecord(schema)) return context.text(name);
  const label = typeof schema['description'] === 'string' ? schema['description'] : name;
  if (Array.isArray(schema['enum'])) return chooseOption(schema['enum'], context);
  if ('const' in schema) return schema['const'];
  const options = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(options)) {
    const useful: unknown = options.find((option) => isRecord(option) && option['type'] !== 'null') ?? options[0];
    return writeDemoJson(
      isRecord(useful) && useful['description'] === undefined ? { ...useful, description: label } : useful,
      context,
      name,
    );
  }
  const types = Array.isArray(schema['type']) ? schema['type'].map(String) : [String(schema['type'] ?? 'string')];
  const type = types.find((one) => one !== 'null') ?? 'null';
  switch (type) {
    case 'object':
      return writeObject(schema, context);
    case 'array':
      return writeArray(schema, context, label);
    case 'integer':
    case 'number':
      return chooseNumber(schema, label);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return writeString(schema, label, name, context);
  }
}

function writeObject(schema: Record<string, unknown>, context: DemoJsonContext): Record<string, unknown> {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      key === 'end' && isNullable(value) ? null : writeDemoJson(value, context, key),
    ]),
  );
}

const isNullable = (schema: unknown): boolean =>
  isRecord(schema) &&
  ((Array.isArray(schema['type']) && schema['type'].includes('null')) ||
    (Array.isArray(schema['anyOf']) &&
      schema['anyOf'].some((option) => isRecord(option) && option['type'] === 'null')));

function writeArray(schema: Record<string, unknown>, context: DemoJsonContext, label: string): unknown[] {
  const items = schema['items'];
  if (isRecord(items) && Array.isArray(items['enum'])) {
    const all = items['enum'].filter((option) => option !== null);
    const fitting = all.filter((option) => mentions(context, option));
    return (fitting.length > 0 ? fitting : all).slice(0, 2);
  }
  const least = typeof schema['minItems'] === 'number' ? schema['minItems'] : 1;
  return Array.from({ length: Math.max(1, least) }, () => writeDemoJson(items, context, label));
}

const mentions = (context: DemoJsonContext, option: unknown): boolean =>
  typeof option === 'string' && option !== '' && context.promptWords.includes(option.toLowerCase());

function chooseOption(options: readonly unknown[], context: DemoJsonContext): unknown {
  const real = options.filter((option) => option !== null);
  return real.find((option) => mentions(context, option)) ?? real[0] ?? null;
}

function chooseNumber(schema: Record<string, unknown>, label: string): number {
  const least = typeof schema['minimum'] === 'number' ? schema['minimum'] : 0;
  const most = typeof schema['maximum'] === 'number' ? schema['maximum'] : Infinity;
  const usual = /year|jahr/iu.test(label)
    ? 2026
    : /percent|%|score/iu.test(label)
      ? 80
      : /rating|stars|priority/iu.test(label)
        ? 4
        : 42;
  return Math.min(Math.max(usual, least), most);
}

function writeString(schema: Record<string, unknown>, label: string, name: string, context: DemoJsonContext): string {
  const hint = `${label} ${name} ${String(schema['format'] ?? '')}`;
  if (/\b(?:url|link|uri|website)\b/iu.test(hint)) return 'https://example.com/demo';
  if (/\be-?mail\b/iu.test(hint)) return 'demo@example.com';
  if (/\b(?:phone|tel|telephone)\b/iu.test(hint)) return '+1 555 0100';
  if (/\b(?:date|start|end|day|iso 8601)\b/iu.test(hint)) return context.today;
  return context.text(label);
}
