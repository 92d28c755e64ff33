/** An answer as it is stored once it is whole, with what it took. */
import type { Failure } from '../../shared/app-error.ts';
import type { AnswerEnd } from './answer-stream.ts';
import type { Answer } from './page-checkpoint.ts';

export type KeptAnswer = Pick<Answer, 'text' | 'final' | 'sent' | 'usedContext'>;

export function answerOf(kept: KeptAnswer, { finish, cut, usage, model, search }: AnswerEnd): Answer {
  return { ...kept, finish, ...(cut && { cut }), usage, model, ...(search && { search }) };
}

export const remarkOf = ({ cut }: Answer): Failure => ({
  code: 'engine-answer-length',
  retry: 'never',
  ...(cut && { details: { reason: 'endless' } }),
});
