import { describe, expect, it } from 'vitest';

import { EnginePacer } from '../../../lib/language-model/engine-limits.ts';
import type { LanguageModel, ModelEvent, ModelRequest } from '../../../lib/language-model/language-model.ts';
import { limitModel, withSubstitute } from '../../../lib/language-model/limit-model.ts';
import { AppError, type ErrorCode } from '../../../lib/shared/app-error.ts';
import { collect, failureOf, textOf } from '../../contracts/language-model.ts';
import { createManualClock, settle } from '../../fakes/manual-clock.ts';
import { createMemoryKeyValueStore } from '../../fakes/memory-key-value-store.ts';

const REQUEST: ModelRequest = { model: 'm', system: '', messages: [{ role: 'user', text: 'Rivers' }] };
const signal = (): AbortSignal => new AbortController().signal;
const USAGE = { inputTokens: 1, outputTokens: 1, estimated: false };

function modelOf(engine: LanguageModel['engine'], answer: () => AsyncIterable<ModelEvent>): LanguageModel {
  return { engine, stream: answer, listModels: async () => [] };
}

const says = (text: string, model = 'm') =>
  async function* (): AsyncGenerator<ModelEvent> {
    yield { type: 'text', text };
    yield { type: 'end', finish: 'stop', usage: USAGE, model };
  };

const fails = (code: ErrorCode) => (): AsyncIterable<ModelEvent> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new AppError(code, 'never')) }),
});

function stage() {
  const clock = createManualClock();
  const session = createMemoryKeyValueStore();
  const pacer = new EnginePacer({ session, clock });
  return { clock, session, pacer };
}

describe('requests a minute', () => {
  it('start at most so often within any 60 s, also in the next worker, and say when the next may', async () => {
    const { clock, session, pacer } = stage();
    const limited = limitModel(modelOf('openai', says('a')), { requestsPerMinute: 2 }, pacer);
    await collect(limited.stream(REQUEST, signal()));
    await clock.advance(20_000);
    await collect(limited.stream(REQUEST, signal()));
    const next = limitModel(
      modelOf('openai', says('a')),
      { requestsPerMinute: 2 },
      new EnginePacer({ session, clock }),
    );
    expect(await failureOf(next.stream(REQUEST, signal()))).toMatchObject({
      code: 'engine-own-limit',
      retry: 'wait',
      retryAt: clock.now() + 40_000,
    });
    await clock.advance(40_000);
    expect(textOf(await collect(next.stream(REQUEST, signal())))).toBe('a');
    expect(await failureOf(next.stream(REQUEST, signal()))).toMatchObject({ code: 'engine-own-limit' });
  });

  it('are counted apart for each engine', async () => {
    const { pacer } = stage();
    for (const engine of ['openai', 'gemini'] as const) {
      const limited = limitModel(modelOf(engine, says('a')), { requestsPerMinute: 1 }, pacer);
      expect(textOf(await collect(limited.stream(REQUEST, signal())))).toBe('a');
    }
  });

  it('do not last longer because the clock was put back', async () => {
    const { clock, session, pacer } = stage();
    await session.set({ 'starts:openai': [clock.now() + 3_600_000] });
    const limited = limitModel(modelOf('openai', says('a')), { requestsPerMinute: 1 }, pacer);
    expect(textOf(await collect(limited.stream(REQUEST, signal())))).toBe('a');
  });
});

describe('answers at once', () => {
  it('are no more than allowed; the next begins when one ends, fails or is left', async () => {
    const { pacer } = stage();
    let running = 0;
    let most = 0;
    const gates: (() => void)[] = [];
    const model = modelOf('openai', async function* () {
      running += 1;
      most = Math.max(most, running);
      try {
        await new Promise<void>((resolve) => gates.push(resolve));
        yield* says('a')();
      } finally {
        running -= 1;
      }
    });
    const limited = limitModel(model, { atOnce: 2 }, pacer);
    const all = [1, 2, 3, 4].map(() => collect(limited.stream(REQUEST, signal())));
    await settle();
    expect(gates).toHaveLength(2);
    for (let index = 0; index < 4; index += 1) {
      gates[index]?.();
      await settle();
    }
    await Promise.all(all);
    expect(most).toBe(2);
  });

  it('let go of a place that is waited for when the run is stopped', async () => {
    const { pacer } = stage();
    const leave = await pacer.begin('openai', { atOnce: 1 }, signal());
    const stop = new AbortController();
    const waiting = pacer.begin('openai', { atOnce: 1 }, stop.signal);
    stop.abort();
    await expect(waiting).rejects.toThrow();
    leave();
    expect(await pacer.begin('openai', { atOnce: 1 }, signal())).toBeTypeOf('function');
  });
});

describe('when the daily limit is reached', () => {
  const spent = fails('engine-quota-day');

  it('another engine answers, says so, and is asked at once from then on', async () => {
    const { pacer, clock } = stage();
    let asked = 0;
    const first = modelOf('gemini', () => {
      asked += 1;
      return spent();
    });
    const models: string[] = [];
    const other: LanguageModel = {
      ...modelOf('openai', says('b', 'gpt')),
      stream: (request) => {
        models.push(request.model);
        return says('b', 'gpt')();
      },
    };
    const both = withSubstitute(first, { engine: 'openai', model: 'gpt', create: async () => other }, pacer);
    for (const _ of [1, 2]) {
      const events = await collect(both.stream(REQUEST, signal()));
      expect(textOf(events)).toBe('b');
      expect(events.at(-1)).toMatchObject({ type: 'end', engine: 'openai', model: 'gpt' });
    }
    expect(models).toEqual(['gpt', 'gpt']);
    expect(asked).toBe(1);
    await clock.advance(3_600_001);
    await collect(both.stream(REQUEST, signal()));
    expect(asked).toBe(2);
  });

  it('never joins the words of two engines', async () => {
    const { pacer } = stage();
    const broken = modelOf('gemini', async function* () {
      yield { type: 'text', text: 'half' } as const;
      yield* spent();
    });
    const both = withSubstitute(
      broken,
      { engine: 'openai', model: 'gpt', create: async () => modelOf('openai', says('b')) },
      pacer,
    );
    expect(await failureOf(both.stream(REQUEST, signal()))).toMatchObject({ retry: 'later' });
    expect(textOf(await collect(both.stream(REQUEST, signal())))).toBe('b');
  });

  it('is asked for anew where it does not fit the window of the engine that goes on', async () => {
    const { pacer } = stage();
    const sent: ModelRequest[] = [];
    const other: LanguageModel = {
      ...modelOf('compatible', says('b')),
      stream: (request) => {
        sent.push(request);
        return says('b')();
      },
    };
    const both = withSubstitute(
      modelOf('gemini', spent),
      { engine: 'compatible', model: 'qwen3:8b', create: async () => other, contextTokens: async () => 4_096 },
      pacer,
    );
    const long = { ...REQUEST, messages: [{ role: 'user', text: 'rivers and lakes '.repeat(2_000) }] } as const;
    expect(await failureOf(both.stream(long, signal()))).toMatchObject({ code: 'engine-unavailable', retry: 'later' });
    expect(sent).toEqual([]);
    // What is made anew is made for it, and goes to it at once.
    expect(textOf(await collect(both.stream(REQUEST, signal())))).toBe('b');
  });

  it('other failures stay what they are', async () => {
    const { pacer } = stage();
    const failing = modelOf('gemini', fails('engine-no-credit'));
    const both = withSubstitute(
      failing,
      { engine: 'openai', model: 'gpt', create: async () => modelOf('openai', says('b')) },
      pacer,
    );
    expect(await failureOf(both.stream(REQUEST, signal()))).toMatchObject({ code: 'engine-no-credit' });
  });
});
