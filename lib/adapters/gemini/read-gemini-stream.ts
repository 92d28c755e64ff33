import type { ModelEvent, ModelRequest, Usage } from '../../language-model/language-model.ts';
import { estimateUsage } from '../../language-model/usage.ts';
import { mapGeminiFacts, type GeminiErrorContext } from './map-gemini-error.ts';
import { mapGeminiFinish } from './map-gemini-finish.ts';

/** An event as it comes, not as the SDK of 2025 types it. */
export interface GeminiChunk {
  readonly candidates?: readonly {
    readonly content?: { readonly parts?: readonly { readonly text?: string; readonly thought?: boolean }[] };
    readonly finishReason?: string;
  }[];
  readonly promptFeedback?: { readonly blockReason?: string };
  readonly usageMetadata?: {
    readonly promptTokenCount?: number;
    readonly candidatesTokenCount?: number;
    readonly thoughtsTokenCount?: number;
    readonly cachedContentTokenCount?: number;
  };
  readonly modelVersion?: string;
  /** The SDK hands on an error in the middle of a stream as if it were an answer. */
  readonly error?: {
    readonly code?: number;
    readonly message?: string;
    readonly details?: readonly Readonly<Record<string, unknown>>[];
  };
}

/**
 * The events of an answer. The SDK's own `text()` is not used: it takes thoughts for text, loses parts of a chunk and throws away
 * what a filter stopped.
 */
export async function* readGeminiStream(
  chunks: AsyncIterable<GeminiChunk>,
  request: ModelRequest,
  context: () => GeminiErrorContext,
): AsyncGenerator<ModelEvent> {
  let text = '';
  let finishReason: string | undefined;
  let blockReason: string | undefined;
  let usage: GeminiChunk['usageMetadata'];
  let model = request.model;
  for await (const chunk of chunks) {
    if (chunk.error) {
      const { code, message = '', details = [] } = chunk.error;
      throw mapGeminiFacts({ status: code, message, details }, context());
    }
    const candidate = chunk.candidates?.[0];
    model = chunk.modelVersion || model;
    usage = chunk.usageMetadata ?? usage;
    blockReason = chunk.promptFeedback?.blockReason ?? blockReason;
    finishReason = candidate?.finishReason ?? finishReason;
    const piece = textOf(candidate?.content?.parts ?? []);
    if (piece === '') continue;
    text += piece;
    yield { type: 'text', text: piece };
  }
  yield {
    type: 'end',
    finish: mapGeminiFinish({ finishReason, blockReason, text }),
    usage: toUsage(usage, request, text),
    model,
  };
}

const textOf = (parts: readonly { readonly text?: string; readonly thought?: boolean }[]): string =>
  parts.map((part) => (part.thought ? '' : (part.text ?? ''))).join('');

/** usageMetadata counts up from event to event; the last one is the bill, thoughts are paid like output. */
function toUsage(usage: GeminiChunk['usageMetadata'], request: ModelRequest, text: string): Usage {
  if (usage?.promptTokenCount === undefined) return estimateUsage(request, text);
  const cached = usage.cachedContentTokenCount ?? 0;
  return {
    inputTokens: usage.promptTokenCount,
    outputTokens: (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0),
    ...(cached > 0 && { cachedInputTokens: cached }),
    estimated: false,
  };
}
