import { AppError } from '../shared/app-error.ts';
import type { ModelEvent } from './language-model.ts';

const OPEN = '<think>';
const CLOSE = '</think>';

/**
 * The answer without the `<think>…</think>` that DeepSeek, Qwen and others put before it when a local server does not take it
 * out. Only at the very start: later it is text of the answer.
 * @throws AppError engine-answer-length when nothing but thoughts came before the limit, engine-answer-empty when nothing did
 */
export async function* withoutThinking(events: AsyncIterable<ModelEvent>): AsyncGenerator<ModelEvent> {
  let held: string | undefined = '';
  let hasText = false;
  for await (const event of events) {
    if (event.type === 'end') {
      if (held && !held.trimStart().startsWith(OPEN)) {
        hasText = true;
        yield { type: 'text', text: held };
      }
      if (!hasText) {
        if (event.finish === 'length') throw new AppError('engine-answer-length', 'never');
        throw new AppError('engine-answer-empty', 'later');
      }
      yield event;
      return;
    }
    const text: string = held === undefined ? event.text : held + event.text;
    const shown: string | undefined = held === undefined ? text : afterThoughts(text);
    if (shown === undefined) {
      held = text;
      continue;
    }
    held = undefined;
    if (shown === '') continue;
    hasText ||= shown.trim() !== '';
    yield { type: 'text', text: shown };
  }
}

/** The text after the thoughts; undefined while it is not known whether there are any, or where they end. */
function afterThoughts(text: string): string | undefined {
  const start = text.trimStart();
  if (start.length < OPEN.length && OPEN.startsWith(start)) return undefined;
  if (!start.startsWith(OPEN)) return text;
  const end = start.indexOf(CLOSE);
  const rest = end < 0 ? '' : start.slice(end + CLOSE.length).trimStart();
  // The white space after the thoughts may still be coming.
  return rest === '' ? undefined : rest;
}
