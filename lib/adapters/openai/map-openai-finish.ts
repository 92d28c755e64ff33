import { AppError } from '../../shared/app-error.ts';

export interface CompletionEnd {
  /** The model's last word; undefined when the stream ended without one. */
  readonly finish: string | undefined;
  readonly isRefused: boolean;
  readonly text: string;
}

/**
 * How a complete answer ended.
 * @throws AppError engine-answer-cut, -refused, -filtered, -answer-length, -answer-empty, -unavailable
 */
export function mapOpenAiFinish({ finish, isRefused, text }: CompletionEnd): 'stop' | 'length' {
  if (isRefused) throw new AppError('engine-refused', 'never');
  if (finish === undefined) throw new AppError('engine-answer-cut', 'later');
  if (finish === 'content_filter') throw new AppError('engine-filtered', 'never', { details: { reason: finish } });
  // OpenRouter's word for a provider that failed in the middle.
  if (finish === 'error') throw new AppError('engine-unavailable', 'later');
  const isEmpty = text.trim() === '';
  if (finish === 'length') {
    if (isEmpty) throw new AppError('engine-answer-length', 'never');
    return 'length';
  }
  if (isEmpty) throw new AppError('engine-answer-empty', 'later');
  return 'stop';
}
