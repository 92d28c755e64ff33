/**
 * What the product sends, kept for the check against the types of the vendors' SDKs (scripts/check-requests.ts). Nothing is kept unless
 * VISEN_SENT_REQUESTS names a folder. Texts and ids are left out: a request is kept once for each form.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

export type SentTo = 'notion' | 'openai' | 'compatible' | 'gemini';

export interface SentForm {
  readonly to: SentTo;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

const kept = new Set<string>();

/** Keeps the form of a request that the product sent: what tests send by hand, to be refused, is none. */
export function keepSent(to: SentTo, method: string, path: string, body: unknown, headers: IncomingHttpHeaders): void {
  const folder = process.env['VISEN_SENT_REQUESTS'];
  if (folder === undefined || folder === '' || body === undefined || body === null || !isOfProduct(headers)) return;
  if (JSON.stringify(body) === '{}') return;
  const line = JSON.stringify({ to, method, path: formOfPath(path), body: formOf(body) } satisfies SentForm);
  if (kept.has(`${folder} ${line}`)) return;
  kept.add(`${folder} ${line}`);
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${process.pid}-${threadId}.jsonl`), `${line}\n`);
}

/** A browser, or a vendor's SDK in Node; Node's own `fetch`, and an empty body, are a test's. */
const isOfProduct = (headers: IncomingHttpHeaders): boolean =>
  /^(?:Mozilla|notionhq-client|OpenAI\/JS)/.test(headers['user-agent'] ?? '') ||
  /genai-js/.test(String(headers['x-goog-api-client'] ?? ''));

const formOfPath = (path: string): string =>
  path
    .replace(/\?.*$/, '')
    .replace(/\/[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/gi, '/:id')
    .replace(/\/models\/[^/:]+/, '/models/:id');

/** Strings that are a person's or a model's words, or name something of theirs. */
const FREE =
  /^(?:content|text|url|expression|id|.*_id|name|title|query|email|phone_number|start|end|model|start_cursor|property|filename|description|equals|does_not_equal|contains|does_not_contain|starts_with|ends_with|before|after|on_or_before|on_or_after|instructions|input)$/;
/** What is free by its type: a person's own fields. */
const OPEN = /^(?:schema|responseJsonSchema|metadata)$/;
/** Objects whose keys are ids or names of properties. */
const BY_NAME = /^(?:properties)$/;

/** The same value with one word for every free text, and each form of an array's items once. */
function formOf(value: unknown, key = ''): unknown {
  // A search is filtered by the property `object`, which is a word of Notion's.
  if (typeof value === 'string') return FREE.test(key) && value !== 'object' ? 'text' : value;
  if (typeof value === 'number') return Number.isInteger(value) ? 1 : 0.5;
  if (Array.isArray(value)) {
    const forms = new Map(value.map((item) => formOf(item, key)).map((form) => [JSON.stringify(form), form]));
    return [...forms.values()];
  }
  if (typeof value !== 'object' || value === null) return value;
  if (OPEN.test(key)) return {};
  const entries = Object.entries(value).map(([name, inner]) => [name, formOf(inner, name)] as const);
  if (!BY_NAME.test(key)) return Object.fromEntries(entries);
  const forms = [...new Map(entries.map(([, form]) => [JSON.stringify(form), form])).values()];
  return Object.fromEntries(forms.map((form, index) => [`property ${index}`, form]));
}
