import { AppError } from '../../shared/app-error.ts';

/** What came of an answer, read to its end. */
export interface CompletionEnd {
  /** The model's last word on why it stopped; undefined where it gave none. */
  readonly finish: string | undefined;
  /** The server said itself that nothing more comes: `[DONE]`, or one whole JSON answer. */
  readonly isClosed: boolean;
  readonly isRefused: boolean;
  /** Thoughts came, beside the text or instead of it. */
  readonly hasThought: boolean;
  readonly text: string;
}

/** Words for “whole” of OpenAI, Anthropic, vLLM, TGI, Together, Cohere. */
const WHOLE = new Set(['stop', 'eos', 'eos_token', 'end_turn', 'stop_sequence', 'stop_token', 'complete', 'completed']);
/** Words for “cut by a limit on length”; `model_length` is Mistral’s. */
const LENGTH = new Set([
  'length',
  'max_tokens',
  'max_output_tokens',
  'max_completion_tokens',
  'model_length',
  'model_context_window_exceeded',
  'context_length_exceeded',
  'token_limit',
  'error_limit',
]);
/** Words for “stopped by a filter”; `sensitive` is Z.ai’s. */
const FILTERED = new Set([
  'content_filter',
  'sensitive',
  'safety',
  'recitation',
  'prohibited_content',
  'blocklist',
  'spii',
  'content_filtered',
  'guardrail_intervened',
  'error_toxic',
]);

/** The word, or undefined where it is only a filler: older Ollama and gateways send "" or "null" with every chunk. */
export function finishWord(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const word = value.trim().toLowerCase();
  return word === '' || word === 'null' || word === 'none' ? undefined : word;
}

/**
 * How a complete answer ended. Any word that is not known to mean “whole” does not: half an answer must not take the place of
 * what stood on a page.
 * @throws AppError engine-answer-cut, -refused, -filtered, -answer-length, -answer-empty, -unavailable
 */
export function mapOpenAiFinish({ finish, isClosed, isRefused, hasThought, text }: CompletionEnd): 'stop' | 'length' {
  if (isRefused || finish === 'refusal') throw new AppError('engine-refused', 'never');
  const thinking = hasThought ? { details: { reason: 'thinking' } } : {};
  const isEmpty = text.trim() === '';
  if (finish === undefined && !isClosed) throw new AppError('engine-answer-cut', 'later');
  if (finish === undefined || WHOLE.has(finish)) {
    if (isEmpty) throw new AppError('engine-answer-empty', hasThought ? 'never' : 'later', thinking);
    return 'stop';
  }
  if (LENGTH.has(finish)) {
    if (isEmpty) throw new AppError('engine-answer-length', 'never', thinking);
    return 'length';
  }
  if (FILTERED.has(finish)) throw new AppError('engine-filtered', 'never', { details: { reason: finish } });
  // OpenRouter's word for a provider that failed in the middle.
  if (finish === 'error') throw new AppError('engine-unavailable', 'later');
  throw new AppError('engine-answer-cut', 'later', { details: { reason: finish.slice(0, 60) } });
}
