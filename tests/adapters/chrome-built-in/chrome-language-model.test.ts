import { describe, expect, it } from 'vitest';

import { createBuiltInModel } from '../../../lib/adapters/chrome-built-in/download-built-in.ts';
import { createChromeLanguageModel } from '../../../lib/adapters/chrome-built-in/chrome-language-model.ts';
import type { ModelEvent, ModelRequest } from '../../../lib/language-model/language-model.ts';
import { collect, failureOf, textOf, until } from '../../contracts/language-model.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createPromptApi, type PromptScript } from '../../fakes/prompt-api.ts';

const SCHEMA = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false };
const REQUEST: ModelRequest = {
  model: 'gemini-nano',
  system: 'Be brief.',
  messages: [
    { role: 'user', text: 'Hello' },
    { role: 'assistant', text: 'Hi.' },
    { role: 'user', text: 'Write about rivers.' },
  ],
};
const never = (): AbortSignal => new AbortController().signal;

function open(script: Partial<PromptScript> = {}) {
  const clock = createManualClock();
  const fake = createPromptApi(script);
  const model = createChromeLanguageModel({ api: () => fake.api, clock, idleMs: 45_000 });
  return { clock, model, ...fake };
}

describe("Chrome's built-in model", () => {
  it('streams its answer with what it was told before, and estimates the usage', async () => {
    const { model, asked, sessions } = open();
    const events = await collect(model.stream(REQUEST, never()));
    expect(textOf(events)).toBe('Rivers flow.');
    expect(events.at(-1)).toMatchObject({
      type: 'end',
      finish: 'stop',
      model: 'gemini-nano',
      usage: { estimated: true },
    });
    expect(asked[0]).toMatchObject({
      initial: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Hi.' },
      ],
      input: 'Write about rivers.',
      constraint: undefined,
    });
    expect(sessions.open).toBe(0);
  });

  it('is held to a schema', async () => {
    const { model, asked } = open({ answer: ['{"a":', '"b"}'] });
    expect(textOf(await collect(model.stream({ ...REQUEST, json: { name: 'row', schema: SCHEMA } }, never())))).toBe(
      '{"a":"b"}',
    );
    expect(asked[0]?.constraint).toEqual(SCHEMA);
  });

  it('ends its answer when it is stopped or left, and when it is silent for too long', async () => {
    const stage = open({ answer: ['Rivers ', 'stall'] });
    const stop = new AbortController();
    const stopped = failureOf(stage.model.stream(REQUEST, stop.signal), () => stop.abort());
    expect(await stopped).toMatchObject({ code: 'stopped' });
    await until(() => stage.asked[0]?.isCancelled === true);
    for await (const event of stage.model.stream(REQUEST, never())) if (event.type === 'text') break;
    await until(() => stage.asked[1]?.isCancelled === true);
    const events: ModelEvent[] = [];
    const silent = failureOf(stage.model.stream(REQUEST, never()), (event) => events.push(event));
    await until(() => events.length > 0);
    await stage.clock.advance(60_000);
    expect(await silent).toMatchObject({ code: 'engine-stalled', retry: 'later' });
    await until(() => stage.sessions.open === 0);
  });

  it.each([
    ['unavailable', 'built-in-missing'],
    ['downloadable', 'built-in-download'],
    ['downloading', 'built-in-download'],
  ] as const)('that is %s says what to do, and downloads nothing by itself', async (state, reason) => {
    const { model, asked } = open({ state });
    const expected = { code: 'engine-unavailable', retry: 'never', details: { reason } };
    expect(await failureOf(model.stream(REQUEST, never()))).toMatchObject(expected);
    await expect(model.listModels(never())).rejects.toMatchObject(expected);
    expect(asked).toEqual([]);
  });

  it('of a browser without one is missing', async () => {
    const model = createChromeLanguageModel({ api: () => undefined, clock: createManualClock() });
    expect(await failureOf(model.stream(REQUEST, never()))).toMatchObject({
      code: 'engine-unavailable',
      details: { reason: 'built-in-missing' },
    });
  });

  it.each([
    ['QuotaExceededError', 'engine-context-too-long', 'never'],
    ['NotSupportedError', 'engine-invalid-request', 'never'],
    ['NotReadableError', 'engine-filtered', 'never'],
    ['OperationError', 'engine-unavailable', 'later'],
    ['SomethingNew', 'engine-unavailable', 'later'],
  ])('turns %s into %s', async (name, code, retry) => {
    const error = Object.assign(new Error('Write about rivers.'), { name, requested: 9_000, quota: 6_000 });
    const { model, sessions } = open({ answer: ['Ri', error] });
    const failure = await failureOf(model.stream(REQUEST, never()));
    expect(failure).toMatchObject({ code, retry });
    expect(JSON.stringify(failure)).not.toContain('rivers');
    if (code === 'engine-context-too-long') expect(failure?.details).toMatchObject({ requested: 9_000, limit: 6_000 });
    expect(sessions.open).toBe(0);
  });

  it('that says nothing is no answer', async () => {
    expect(await failureOf(open({ answer: [] }).model.stream(REQUEST, never()))).toMatchObject({
      code: 'engine-answer-empty',
      retry: 'later',
    });
  });
});

describe('the download', () => {
  it('tells its progress, and the model is there afterwards', async () => {
    const fake = createPromptApi({ state: 'downloadable', progress: [0, 0.4, 1] });
    const builtIn = createBuiltInModel(() => fake.api);
    expect(await builtIn.state()).toBe('downloadable');
    const seen: number[] = [];
    await builtIn.download((part) => seen.push(part), never());
    expect(seen).toEqual([0, 0.4, 1]);
    expect(await builtIn.state()).toBe('available');
    expect(fake.sessions.open).toBe(0);
  });

  it('asks the browser once a page, and again after a download, always naming its languages', async () => {
    const fake = createPromptApi({ state: 'downloadable' });
    const asked: unknown[] = [];
    const availability: typeof fake.api.availability = (options) => {
      asked.push(options);
      return fake.api.availability(options);
    };
    const builtIn = createBuiltInModel(() => ({ ...fake.api, availability }));
    expect(await Promise.all([builtIn.state(), builtIn.state()])).toEqual(['downloadable', 'downloadable']);
    expect(asked).toEqual([{ expectedOutputs: [{ type: 'text', languages: ['en', 'es', 'ja'] }] }]);
    await builtIn.download(() => undefined, never());
    expect([await builtIn.state(), await builtIn.state()]).toEqual(['available', 'available']);
    expect(asked).toHaveLength(2);
  });

  it('says why it failed', async () => {
    const createError = new DOMException('no network', 'NetworkError');
    const builtIn = createBuiltInModel(() => createPromptApi({ state: 'downloadable', createError }).api);
    await expect(builtIn.download(() => undefined, never())).rejects.toMatchObject({ code: 'engine-unavailable' });
  });

  it('is offered nowhere without the API, or where asking for it fails', async () => {
    expect(await createBuiltInModel(() => undefined).state()).toBe('unavailable');
    const refusing = { ...createPromptApi().api, availability: () => Promise.reject(new Error('policy')) };
    expect(await createBuiltInModel(() => refusing).state()).toBe('unavailable');
  });
});
