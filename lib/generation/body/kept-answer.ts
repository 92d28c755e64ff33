/** An answer as it is stored once it is whole, with what it took. */
import type { Failure } from '../../shared/app-error.ts';
import type { AnswerEnd } from './answer-stream.ts';
import type { Answer } from './page-checkpoint.ts';

export type KeptAnswer = Pick<Answer, 'text' | 'final' | 'sent' | 'usedContext'>;

export function answerOf(kept: KeptAnswer, { finish, cut, usage, model, search }: AnswerEnd): Answer {
  return { ...kept, finish, ...(cut && { cut }), usage, model, ...(search && { search }) };
}

/** @param oldStays what the answer was to replace was left where it was, since the answer is not whole */
export const remarkOf = ({ cut }: Answer, oldStays: boolean): Failure => ({
  code: 'engine-answer-length',
  retry: 'never',
  ...((cut ?? oldStays) && {
    details: { ...(cut && { reason: 'endless' }), ...(oldStays && { old: 'stays' }) },
  }),
});
