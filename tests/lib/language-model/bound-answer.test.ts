import { describe, expect, it } from 'vitest';
import { boundAnswer } from '../../../lib/language-model/bound-answer.ts';
import type { ModelEvent, ModelRequest } from '../../../lib/language-model/language-model.ts';
import { collect, textOf } from '../../contracts/language-model.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';

const REQUEST: ModelRequest = { model: 'm', system: '', messages: [{ role: 'user', text: 'Write.' }] };
const END: ModelEvent = {
  type: 'end',
  finish: 'stop',
  usage: { inputTokens: 1, outputTokens: 1, estimated: false },
  model: 'm',
};

async function* endless(text: string, onEach: () => Promise<void> = async () => {}): AsyncGenerator<ModelEvent> {
  for (;;) {
    await onEach();
    yield { type: 'text', text };
  }
}

describe('an answer', () => {
  it('without an end is cut at its size, and its source is left', async () => {
    let isLeft = false;
    const source = async function* (): AsyncGenerator<ModelEvent> {
      try {
        yield* endless('again and again. ');
      } finally {
        isLeft = true;
      }
    };
    const events = await collect(boundAnswer(source(), { ...REQUEST, maxCharacters: 100 }, createManualClock()));
    expect(textOf(events)).toHaveLength(100);
    expect(events.at(-1)).toMatchObject({ type: 'end', finish: 'length', cut: 'size', usage: { estimated: true } });
    expect(isLeft).toBe(true);
  });

  it('is never cut inside a character', async () => {
    const events = await collect(boundAnswer(endless('🏞️'), { ...REQUEST, maxCharacters: 100 }, createManualClock()));
    expect(textOf(events).isWellFormed()).toBe(true);
  });

  it('that trickles for ever is cut at its time', async () => {
    const clock = createManualClock();
    const events = await collect(
      boundAnswer(
        endless('a', () => clock.advance(50_000)),
        REQUEST,
        clock,
      ),
    );
    expect(events.at(-1)).toMatchObject({ type: 'end', finish: 'length', cut: 'time' });
    expect(textOf(events).length).toBeLessThan(30);
  });

  it('of a usual size goes through as it is', async () => {
    const source = async function* (): AsyncGenerator<ModelEvent> {
      yield { type: 'text', text: 'Rivers flow.' };
      yield END;
    };
    const events = await collect(boundAnswer(source(), REQUEST, createManualClock()));
    expect(events).toEqual([{ type: 'text', text: 'Rivers flow.' }, END]);
  });
});
