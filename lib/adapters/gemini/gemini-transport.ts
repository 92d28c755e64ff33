import type { EngineExchange, Fetch } from '../../language-model/engine-exchange.ts';
import { AppError } from '../../shared/app-error.ts';
import { createEventNormaliser } from './normalise-event-stream.ts';

export interface GeminiTransport {
  readonly fetch: Fetch;
  /** What went wrong below the SDK, which wraps every error into one of its own without a cause. */
  failure(): AppError | undefined;
}

/** The exchange's fetch with what the SDK cannot read made readable, or named. */
export function createGeminiTransport(exchange: EngineExchange): GeminiTransport {
  let failure: AppError | undefined;
  const fail = (message: string): never => {
    failure = new AppError('engine-bad-response', 'later', { message });
    throw failure;
  };
  const toEvents = async (response: Response): Promise<Response> => {
    if (!response.ok) return withOneError(response);
    if (!response.body) return response;
    const type = response.headers.get('content-type') ?? '';
    if (type.includes('html')) fail('HTML instead of an answer');
    const body = type.includes('application/json')
      ? asOneEvent(await response.text())
      : response.body.pipeThrough(createEventNormaliser((error) => (failure = error)));
    return new Response(body, { status: response.status, headers: { 'content-type': 'text/event-stream' } });
  };
  const asOneEvent = (json: string): ReadableStream<Uint8Array> => {
    const event = new Blob([`data: ${json.replaceAll(/\s*\n\s*/gu, ' ')}\n\n`]).stream();
    return event.pipeThrough(createEventNormaliser((error) => (failure = error)));
  };
  return {
    fetch: async (input, init) => {
      try {
        return await toEvents(await exchange.fetch(input, init));
      } catch (error) {
        if (error instanceof AppError) failure = error;
        throw error;
      }
    },
    failure: () => failure,
  };
}

/** Errors also come in a list, of which the SDK reads nothing. */
async function withOneError(response: Response): Promise<Response> {
  const text = await response.text();
  const { status, headers } = response;
  return new Response(firstOf(text), { status, headers: withoutLength(headers) });
}

function firstOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    return Array.isArray(body) ? JSON.stringify(body[0]) : text;
  } catch {
    return text; // No JSON: the status says what there is to say.
  }
}

function withoutLength(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of ['content-length', 'content-encoding']) kept.delete(name);
  return kept;
}

/**
 * Calls the SDK so that it uses `fetch`. It has no option for that, but reads the global at once when it is called, before its first
 * await (the default of a parameter): the global is replaced only for the length of that synchronous call, in which no other
 * code runs. A contract test holds this for the pinned version.
 */
export function withGlobalFetch<Value>(fetch: Fetch, call: () => Value): Value {
  const original = globalThis.fetch;
  globalThis.fetch = fetch;
  try {
    return call();
  } finally {
    globalThis.fetch = original;
  }
}
