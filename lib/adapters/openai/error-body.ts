/**
 * Error bodies as servers and gateways write them, brought into the one form that the SDK reads. Seen: OpenAI's own, a list of
 * them (Google's compatible endpoint), a bare sentence (Ollama, LM Studio), fields at the top (vLLM, Mistral), `detail` (FastAPI),
 * web pages of proxies.
 */

import { isRecord } from './completion-parts.ts';
import { ErrorInAnswer } from './error-in-answer.ts';

/** An error body is a few sentences; of a longer one the beginning is read. */
const MOST_BYTES = 64_000;

export interface ErrorFields {
  readonly message: string;
  readonly code: string;
  readonly type: string;
  readonly param: string;
  /** HTTP status, as far as the body names one. */
  readonly status: number | undefined;
  /** Limits by their ids, where a body names them. */
  readonly quotas?: string;
  /** How long a limit lasts, as a duration. */
  readonly wait?: string;
}

/** The same refusal with a body that the SDK understands, read up to a bound. An empty body stays empty. */
export async function withReadableError(response: Response): Promise<Response> {
  const text = await readStart(response.body);
  const body = text.trim() === '' ? null : JSON.stringify({ error: errorFields(parse(text) ?? text) });
  const headers = new Headers(response.headers);
  for (const name of ['content-length', 'content-encoding']) headers.delete(name);
  headers.set('content-type', 'application/json');
  return new Response(body, { status: response.status, headers });
}

/** The same as an error to throw, for adapters without the SDK. */
export async function readableError(response: Response): Promise<ErrorInAnswer> {
  const text = await readStart(response.body);
  return new ErrorInAnswer(parse(text) ?? text, response.headers, response.status);
}

/** What any error object says. */
export function errorFields(value: unknown): ErrorFields {
  if (typeof value === 'string') return fieldsOfText(value);
  if (Array.isArray(value)) return errorFields(value[0] ?? '');
  if (!isRecord(value)) return NOTHING;
  const inner = WRAPPERS.map((name) => value[name]).find(holdsSomething);
  const own = ownFields(value);
  if (inner === undefined) return own;
  const fields = errorFields(inner);
  // An inner one may be no more than a code, or a list of fields that do not fit.
  return { ...fields, message: fields.message || own.message, status: fields.status ?? own.status };
}

function holdsSomething(inner: unknown): boolean {
  if (Array.isArray(inner)) return inner.length > 0;
  return isRecord(inner) && Object.keys(inner).length > 0;
}

/** What stands in the object itself. */
function ownFields(value: Fields): ErrorFields {
  const { error } = value;
  const said = MESSAGES.map((name) => value[name]);
  const told = [typeof error === 'string' ? errorFields(error).message : '', ...said, rawOf(value)];
  const words = [...new Set(told.map(wordsOf).filter(Boolean))];
  return {
    message:
      words.length > 0
        ? words.join(': ')
        : told
            .filter(isRecord)
            .map((one) => JSON.stringify(one))
            .join(': '),
    code: firstPlain(value, CODES),
    type: firstPlain(value, TYPES),
    param: plain(value['param']),
    status: statusOf(value),
    ...limitsOf(value),
  };
}

/** JSON in quotes, as a gateway hands on what it got, or a sentence. */
function fieldsOfText(text: string): ErrorFields {
  const inner = text.startsWith('{') ? parse(text) : undefined;
  const fields = isRecord(inner) ? errorFields(inner) : NOTHING;
  return fields.message === '' ? { ...NOTHING, message: text } : fields;
}

/** Google's ids of the limits that were hit, such as “…PerDayPerProject…-FreeTier”, and how long it says they last. */
function limitsOf({ details, quotas: read, wait: readWait }: Fields): Pick<ErrorFields, 'quotas' | 'wait'> {
  const all = Array.isArray(details) ? details.filter(isRecord) : [];
  const violations = all.flatMap(({ violations: hit }) => (Array.isArray(hit) ? hit.filter(isRecord) : []));
  // Named so where a body went through here before.
  const quotas = violations.map(({ quotaId }) => plain(quotaId)).join(' ') || plain(read);
  const wait = all.map(({ retryDelay }) => plain(retryDelay)).find(Boolean) ?? plain(readWait);
  return { ...(quotas !== '' && { quotas }), ...(wait !== '' && { wait }) };
}

type Fields = Readonly<Record<string, unknown>>;

/** What stands around an error: OpenAI, Amazon, MiniMax, Tencent, Apigee, Cloudflare. */
const WRAPPERS = ['error', 'Error', 'base_resp', 'Response', 'fault', 'errors'];
const MESSAGES = [
  'message',
  'Message',
  'detail',
  'msg',
  'error_msg',
  'errorMessage',
  'error_message',
  'status_msg',
  'faultstring',
];
const CODES = ['code', 'Code', 'error_code', 'errorCode', 'status_code'];
const TYPES = ['type', 'status', '__type', 'error_type'];

const NOTHING: ErrorFields = { message: '', code: '', type: '', param: '', status: undefined };
/** Where bodies name the status: OpenRouter and vLLM as their code, gateways by names of their own. */
const STATUSES = ['code', 'status', 'status_code', 'statusCode', 'http_code', 'httpCode'] as const;

function statusOf(value: Fields): number | undefined {
  const named = STATUSES.map((name) => plain(value[name])).find((word) => /^[45]\d\d$/u.test(word));
  return named === undefined ? undefined : Number(named);
}

/** What OpenRouter quotes of the server behind it. */
function rawOf(value: Fields): unknown {
  const metadata = value['metadata'];
  const raw = isRecord(metadata) ? metadata['raw'] : undefined;
  return typeof raw === 'string' ? (parse(raw) ?? raw) : raw;
}

function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(placedWords).filter(Boolean).join('; ');
  return isRecord(value) ? errorFields(value).message : plain(value);
}

/** FastAPI's list of what does not fit, each with its place in the request. */
function placedWords(value: unknown): string {
  const place = isRecord(value) && Array.isArray(value['loc']) ? value['loc'].map(plain).join('.') : '';
  return [place, wordsOf(value)].filter(Boolean).join(': ');
}

const firstPlain = (value: Fields, names: readonly string[]): string =>
  names.map((name) => plain(value[name])).find(Boolean) ?? '';

const plain = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? '';
  } catch {
    return undefined; // Not JSON: the text itself is what there is.
  }
}

async function readStart(body: ReadableStream<Uint8Array> | null): Promise<string> {
  if (!body) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  while (bytes < MOST_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text;
}
