/**
 * Notion's refusals and a network's failures as AppErrors: the table of https://developers.notion.com/reference/status-codes,
 * and what was seen besides it (HTML from the edge, codes that the SDK does not know).
 *
 * A read may be asked again (`later`). A write is asked again only if it surely had no effect; else `look`.
 */
import { isHTTPResponseError, isNotionClientError } from '@notionhq/client';
import { AppError, type ErrorDetails } from '../../shared/app-error.ts';
import { RequestTimeout, UnreadableBody } from './bounded-fetch.ts';
import { readRetryAfter } from './notion-wait.ts';

export interface MapContext {
  readonly write: boolean;
  /** False: nothing left this device yet. */
  readonly sent: boolean;
  /** Epoch ms. */
  readonly now: number;
}

/** What an error's body and headers say, as far as it is used. */
export interface NotionRefusal {
  readonly status: number;
  /** Notion's code; absent for HTML and other bodies that are not Notion's. */
  readonly code?: string;
  readonly message: string;
  readonly additional: Readonly<Record<string, unknown>>;
  readonly retryAfter: string | undefined;
  readonly date: string | undefined;
}

/** The refusal in an error of the SDK, or undefined if it is none. The SDK drops `additional_data` of codes it does not know. */
export function readRefusal(error: unknown): NotionRefusal | undefined {
  if (!isHTTPResponseError(error)) return undefined;
  const headers = error.headers as Headers;
  const body = parseObject(error.body);
  const additional = body?.['additional_data'];
  return {
    status: error.status,
    ...(typeof body?.['code'] === 'string' && { code: body['code'] }),
    message: typeof body?.['message'] === 'string' ? body['message'] : '',
    additional: typeof additional === 'object' && additional !== null ? (additional as Record<string, unknown>) : {},
    retryAfter: headers.get('retry-after') ?? undefined,
    date: headers.get('date') ?? undefined,
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // HTML of the edge: said by the missing code
  }
}

/** Any error of a request as an AppError. Never holds the request, the answer's text or the token. */
export function mapNotionError(error: unknown, context: MapContext): AppError {
  const unsure = context.write && context.sent ? 'look' : 'later';
  if (error instanceof AppError) {
    return error.code === 'stopped' ? new AppError('stopped', unsure) : error;
  }
  const refusal = readRefusal(error);
  if (refusal) return mapRefusal(refusal, context, unsure);
  if (error instanceof RequestTimeout) return new AppError('timeout', unsure);
  if (error instanceof UnreadableBody || error instanceof SyntaxError)
    return new AppError('notion-unavailable', unsure);
  if (isNotionClientError(error))
    return new AppError('notion-invalid-request', 'never', { details: { code: error.code } });
  if (error instanceof TypeError) return new AppError('offline', unsure);
  return new AppError('notion-unavailable', unsure, {
    details: { name: error instanceof Error ? error.name : 'unknown' },
  });
}

function mapRefusal(refusal: NotionRefusal, context: MapContext, unsure: 'look' | 'later'): AppError {
  const { status, code } = refusal;
  const details = { status, ...(code !== undefined && { code }) };
  if (status === 429 || status === 529) return mapLimit(refusal, context.now);
  if (code === undefined && (status < 500 || status > 599)) return mapForeignAnswer(status, details);
  switch (status) {
    case 400:
      // A transaction of Notion's own database that did not go through: nothing is wrong with the request (seen in recorded answers).
      return /^unsaved transactions\b/i.test(refusal.message)
        ? new AppError('notion-unavailable', unsure, { details })
        : mapInvalid(refusal, details);
    case 401:
      return new AppError('notion-token-invalid', 'never', { details });
    case 403:
      return refusal.additional['block_limit'] !== undefined
        ? new AppError('notion-block-limit', 'never', { details })
        : new AppError('notion-capability-missing', 'never', { details });
    case 404:
      return new AppError('notion-not-found', 'never', {
        details: { ...details, ...integrationName(refusal.message) },
      });
    case 409:
      return code === 'row_limit_exceeded'
        ? new AppError('notion-too-large', 'never', { details })
        : new AppError('notion-conflict', 'later', { details });
    case 413:
      return new AppError('notion-too-large', 'never', { details });
    default:
      return status >= 500
        ? new AppError('notion-unavailable', unsure, { details })
        : new AppError('notion-invalid-request', 'never', { details });
  }
}

/** A 4xx without Notion's body comes from the edge in front of the API (or from a proxy): nothing was saved. */
function mapForeignAnswer(status: number, details: ErrorDetails): AppError {
  if (status === 401) return new AppError('notion-token-invalid', 'never', { details });
  if (status === 413) return new AppError('notion-too-large', 'never', { details });
  return new AppError('notion-unavailable', 'later', { details });
}

/** Reasons: https://developers.notion.com/reference/request-limits */
function mapLimit(refusal: NotionRefusal, now: number): AppError {
  const reason = refusal.additional['rate_limit_reason'];
  if (reason === 'public_api_request_blocked') return new AppError('notion-blocked', 'never');
  const inBody = refusal.additional['retry_after'];
  const { retryAt } = readRetryAfter(
    [refusal.retryAfter, typeof inBody === 'string' || typeof inBody === 'number' ? String(inBody) : undefined],
    now,
    refusal.date,
  );
  return new AppError(refusal.status === 529 ? 'notion-overloaded' : 'notion-rate-limited', 'wait', {
    retryAt,
    details: { status: refusal.status, ...(typeof reason === 'string' && { reason }) },
  });
}

const OWN_WINDOW = 'public_api_request_rate_limit';

/** Whether a limit is the connection's own window, with a time that can be trusted to be its reset. */
export function isOwnWindow(refusal: NotionRefusal, now: number): boolean {
  const { told } = readRetryAfter([refusal.retryAfter], now, refusal.date);
  return refusal.status === 429 && told && refusal.additional['rate_limit_reason'] === OWN_WINDOW;
}

function integrationName(message: string): ErrorDetails {
  const name = /(?:integration|connection) "([^"]{1,200})"/.exec(message)?.[1];
  return name === undefined ? {} : { integration: name };
}

/** 400s that have a name of their own. Everything else keeps the path in our request, never the refused value. */
function mapInvalid(refusal: NotionRefusal, details: ErrorDetails): AppError {
  const { message, additional } = refusal;
  // nb. A validation message quotes the refused value, which may say anything: only its path is looked at.
  if (/^body failed validation/i.test(message)) return mapFailedValidation(message, details);
  if (/\b(?:is|are) (?:archived|in (?:the )?trash)\b|archived ancestor|\bunarchive\b/i.test(message))
    return new AppError('notion-trashed', 'never', { details });
  const missing = /^(.{1,200}?) is not a property that exists/.exec(message)?.[1];
  if (missing !== undefined || /could not find property/i.test(message))
    return new AppError('property-missing', 'never', {
      details: { ...details, ...(missing && { property: missing }) },
    });
  const changed = /^(.{1,200}?) is expected to be ([a-z_]+)/.exec(message);
  if (changed)
    return new AppError('property-changed', 'never', { details: { ...details, property: changed[1] ?? '' } });
  if (/(?:select|status) option/i.test(message)) return new AppError('option-unknown', 'never', { details });
  if (additional['limit_kind'] !== undefined || /too large|payload/i.test(message))
    return new AppError('notion-too-large', 'never', { details });
  if (/Invalid URL for link/i.test(message))
    return new AppError('notion-invalid-request', 'never', { details: { ...details, reason: 'link' } });
  return new AppError('notion-invalid-request', 'never', { details });
}

function mapFailedValidation(message: string, details: ErrorDetails): AppError {
  const path = /\bbody((?:\.[a-z_0-9]+|\[\d+\]){1,12})/i.exec(message)?.[0];
  const rule = /should be [^`,.]{1,60}/.exec(message)?.[0].trim();
  return new AppError('notion-invalid-request', 'never', {
    details: { ...details, ...(path !== undefined && { path }), ...(rule !== undefined && { rule }) },
  });
}

/** What Notion says it saved although it answered 503. https://developers.notion.com/reference/request-limits */
export function readCommitted(refusal: NotionRefusal): { id: string; childIds: readonly string[] } | undefined {
  const id = refusal.additional['committed_resource_id'];
  const children = refusal.additional['committed_child_ids'];
  if (refusal.status !== 503 || typeof id !== 'string') return undefined;
  const list: unknown[] = Array.isArray(children) ? children : typeof children === 'string' ? [children] : [];
  return { id, childIds: list.filter((child) => typeof child === 'string') };
}
