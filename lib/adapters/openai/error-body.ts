/**
 * Error bodies as servers and gateways write them, brought into the one form that the SDK reads. Seen: OpenAI's own, a list of
 * them (Google's compatible endpoint), a bare sentence (Ollama, LM Studio), fields at the top (vLLM, Mistral), `detail` (FastAPI),
 * web pages of proxies.
 */

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
  if (typeof value === 'string') return { ...NOTHING, message: value };
  if (Array.isArray(value)) return errorFields(value[0] ?? '');
  if (!isRecord(value)) return NOTHING;
  const inner = value['error'];
  if (isRecord(inner) || Array.isArray(inner)) {
    const fields = errorFields(inner);
    return { ...fields, status: fields.status ?? statusOf(value) };
  }
  const message = [
    typeof inner === 'boolean' ? '' : inner,
    value['message'],
    value['detail'],
    value['msg'],
    rawOf(value),
  ]
    .map(wordsOf)
    .filter(Boolean);
  return {
    message: [...new Set(message)].join(': '),
    code: plain(value['code']),
    type: plain(value['type'] ?? value['status']),
    param: plain(value['param']),
    status: statusOf(value),
  };
}

const NOTHING: ErrorFields = { message: '', code: '', type: '', param: '', status: undefined };
/** Where bodies name the status: OpenRouter and vLLM as their code, gateways by names of their own. */
const STATUSES = ['code', 'status', 'status_code', 'statusCode', 'http_code', 'httpCode'] as const;

function statusOf(value: Readonly<Record<string, unknown>>): number | undefined {
  const named = STATUSES.map((name) => plain(value[name])).find((word) => /^[45]\d\d$/u.test(word));
  return named === undefined ? undefined : Number(named);
}

/** What OpenRouter quotes of the server behind it. */
function rawOf(value: Readonly<Record<string, unknown>>): unknown {
  const metadata = value['metadata'];
  const raw = isRecord(metadata) ? metadata['raw'] : undefined;
  return typeof raw === 'string' ? (parse(raw) ?? raw) : raw;
}

function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(placedWords).filter(Boolean).join('; ');
  const { message } = isRecord(value) ? errorFields(value) : { message: '' };
  return message === '' ? JSON.stringify(value) : message;
}

/** FastAPI's list of what does not fit, each with its place in the request. */
function placedWords(value: unknown): string {
  const place = isRecord(value) && Array.isArray(value['loc']) ? value['loc'].map(plain).join('.') : '';
  return [place, wordsOf(value)].filter(Boolean).join(': ');
}

const plain = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

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
