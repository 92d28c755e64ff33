import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createGeminiLanguageModel } from '../../../lib/adapters/gemini/gemini-language-model.ts';
import type { Fetch } from '../../../lib/language-model/engine-exchange.ts';
import { DEFAULT_FIRST_MS } from '../../../lib/language-model/silence-watch.ts';
import type { LanguageModel, ModelRequest } from '../../../lib/language-model/language-model.ts';
import { createGeminiApi } from '../../../sandbox/models/gemini-api.ts';
import { collect, failureOf, textOf, until } from '../../contracts/language-model.ts';
import { createEngineHarness, type EngineHarness } from '../../fakes/engine-harness.ts';
import { createManualClock, settle } from '../../fakes/manual-clock.ts';

const REQUEST: ModelRequest = {
  model: 'gemini-3.5-flash-lite',
  system: 'Be brief.',
  messages: [{ role: 'user', text: 'Write about rivers.' }],
};
const never = (): AbortSignal => new AbortController().signal;

async function open(): Promise<EngineHarness> {
  const harness = await createEngineHarness({
    createServer: createGeminiApi,
    createModel: createGeminiLanguageModel,
    modelId: REQUEST.model,
    key: 'AQ.canary-0123456789-QzXy',
  });
  onTestFinished(() => harness.close());
  return harness;
}

/** A model whose engine answers with exactly these bytes. */
function answering(
  body: BodyInit,
  init: ResponseInit = { headers: { 'content-type': 'text/event-stream' } },
): LanguageModel & { sent: Request[] } {
  const sent: Request[] = [];
  const fetch: Fetch = (input, options) => {
    sent.push(new Request(input, options));
    return Promise.resolve(new Response(body, init));
  };
  return { ...createGeminiLanguageModel({ apiKey: 'AQ.key', fetch, clock: createManualClock() }), sent };
}

const event = (value: unknown, end = '\r\n\r\n'): string => `data: ${JSON.stringify(value)}${end}`;
const part = (...texts: string[]): unknown => ({
  candidates: [{ content: { parts: texts.map((text) => ({ text })) }, index: 0 }],
});
const stop = (reason = 'STOP'): unknown => ({ candidates: [{ finishReason: reason, index: 0 }] });

const rejections: unknown[] = [];
const onRejection = (reason: unknown): void => void rejections.push(reason);
process.on('unhandledRejection', onRejection);
afterEach(() => {
  expect(rejections.splice(0)).toEqual([]);
});

describe('the guards around @google/generative-ai 0.24.1', () => {
  it('1: an error in the middle of the stream fails the call', async () => {
    const model = answering(
      event(part('Half')) + event({ error: { code: 503, message: 'overloaded', status: 'UNAVAILABLE' } }),
    );
    expect(await failureOf(model.stream(REQUEST, never()))).toMatchObject({
      code: 'engine-overloaded',
      retry: 'later',
    });
  });

  it('2: all parts of a chunk are text', async () => {
    const model = answering(event(part('A', 'B')) + event(part('C', 'D', 'E')) + event(stop()));
    expect(textOf(await collect(model.stream(REQUEST, never())))).toBe('ABCDE');
  });

  it('3: thoughts are no text, and are paid like output', async () => {
    const { model, fault, script } = await open();
    fault({ kind: 'thoughts' });
    script.push('Rivers flow.');
    const events = await collect(model.stream(REQUEST, never()));
    expect(textOf(events)).toBe('Rivers flow.');
    expect(events.at(-1)).toMatchObject({ usage: { outputTokens: 94 + 3 } });
  });

  it.each([
    ['SAFETY', 'engine-filtered', 'never'],
    ['RECITATION', 'engine-filtered', 'never'],
    ['PROHIBITED_CONTENT', 'engine-filtered', 'never'],
    ['SPII', 'engine-filtered', 'never'],
    ['BLOCKLIST', 'engine-filtered', 'never'],
    ['OTHER', 'engine-answer-cut', 'later'],
    ['SOMETHING_NEW', 'engine-answer-cut', 'later'],
    ['LANGUAGE', 'engine-refused', 'never'],
    ['MALFORMED_RESPONSE', 'engine-bad-response', 'later'],
  ])('4: the finish reason %s fails with %s', async (reason, code, retry) => {
    const { model, fault, script } = await open();
    fault({ kind: 'filtered', reason });
    script.push('Rivers flow to the sea and carry sand.');
    const failure = await failureOf(model.stream(REQUEST, never()));
    expect(failure).toMatchObject({ code, retry, details: { reason } });
  });

  it('5: an aborted signal sends nothing', async () => {
    const model = answering(event(part('x')) + event(stop()));
    expect(await failureOf(model.stream(REQUEST, AbortSignal.abort()))).toMatchObject({ code: 'stopped' });
    expect(model.sent).toEqual([]);
  });

  it('6 and 7: an abort or a break in the middle is “stopped” and closes the connection', async () => {
    const { model, fault, script, server } = await open();
    fault({ kind: 'stall' });
    script.push('Rivers flow to the sea and carry sand.');
    const abort = new AbortController();
    expect(await failureOf(model.stream(REQUEST, abort.signal), () => abort.abort())).toMatchObject({
      code: 'stopped',
    });
    await until(() => server.log[0]?.aborted === true);
    fault({ kind: 'stall' });
    script.push('Rivers flow to the sea and carry sand.');
    for await (const _event of model.stream(REQUEST, never())) break;
    await until(() => server.log[1]?.aborted === true);
  });

  it('8: a broken connection leaves no unhandled rejection behind', async () => {
    const { model, fault } = await open();
    fault({ kind: 'cut' });
    expect(await failureOf(model.stream(REQUEST, never()))).toMatchObject({ code: 'engine-answer-cut' });
    await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it.each([
    ['comment lines', `: keep-alive\n\n${event(part('A'))}: more\r\n${event(stop())}`],
    ['event lines', `event: message\r\n${event(part('A'))}id: 7\n${event(stop())}`],
    ['no space after data:', `data:${JSON.stringify(part('A'))}\n\ndata:${JSON.stringify(stop())}\n\n`],
    ['line feeds only', event(part('A'), '\n\n') + event(stop(), '\n\n')],
    ['carriage returns only', event(part('A'), '\r\r') + event(stop(), '\r\r')],
    ['no blank line at the end', event(part('A')) + event(stop(), '')],
    [
      'JSON over several lines',
      `data: {"candidates":\r\ndata: [{"content":{"parts":[{"text":"A"}]}}]}\r\n\r\n${event(stop())}`,
    ],
    ['a [DONE]', `${event(part('A'))}${event(stop())}data: [DONE]\r\n\r\n`],
  ])('9: %s do not end the stream', async (_name, wire) => {
    expect(textOf(await collect(answering(wire).stream(REQUEST, never())))).toBe('A');
  });

  it('9: a raw line separator stays in the text', async () => {
    const { model, fault, script } = await open();
    fault({ kind: 'line-separator' });
    script.push('end');
    expect(textOf(await collect(model.stream(REQUEST, never())))).toBe('first\u2028second\u2029third end');
  });

  it('9: events and characters may be cut anywhere', async () => {
    const bytes = new TextEncoder().encode(event(part('日本 🏞️')) + event(part(' über')) + event(stop()));
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect(textOf(await collect(answering(body).stream(REQUEST, never())))).toBe('日本 🏞️ über');
  });

  it('10: no timer is started that would cut a long answer', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    onTestFinished(() => timers.mockRestore());
    await collect(answering(event(part('A')) + event(stop())).stream(REQUEST, never()));
    expect(timers).not.toHaveBeenCalled();
  });

  it('11: a stream that ends without a finish reason was cut', async () => {
    expect(await failureOf(answering(event(part('A'))).stream(REQUEST, never()))).toMatchObject({
      code: 'engine-answer-cut',
      retry: 'later',
    });
  });
});

describe('the fetch that Gemini’s SDK uses', () => {
  it('is the given one, and the global one is untouched before, during and after', async () => {
    const original = globalThis.fetch;
    const { model, script, urls } = await open();
    script.push('A B C D E F G');
    const seen = new Set<unknown>();
    for await (const _event of model.stream(REQUEST, never())) seen.add(globalThis.fetch);
    expect([...seen]).toEqual([original]);
    expect(urls).toEqual([
      'https://generativelanguage.googleapis.com/v1beta/models/gemini-3.5-flash-lite:streamGenerateContent?alt=sse',
    ]);
  });

  it('is not replaced while two calls run at the same time', async () => {
    const [one, two] = await Promise.all([open(), open()]);
    one.script.push('one');
    two.script.push('two');
    const texts = await Promise.all(
      [one, two].map(async ({ model }) => textOf(await collect(model.stream(REQUEST, never())))),
    );
    expect(texts).toEqual(['one', 'two']);
  });

  it('refuses redirects and carries the key in a header, not in the address', async () => {
    const model = answering(event(part('A')) + event(stop()));
    await collect(model.stream(REQUEST, never()));
    expect(model.sent[0]?.redirect).toBe('manual');
    expect(model.sent[0]?.headers.get('x-goog-api-key')).toBe('AQ.key');
    expect(model.sent[0]?.url).not.toContain('AQ.key');
  });

  it('never follows a redirect to another host', async () => {
    const { model, fault, server } = await open();
    fault({ kind: 'redirect', to: '/v1beta/models/gemini-3.5-flash-lite:streamGenerateContent?alt=sse' });
    expect(await failureOf(model.stream(REQUEST, never()))).toMatchObject({
      code: 'engine-bad-response',
      retry: 'later',
      details: { reason: 'redirect' },
    });
    expect(server.log).toHaveLength(1);
  });
});

describe('what is sent to Gemini', () => {
  const bodyOf = async (request: Partial<ModelRequest>): Promise<Record<string, unknown>> => {
    const model = answering(event(part('A')) + event(stop()));
    await collect(model.stream({ ...REQUEST, ...request }, never()));
    return (await model.sent[0]?.json()) as Record<string, unknown>;
  };

  it('is system, turns, limit and a low thinking level', async () => {
    const messages = [
      { role: 'user', text: 'a' },
      { role: 'assistant', text: 'b' },
      { role: 'user', text: 'c' },
    ] as const;
    expect(await bodyOf({ messages, maxOutputTokens: 500, temperature: 0.2 })).toEqual({
      contents: [
        { role: 'user', parts: [{ text: 'a' }] },
        { role: 'model', parts: [{ text: 'b' }] },
        { role: 'user', parts: [{ text: 'c' }] },
      ],
      systemInstruction: { role: 'system', parts: [{ text: 'Be brief.' }] },
      generationConfig: { maxOutputTokens: 500, thinkingConfig: { thinkingLevel: 'low' } },
      safetySettings: [],
    });
  });

  it('is a JSON schema with its type', async () => {
    const schema = {
      type: 'object',
      properties: { a: { type: ['string', 'null'] } },
      required: ['a'],
      additionalProperties: false,
    };
    expect(await bodyOf({ json: { name: 'x', schema } })).toMatchObject({
      generationConfig: { responseMimeType: 'application/json', responseJsonSchema: schema },
    });
  });

  it('has a temperature only for models that take one, and a thinking budget only for 2.5', async () => {
    expect(await bodyOf({ model: 'gemini-2.5-flash-lite', temperature: 0.2, effort: 'none' })).toMatchObject({
      generationConfig: { temperature: 0.2, thinkingConfig: { thinkingBudget: 0 } },
    });
    expect(await bodyOf({ model: 'gemma-4-27b-it' })).toMatchObject({ generationConfig: {} });
  });

  it('is sent again without thinking settings when a model refuses them, and remembered', async () => {
    const { model, fault, script, server } = await open();
    fault({ kind: 'unsupported-parameter', parameter: 'LOW' });
    script.push('one', 'two');
    expect(textOf(await collect(model.stream(REQUEST, never())))).toBe('one');
    expect(textOf(await collect(model.stream(REQUEST, never())))).toBe('two');
    const configs = server.log.map(({ body }) => JSON.stringify(body).includes('thinkingConfig'));
    expect(configs).toEqual([true, false, false]);
  });
});

describe('Gemini failures', () => {
  it.each([
    ['a blocked prompt', { kind: 'prompt-blocked' }, 'engine-filtered', 'never'],
    ['an expired key', { kind: 'key-expired' }, 'engine-key-invalid', 'never'],
    ['HTML with status 200', { kind: 'html-200' }, 'engine-bad-response', 'later'],
    ['HTML with status 502', { kind: 'server-error', status: 502, html: true }, 'engine-unavailable', 'later'],
    ['JSON that is cut', { kind: 'malformed-json' }, 'engine-bad-response', 'later'],
    ['a connection closed before the headers', { kind: 'cut-before-headers' }, 'offline', 'later'],
  ] as const)('%s fails with a code', async (_name, fault, code, retry) => {
    const harness = await open();
    harness.fault(fault);
    expect(await failureOf(harness.model.stream(REQUEST, never()))).toMatchObject({ code, retry });
  });

  it('a rate limit without a delay waits half a minute', async () => {
    const { model, fault, clock } = await open();
    fault({ kind: 'rate-limit' });
    expect(await failureOf(model.stream(REQUEST, never()))).toMatchObject({
      retry: 'wait',
      retryAt: clock.now() + 30_000,
    });
  });

  it('a delay with a fraction of a second is honoured', async () => {
    const { model, fault, clock } = await open();
    fault({ kind: 'rate-limit', retryAfterSeconds: 34.4 });
    expect(await failureOf(model.stream(REQUEST, never()))).toMatchObject({ retryAt: clock.now() + 34_400 });
  });

  it('an answer in one piece where a stream was asked for is taken', async () => {
    const { model, fault, script } = await open();
    fault({ kind: 'json-instead-of-sse' });
    script.push('Rivers\nflow.');
    expect(textOf(await collect(model.stream(REQUEST, never())))).toBe('Rivers\nflow.');
  });

  it('a server that never sends a first byte is waited for by the minute, and given up in the end', async () => {
    const { model, fault, clock, server } = await open();
    fault({ kind: 'no-first-byte' });
    const failure = failureOf(model.stream(REQUEST, never()));
    await until(() => server.log.length === 1);
    await clock.advance(DEFAULT_FIRST_MS - 1);
    expect(await Promise.race([failure, settle().then(() => 'open')])).toBe('open');
    await clock.advance(1);
    expect(await failure).toMatchObject({
      code: 'engine-stalled',
      retry: 'later',
      details: { reason: 'not-begun', minutes: 10 },
    });
  });

  it('leaves no timer of the clock behind', async () => {
    const { model, clock, script } = await open();
    script.push('Rivers flow.');
    await collect(model.stream(REQUEST, never()));
    expect(clock.sleepers).toBe(0);
  });

  it('a key that no header can carry is refused before anything is sent', () => {
    const create = (apiKey: string) => (): unknown =>
      createGeminiLanguageModel({ apiKey, fetch, clock: createManualClock() });
    expect(create(' \u200B ')).toThrowError(expect.objectContaining({ code: 'engine-key-missing' }));
    expect(create('schlüssel')).toThrowError(expect.objectContaining({ code: 'engine-key-invalid' }));
  });
});

describe('the list of Gemini models', () => {
  it('has all pages, only models that write text, newest first, with their limits', async () => {
    const { origin, clock } = await open();
    const paged: Fetch = (input, init) => {
      const url = new URL(String(input));
      url.searchParams.set('pageSize', '3');
      return fetch(`${origin}${url.pathname}${url.search}`, init);
    };
    const model = createGeminiLanguageModel({ apiKey: 'AQ.canary-0123456789-QzXy', fetch: paged, clock });
    const models = await model.listModels(never());
    expect(models.map(({ id }) => id)).toEqual([
      'gemini-4-argon',
      'gemini-3.8-flash',
      'gemini-3.5-flash-lite',
      'gemini-3.1-flash-lite',
      'gemini-2.5-flash-lite',
      'gemini-flash-latest',
      'gemini-flash-lite-latest',
    ]);
    expect(models[0]).toEqual({
      id: 'gemini-4-argon',
      name: 'Gemini 4 Argon',
      contextTokens: 1_048_576,
      maxOutputTokens: 65_536,
    });
  });

  it('fails like a call fails', async () => {
    const { model, server, clock } = await open();
    server.faults.add({ kind: 'key-wrong' }, { when: { on: 'models' } });
    await expect(model.listModels(never())).rejects.toMatchObject({ code: 'engine-key-invalid', retry: 'never' });
    server.faults.add({ kind: 'rate-limit', retryAfterSeconds: 5 }, { when: { on: 'models' } });
    await expect(model.listModels(never())).rejects.toMatchObject({
      code: 'engine-rate-limited',
      retryAt: clock.now() + 5000,
    });
  });
});

describe('a refusal of the Gemini API', () => {
  it('names a wait only within a day', async () => {
    const { model, fault, clock } = await open();
    fault({ kind: 'recorded', name: 'gemini:wait-out-of-bounds' });
    const failure = await failureOf(model.stream(REQUEST, never()));
    expect(failure).toMatchObject({ code: 'engine-rate-limited', retry: 'wait' });
    expect((failure?.retryAt ?? 0) - clock.now()).toBeLessThan(120_000);
  });

  it('with a blocked prompt for no stated reason is no filter', async () => {
    const { model, fault } = await open();
    fault({ kind: 'prompt-blocked', reason: 'OTHER' });
    expect(await failureOf(model.stream(REQUEST, never()))).toMatchObject({ code: 'engine-refused' });
  });

  it.each([
    [{ promptTokenCount: '12', candidatesTokenCount: 3 }],
    [{ promptTokenCount: -4, candidatesTokenCount: 3 }],
    [{ promptTokenCount: null }],
    [{}],
    ['many'],
  ])('with the usage %j has it estimated', async (usageMetadata) => {
    const model = answering(event(part('Rivers flow.')) + event({ ...(stop() as object), usageMetadata }));
    const end = (await collect(model.stream(REQUEST, never()))).at(-1);
    expect(end).toMatchObject({ type: 'end', usage: { estimated: true, outputTokens: 3 } });
  });
});
