import { AppError } from '../../shared/app-error.ts';

const REFUSED = new Set(['LANGUAGE']);
const FILTERED = new Set([
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'MODEL_ARMOR',
  'JAILBREAK',
]);
const BROKEN = new Set([
  'MALFORMED_RESPONSE',
  'MALFORMED_FUNCTION_CALL',
  'UNEXPECTED_TOOL_CALL',
  'TOO_MANY_TOOL_CALLS',
  'CONTINUATION',
]);

export interface GeminiEnd {
  /** Undefined when the stream ended without one. */
  readonly finishReason: string | undefined;
  /** Set when the prompt itself was blocked; then there is no candidate. */
  readonly blockReason: string | undefined;
  readonly hasThought: boolean;
  readonly text: string;
}

/**
 * How a complete answer ended. https://ai.google.dev/api/generate-content#FinishReason
 * @throws AppError engine-answer-cut, -filtered, -refused, -answer-length, -answer-empty, -bad-response
 */
export function mapGeminiFinish({ finishReason, blockReason, hasThought, text }: GeminiEnd): 'stop' | 'length' {
  if (blockReason !== undefined && blockReason !== 'BLOCK_REASON_UNSPECIFIED') {
    // “OTHER” is no filter: Google does not say what it is, and other words may pass.
    const code = blockReason === 'OTHER' ? 'engine-refused' : 'engine-filtered';
    throw new AppError(code, 'never', { details: { reason: blockReason } });
  }
  if (finishReason === undefined || finishReason === 'FINISH_REASON_UNSPECIFIED')
    throw new AppError('engine-answer-cut', 'later');
  const isEmpty = text.trim() === '';
  const thinking = hasThought ? { details: { reason: 'thinking' } } : {};
  switch (finishReason) {
    case 'STOP':
      if (isEmpty) throw new AppError('engine-answer-empty', hasThought ? 'never' : 'later', thinking);
      return 'stop';
    case 'MAX_TOKENS':
      // Thinking counts: it can use up the whole limit.
      if (isEmpty) throw new AppError('engine-answer-length', 'never', thinking);
      return 'length';
    default:
      if (REFUSED.has(finishReason))
        throw new AppError('engine-refused', 'never', { details: { reason: finishReason } });
      if (BROKEN.has(finishReason))
        throw new AppError('engine-bad-response', 'later', { details: { reason: finishReason } });
      if (FILTERED.has(finishReason) || finishReason.startsWith('IMAGE_'))
        throw new AppError('engine-filtered', 'never', { details: { reason: finishReason } });
      // OTHER, and words that came later: the answer is not whole, and another try may be.
      throw new AppError('engine-answer-cut', 'later', { details: { reason: finishReason.slice(0, 60) } });
  }
}
