/**
 * What every LanguageModel promises, run against each adapter (over its sandbox server) and against the scripted fake. A harness
 * translates what a test wants to happen into the wire of its engine.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LanguageModel, ModelEvent, ModelRequest } from '../../lib/language-model/language-model.ts';
import { AppError, type ErrorCode, type Retry } from '../../lib/shared/app-error.ts';
import type { ManualClock } from '../fakes/manual-clock.ts';
import { settle } from '../fakes/manual-clock.ts';

/** What the engine does with the next request. */
export type EngineBehaviour =
  | { does: 'answer'; chunks: readonly string[] }
  | { does: 'answer-without-usage'; text: string }
  | { does: 'stall'; text: string }
  | { does: 'cut'; text: string }
  | { does: 'end-without-finish'; text: string }
  | { does: 'rate-limit'; seconds: number }
  | { does: 'quota-of-the-day' }
  | { does: 'no-credit' }
  | { does: 'wrong-key' }
  | { does: 'restricted-key' }
  | { does: 'unknown-model' }
  | { does: 'overloaded' }
  | { does: 'server-error' }
  | { does: 'error-in-stream'; text: string }
  | { does: 'empty' }
  | { does: 'length'; text: string }
  | { does: 'length-without-text' }
  | { does: 'filtered'; text: string }
  | { does: 'region' }
  | { does: 'context-too-long' }
  | { does: 'no-connection' };

export interface SeenRequest {
  readonly system: string;
  readonly prompt: string;
  readonly model: string;
  readonly isAborted: boolean;
}

export interface LanguageModelHarness {
  readonly model: LanguageModel;
  /** A model id that the engine knows. */
  readonly modelId: string;
  /** The key that was given; it must appear in no error. */
  readonly key: string;
  readonly clock: ManualClock;
  readonly idleMs: number;
  readonly behave: (behaviour: EngineBehaviour) => void;
  readonly seen: () => readonly SeenRequest[];
  readonly close: () => Promise<void>;
}

/** Where an engine has another name for the same failure. */
export type FailureNames = Partial<Record<EngineBehaviour['does'], { code: ErrorCode; retry: Retry }>>;

const FAILURES: readonly [EngineBehaviour, ErrorCode, Retry][] = [
  [{ does: 'cut', text: 'Half of an answer that is lost' }, 'engine-answer-cut', 'later'],
  [{ does: 'end-without-finish', text: 'Half of an answer' }, 'engine-answer-cut', 'later'],
  [{ does: 'quota-of-the-day' }, 'engine-quota-day', 'never'],
  [{ does: 'no-credit' }, 'engine-no-credit', 'never'],
  [{ does: 'wrong-key' }, 'engine-key-invalid', 'never'],
  [{ does: 'restricted-key' }, 'engine-key-restricted', 'never'],
  [{ does: 'unknown-model' }, 'engine-model-unknown', 'never'],
  [{ does: 'overloaded' }, 'engine-overloaded', 'later'],
  [{ does: 'server-error' }, 'engine-unavailable', 'later'],
  [{ does: 'empty' }, 'engine-answer-empty', 'later'],
  [{ does: 'length-without-text' }, 'engine-answer-length', 'never'],
  [{ does: 'filtered', text: 'Something that a filter stops in the middle of it' }, 'engine-filtered', 'never'],
  [{ does: 'region' }, 'engine-region', 'never'],
  [{ does: 'context-too-long' }, 'engine-context-too-long', 'never'],
  [{ does: 'no-connection' }, 'offline', 'later'],
];

export function describeLanguageModel(
  name: string,
  create: () => Promise<LanguageModelHarness>,
  names: FailureNames = {},
): void {
  const open = async (): Promise<LanguageModelHarness> => {
    const harness = await create();
    onTestFinished(() => harness.close());
    return harness;
  };
  const ask = (harness: LanguageModelHarness, extra: Partial<ModelRequest> = {}): ModelRequest => ({
    model: harness.modelId,
    system: 'Be brief.',
    messages: [{ role: 'user', text: 'Write about rivers.' }],
    ...extra,
  });

  describe(`${name} as a language model`, () => {
    it('streams the text in order and ends with one end event', async () => {
      const harness = await open();
      harness.behave({ does: 'answer', chunks: ['Rivers ', 'flow ', '日本', ' 🏞️.'] });
      const events = await collect(harness.model.stream(ask(harness), new AbortController().signal));
      expect(textOf(events)).toBe('Rivers flow 日本 🏞️.');
      expect(events.filter(({ type }) => type === 'text').length).toBeGreaterThan(1);
      const end = events.at(-1);
      expect(end).toMatchObject({ type: 'end', finish: 'stop', model: harness.modelId });
      expect(events.filter(({ type }) => type === 'end')).toHaveLength(1);
      expect(harness.seen()).toEqual([
        { system: 'Be brief.', prompt: 'Write about rivers.', model: harness.modelId, isAborted: false },
      ]);
    });

    it('tells the usage that the engine told', async () => {
      const harness = await open();
      harness.behave({ does: 'answer', chunks: ['Rivers flow to the sea.'] });
      const end = (await collect(harness.model.stream(ask(harness), new AbortController().signal))).at(-1);
      expect(end).toMatchObject({
        type: 'end',
        usage: { estimated: false, inputTokens: expect.any(Number), outputTokens: 6 },
      });
    });

    it('estimates the usage and marks it when the engine never told', async () => {
      const harness = await open();
      harness.behave({ does: 'answer-without-usage', text: 'Rivers flow to the sea.' });
      const end = (await collect(harness.model.stream(ask(harness), new AbortController().signal))).at(-1);
      expect(end).toMatchObject({ type: 'end', usage: { estimated: true, outputTokens: 6 } });
    });

    it('sends nothing when the signal is aborted before', async () => {
      const harness = await open();
      harness.behave({ does: 'answer', chunks: ['never'] });
      const stopped = await failureOf(harness.model.stream(ask(harness), AbortSignal.abort()));
      expect(stopped).toMatchObject({ code: 'stopped', retry: 'never' });
      await expect(harness.model.listModels(AbortSignal.abort())).rejects.toMatchObject({ code: 'stopped' });
      expect(harness.seen()).toEqual([]);
    });

    it('closes the connection and says stopped when it is aborted in the middle', async () => {
      const harness = await open();
      harness.behave({ does: 'stall', text: 'Rivers flow and flow and flow' });
      const stop = new AbortController();
      const events: ModelEvent[] = [];
      const failure = await failureOf(harness.model.stream(ask(harness), stop.signal), (event) => {
        events.push(event);
        stop.abort();
      });
      expect(failure).toMatchObject({ code: 'stopped', retry: 'never' });
      expect(events.length).toBeGreaterThan(0);
      await until(() => harness.seen()[0]?.isAborted === true);
    });

    it('closes the connection when the loop is left', async () => {
      const harness = await open();
      harness.behave({ does: 'stall', text: 'Rivers flow and flow and flow' });
      for await (const event of harness.model.stream(ask(harness), new AbortController().signal)) {
        if (event.type === 'text') break;
      }
      await until(() => harness.seen()[0]?.isAborted === true);
    });

    it('gives up a connection that is silent for longer than the idle limit', async () => {
      const harness = await open();
      harness.behave({ does: 'stall', text: 'Rivers flow and flow and flow' });
      let received = 0;
      const failure = failureOf(
        harness.model.stream(ask(harness), new AbortController().signal),
        () => (received += 1),
      );
      await until(() => received > 0);
      await quiet(() => received);
      await harness.clock.advance(harness.idleMs - 1);
      await settle();
      expect(await Promise.race([failure, Promise.resolve('open')])).toBe('open');
      await harness.clock.advance(2);
      expect(await failure).toMatchObject({ code: 'engine-stalled', retry: 'later' });
      await until(() => harness.seen()[0]?.isAborted === true);
    });

    it('does not take a caller who is busy with an event for a silent engine', async () => {
      const harness = await open();
      harness.behave({ does: 'answer', chunks: ['Rivers ', 'flow.'] });
      let text = '';
      for await (const event of harness.model.stream(ask(harness), new AbortController().signal)) {
        if (event.type === 'text') text += event.text;
        await harness.clock.advance(harness.idleMs * 3);
      }
      expect(text).toBe('Rivers flow.');
    });

    it('waits as long as a rate limit says, and no shorter', async () => {
      const harness = await open();
      harness.behave({ does: 'rate-limit', seconds: 3600 });
      const failure = await failureOf(harness.model.stream(ask(harness), new AbortController().signal));
      expect(failure).toMatchObject({
        code: 'engine-rate-limited',
        retry: 'wait',
        retryAt: harness.clock.now() + 3_600_000,
      });
    });

    it('hands out what came when the length limit cut the answer', async () => {
      const harness = await open();
      harness.behave({ does: 'length', text: 'Rivers flow to the sea and' });
      const events = await collect(harness.model.stream(ask(harness), new AbortController().signal));
      expect(textOf(events)).not.toBe('');
      expect(events.at(-1)).toMatchObject({ type: 'end', finish: 'length' });
    });

    it('fails on an error in the middle of the stream, never with a partial success', async () => {
      const harness = await open();
      harness.behave({ does: 'error-in-stream', text: 'Rivers flow to the sea and further' });
      const failure = await failureOf(harness.model.stream(ask(harness), new AbortController().signal));
      expect(['engine-unavailable', 'engine-overloaded']).toContain(failure?.code);
      expect(failure?.retry).toBe('later');
    });

    it.each(
      FAILURES.map(
        ([behaviour, code, retry]) => [behaviour.does, behaviour, names[behaviour.does] ?? { code, retry }] as const,
      ),
    )(
      'turns %s into an error with a code and a retry decision, without the key',
      async (_name, behaviour, expected) => {
        const harness = await open();
        harness.behave(behaviour);
        const failure = await failureOf(harness.model.stream(ask(harness), new AbortController().signal));
        expect(failure).toMatchObject(expected);
        const everything = `${failure?.message} ${failure?.stack} ${JSON.stringify(failure)} ${String(failure?.cause)}`;
        expect(everything).not.toContain(harness.key);
        expect(everything).not.toContain(harness.key.slice(-4));
        expect(everything).not.toContain('Write about rivers');
      },
    );

    it('makes one request per call', async () => {
      const harness = await open();
      harness.behave({ does: 'server-error' });
      await failureOf(harness.model.stream(ask(harness), new AbortController().signal));
      expect(harness.seen()).toHaveLength(1);
    });

    it('lists models by id', async () => {
      const harness = await open();
      const models = await harness.model.listModels(new AbortController().signal);
      expect(models.map(({ id }) => id)).toContain(harness.modelId);
      expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
    });
  });
}

export async function collect(events: AsyncIterable<ModelEvent>): Promise<ModelEvent[]> {
  const all: ModelEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

export const textOf = (events: readonly ModelEvent[]): string =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('');

/** The AppError that the stream ends with; undefined when it ended well. Anything else is thrown on. */
export async function failureOf(
  events: AsyncIterable<ModelEvent>,
  onEvent: (event: ModelEvent) => void = () => undefined,
): Promise<AppError | undefined> {
  try {
    for await (const event of events) onEvent(event);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** Waits for something that a real socket brings about; fails after 5 s. */
export async function until(isTrue: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000; turn += 1) {
    if (isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('It never became true.');
}

/** Waits until a count that a real socket drives stands still. */
async function quiet(count: () => number): Promise<void> {
  for (let before = -1; before !== count();) {
    before = count();
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
