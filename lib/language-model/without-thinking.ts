import { mayBeThought, withoutThoughts } from '../markdown/thought-filter.ts';
import { hasWrapper } from '../markdown/thought-marks.ts';
import { AppError } from '../shared/app-error.ts';
import type { ModelEvent } from './language-model.ts';

/** What can end thoughts. */
const MARK = /[>\]▷]|final|response:|thinking\./i;

/**
 * The answer without the thoughts that models put before it when a server does not take them out: between marks, or ended by a
 * lone `</think>` where the prompt held the opening one. An answer that begins like thoughts is held until their end or its
 * own; what cannot be known then is taken out where the answer is read (clean-answer.ts).
 * @throws AppError engine-answer-length when nothing but thoughts came before the limit, engine-answer-empty when nothing did
 */
export async function* withoutThinking(events: AsyncIterable<ModelEvent>): AsyncGenerator<ModelEvent> {
  let held: string | undefined = '';
  let hasText = false;
  for await (const event of events) {
    if (event.type === 'end') {
      const rest = held === undefined ? '' : withoutThoughts(held).answer;
      hasText ||= rest.trim() !== '';
      if (!hasText) {
        // Thoughts alone: the same question would be thought about again.
        const isThought = held !== undefined && held.trim() !== '';
        const thinking = isThought ? { details: { reason: 'thinking' } } : {};
        if (event.finish === 'length') throw new AppError('engine-answer-length', 'never', thinking);
        throw new AppError('engine-answer-empty', isThought ? 'never' : 'later', thinking);
      }
      if (rest !== '') yield { type: 'text', text: rest };
      yield event;
      return;
    }
    if (event.type !== 'text') {
      yield event;
      continue;
    }
    let { text } = event;
    if (held !== undefined) {
      held += text;
      const answer = afterThoughts(held, text);
      if (answer === undefined) continue;
      held = undefined;
      text = answer;
    }
    if (text === '') continue;
    hasText ||= text.trim() !== '';
    yield { type: 'text', text };
  }
}

/** The text after the thoughts; undefined while it is not known whether there are any, or where they end. */
function afterThoughts(held: string, added: string): string | undefined {
  // A tag around the answer is taken off where its other half is seen too.
  if (!mayBeThought(held) || hasWrapper(held)) return held;
  // Reading all of it again is worth it only where a mark may have come.
  if (!MARK.test(added)) return undefined;
  const { answer, isInAnswer } = withoutThoughts(held);
  return isInAnswer && answer.trim() !== '' ? answer : undefined;
}
