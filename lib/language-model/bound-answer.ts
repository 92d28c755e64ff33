import type { Clock } from '../shared/clock.ts';
import type { ModelEvent, ModelRequest } from './language-model.ts';
import { estimateUsage } from './usage.ts';

/** Some 33,000 words: more than a page in Notion is good for. A model that repeats itself never ends. */
const MOST_CHARACTERS = 200_000;
/** A local model that writes ten tokens a second is at 12,000 by then. */
const LONGEST_MS = 20 * 60_000;

/**
 * The answer up to a size and a time. What goes on behind them is left and its connection closed; the end event then says by what
 * it was cut, with a usage that is estimated, since the engine never came to telling it.
 */
export async function* boundAnswer(
  events: AsyncIterable<ModelEvent>,
  request: ModelRequest,
  clock: Clock,
): AsyncGenerator<ModelEvent> {
  const most = request.maxCharacters ?? MOST_CHARACTERS;
  let text = '';
  let begunAt: number | undefined;
  for await (const event of events) {
    if (event.type === 'end') return yield event;
    if (event.type !== 'text') {
      yield event;
      continue;
    }
    begunAt ??= clock.now();
    const piece = event.text.slice(0, most - text.length).toWellFormed();
    text += piece;
    if (piece !== '') yield { type: 'text', text: piece };
    const cut = text.length >= most ? 'size' : clock.now() - begunAt > LONGEST_MS ? 'time' : undefined;
    if (cut === undefined) continue;
    return yield { type: 'end', finish: 'length', cut, usage: estimateUsage(request, text), model: request.model };
  }
}
