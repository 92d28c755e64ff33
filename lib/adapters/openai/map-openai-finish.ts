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

/**
 * Words are compared by their letters alone: servers write `max_tokens`, `MaxTokens`, `max-tokens` and `FinishReason.MAX_TOKENS`.
 * For “whole”: OpenAI, Anthropic, vLLM, TGI, Together, Cohere, AI21, Bedrock, LM Studio, Baidu.
 */
const WHOLE = words(
  'stop eos eos_token eos_found eos_token_id end_turn stop_sequence stop_token stop_str stop_string stop_string_found',
  'complete completed finish finished done end endoftext normal',
);
/** For “cut by a limit on length”; `model_length` is Mistral’s, the last two are LM Studio’s. */
const LENGTH = words(
  'length max_tokens max_output_tokens max_completion_tokens max_new_tokens max_length max_output model_length',
  'model_context_window_exceeded context_window_exceeded context_length_exceeded token_limit error_limit truncated',
  'max_predicted_tokens_reached context_length_reached',
);
/** For “stopped by a filter”; `sensitive` is Z.ai’s, `blacklist` GigaChat’s. */
const FILTERED = words(
  'content_filter content_filtered content_policy content_policy_violation sensitive safety recitation spii moderation',
  'prohibited_content blocklist blacklist blocked guardrail_intervened error_toxic',
);

function words(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.join(' ').split(' ').map(lettersOf));
}

function lettersOf(word: string): string {
  return word
    .toLowerCase()
    .replace(/^finish_?reason[._]/u, '')
    .replace(/[^a-z]/gu, '');
}

/** The word, or undefined where it is only a filler: older Ollama and gateways send "" or "null" with every chunk. */
export function finishWord(value: unknown): string | undefined {
  // SGLang's own form: `{"type":"length","length":512}`.
  const named = typeof value === 'object' && value !== null ? (value as { type?: unknown }).type : value;
  if (typeof named !== 'string') return undefined;
  const word = named.trim().toLowerCase();
  return word === '' || word === 'null' || word === 'none' ? undefined : word;
}

/** Whether a word says that the answer is whole. */
export const meansWhole = (finish: string): boolean => WHOLE.has(lettersOf(finish));

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
  if (finish === undefined || meansWhole(finish)) {
    if (isEmpty) throw new AppError('engine-answer-empty', hasThought ? 'never' : 'later', thinking);
    return 'stop';
  }
  const letters = lettersOf(finish);
  if (LENGTH.has(letters)) {
    if (isEmpty) throw new AppError('engine-answer-length', 'never', thinking);
    return 'length';
  }
  if (FILTERED.has(letters)) throw new AppError('engine-filtered', 'never', { details: { reason: finish } });
  // OpenRouter's word for a provider that failed in the middle.
  if (finish === 'error') throw new AppError('engine-unavailable', 'later');
  throw new AppError('engine-answer-cut', 'later', { details: { reason: finish.slice(0, 60) } });
}
