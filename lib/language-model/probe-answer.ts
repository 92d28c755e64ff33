import { AppError, type ErrorCode } from '../shared/app-error.ts';
import type { LanguageModel } from './language-model.ts';

/** What says that no answer will come until a person changes something. Anything else is about this one question. */
const TELLING: ReadonlySet<ErrorCode> = new Set([
  'engine-key-missing',
  'engine-key-invalid',
  'engine-key-restricted',
  'engine-no-credit',
  'engine-quota-day',
  'engine-data-policy',
  'engine-model-unknown',
  'engine-origin-refused',
  'engine-base-url-invalid',
  'engine-extras-invalid',
  'engine-region',
  'offline',
  'stopped',
]);
const MOST_TOKENS = 16;

/**
 * Asks for an answer of a few tokens: lists of models are open to accounts without credit, answers are not. Costs less than a
 * thousandth of a cent.
 * @throws AppError for what would keep every answer from coming
 */
export async function askForAWord(model: LanguageModel, id: string, signal: AbortSignal): Promise<void> {
  const request = {
    model: id,
    system: '',
    messages: [{ role: 'user', text: 'Answer with the word OK.' }],
    maxOutputTokens: MOST_TOKENS,
  } as const;
  try {
    for await (const event of model.stream(request, signal)) if (event.type === 'text') return;
  } catch (error) {
    if (!(error instanceof AppError) || TELLING.has(error.code)) throw error;
  }
}
