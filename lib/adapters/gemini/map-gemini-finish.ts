import { AppError } from '../../shared/app-error.ts';

const REFUSED = new Set(['LANGUAGE']);
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
  readonly text: string;
}

/**
 * How a complete answer ended. https://ai.google.dev/api/generate-content#FinishReason
 * @throws AppError engine-answer-cut, -filtered, -refused, -answer-length, -answer-empty, -bad-response
 */
export function mapGeminiFinish({ finishReason, blockReason, text }: GeminiEnd): 'stop' | 'length' {
  if (blockReason !== undefined && blockReason !== 'BLOCK_REASON_UNSPECIFIED') {
    throw new AppError('engine-filtered', 'never', { details: { reason: blockReason } });
  }
  if (finishReason === undefined || finishReason === 'FINISH_REASON_UNSPECIFIED')
    throw new AppError('engine-answer-cut', 'later');
  const isEmpty = text.trim() === '';
  switch (finishReason) {
    case 'STOP':
      if (isEmpty) throw new AppError('engine-answer-empty', 'later');
      return 'stop';
    case 'MAX_TOKENS':
      // Thinking counts: it can use up the whole limit.
      if (isEmpty) throw new AppError('engine-answer-length', 'never');
      return 'length';
    default:
      if (REFUSED.has(finishReason))
        throw new AppError('engine-refused', 'never', { details: { reason: finishReason } });
      if (BROKEN.has(finishReason))
        throw new AppError('engine-bad-response', 'later', { details: { reason: finishReason } });
      // SAFETY, RECITATION, BLOCKLIST, PROHIBITED_CONTENT, SPII, OTHER and what comes later: not for this text.
      throw new AppError('engine-filtered', 'never', { details: { reason: finishReason } });
  }
}
