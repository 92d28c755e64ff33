/** What a person adds to every request to their server: headers, and fields of the body. */
import { AppError } from '../shared/app-error.ts';

export type ExtraHeaders = Readonly<Record<string, string>>;
export type ExtraFields = Readonly<Record<string, unknown>>;

const HEADER = /^([!#$%&'*+.^_`|~\w-]+)\s*:\s*([\x20-\x7E]+)$/u;
/** Settings are no place for what opens an account: keys are kept as ciphertext, under API key. */
const SECRET = /authorization|api-?key|token|secret|cookie|password/iu;
/** What the exchange itself sets, and what a browser would not let through. */
const OWN = /^(?:host|content-length|content-type|connection|origin|referer|transfer-encoding)$/iu;
/** What Visen reads the answer by. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['messages', 'stream', 'model']);

/**
 * Headers, one “Name: value” a line; empty lines are passed over.
 * @throws AppError engine-extras-invalid, with the line and a reason
 */
export function parseHeaders(text: string): ExtraHeaders {
  const headers: Record<string, string> = {};
  for (const line of text.split(/\r?\n/u).map((one) => one.trim())) {
    if (line === '') continue;
    const [, name, value] = HEADER.exec(line) ?? [];
    // Only its beginning is named: behind it may stand a key.
    if (name === undefined || value === undefined) throw badHeader('header', line.split(/[\s:]/u)[0] ?? '');
    if (SECRET.test(name)) throw badHeader('secret', name);
    if (OWN.test(name)) throw badHeader('own', name);
    headers[name] = value.trim();
  }
  return headers;
}

/**
 * Fields of the request's body, as a JSON object.
 * @throws AppError engine-extras-invalid
 */
export function parseFields(text: string): ExtraFields {
  if (text.trim() === '') return {};
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badFields('fields');
  const own = Object.keys(value).find((name) => OWN_FIELDS.has(name));
  if (own !== undefined) throw badFields('own', own);
  return value as ExtraFields;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badFields('fields');
  }
}

const badHeader = (reason: string, line: string): AppError => invalid('moreHeaders', reason, line);
const badFields = (reason: string, name = ''): AppError => invalid('moreFields', reason, name);

/** `field`: the setting that holds it. */
const invalid = (field: 'moreHeaders' | 'moreFields', reason: string, line: string): AppError =>
  new AppError('engine-extras-invalid', 'never', { details: { field, reason, line: line.slice(0, 60) } });
