import type { EngineExchange } from '../../language-model/engine-exchange.ts';
import type { ModelEvent, ModelRequest, Usage } from '../../language-model/language-model.ts';
import { toldCount, toldUsage } from '../../language-model/told-number.ts';
import { estimateUsage } from '../../language-model/usage.ts';
import { Grounding } from './read-grounding.ts';
import { mapGeminiFacts, type GeminiErrorContext, type GeminiErrorFacts } from './map-gemini-error.ts';
import { mapGeminiFinish } from './map-gemini-finish.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An event as it comes, not as the SDK of 2025 types it: nothing in it is taken for what it should be. */
export type GeminiChunk = Fields;

/**
 * The events of an answer. The SDK's own `text()` is not used: it takes thoughts for text, loses parts of a chunk and throws away
 * what a filter stopped.
 */
export async function* readGeminiStream(
  chunks: AsyncIterable<GeminiChunk>,
  request: ModelRequest,
  { exchange, context }: { readonly exchange: EngineExchange; readonly context: () => GeminiErrorContext },
): AsyncGenerator<ModelEvent> {
  let text = '';
  let hasThought = false;
  let finishReason: string | undefined;
  let blockReason: string | undefined;
  let usage: Fields | undefined;
  let model = request.model;
  const grounding = new Grounding(request);
  try {
    for await (const chunk of chunks) {
      // The SDK hands on an error in the middle of a stream as if it were an answer.
      if (chunk['error']) throw mapGeminiFacts(factsOfError(chunk['error']), context());
      const candidates = chunk['candidates'];
      const candidate = fieldsOf(Array.isArray(candidates) ? candidates[0] : undefined);
      model = wordOf(chunk['modelVersion']) ?? model;
      usage = fieldsOf(chunk['usageMetadata']) ?? usage;
      blockReason = wordOf(fieldsOf(chunk['promptFeedback'])?.['blockReason']) ?? blockReason;
      finishReason = wordOf(candidate?.['finishReason'])?.toUpperCase() ?? finishReason;
      const parts = fieldsOf(candidate?.['content'])?.['parts'];
      const piece = readParts(Array.isArray(parts) ? parts : []);
      if (piece.hasThought) exchange.noteProgress();
      if (finishReason !== undefined) exchange.expectEnd();
      hasThought ||= piece.hasThought;
      text += piece.text;
      if (piece.text !== '') yield { type: 'text', text: piece.text };
      yield* grounding.take(candidate);
    }
  } catch (error) {
    // The model was done, and its server never closed the connection.
    if (!exchange.isPastEnd()) throw error;
  }
  // Some models think without showing it; the bill names it.
  hasThought ||= (toldCount(usage?.['thoughtsTokenCount']) ?? 0) > 0;
  const { search, suggestions } = grounding.result();
  yield {
    type: 'end',
    finish: mapGeminiFinish({ finishReason, blockReason, hasThought, text }),
    usage: { ...toUsage(usage, request, text), ...(search && search.count > 0 && { searches: search.count }) },
    model,
    ...(search && { search }),
    ...(suggestions !== undefined && { suggestions }),
  };
}

function readParts(parts: readonly unknown[]): { readonly text: string; readonly hasThought: boolean } {
  const all = parts.map(fieldsOf);
  const texts = all.map((part) => (part?.['thought'] ? undefined : part?.['text']));
  return {
    text: texts.map((text) => (typeof text === 'string' ? text : '')).join(''),
    hasThought: all.some((part) => Boolean(part?.['thought'])),
  };
}

/** usageMetadata counts up from event to event; the last one is the bill, thoughts are paid like output. */
function toUsage(usage: Fields | undefined, request: ModelRequest, text: string): Usage {
  const thoughts = toldCount(usage?.['thoughtsTokenCount']) ?? 0;
  const candidates = toldCount(usage?.['candidatesTokenCount'] ?? 0);
  const told = toldUsage(usage?.['promptTokenCount'], candidates && candidates + thoughts, text !== '');
  if (!told) return estimateUsage(request, text);
  // What was searched for and read is counted apart, and paid like the prompt.
  const found = toldCount(usage?.['toolUsePromptTokenCount']) ?? 0;
  const cached = toldCount(usage?.['cachedContentTokenCount']) ?? 0;
  return {
    ...told,
    ...(found > 0 && { inputTokens: told.inputTokens + found }),
    ...(cached > 0 && cached <= told.inputTokens && { cachedInputTokens: cached }),
    estimated: false,
  };
}

/** Google's words for a status: https://cloud.google.com/apis/design/errors#handling_errors */
const STATUSES: Readonly<Record<string, number>> = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  INTERNAL: 500,
  UNKNOWN: 500,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

/** An error without a status that can be read is the server's own trouble: the answer had begun. */
function factsOfError(error: unknown): GeminiErrorFacts {
  const { code, status, message, details } = fieldsOf(error) ?? { message: error };
  const told = Number(code);
  return {
    status: told >= 400 && told < 600 ? told : (STATUSES[String(status)] ?? STATUSES[String(code)] ?? 500),
    message: typeof message === 'string' ? message : '',
    details: Array.isArray(details) ? (details.filter(fieldsOf) as GeminiErrorFacts['details']) : [],
  };
}

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

const wordOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
