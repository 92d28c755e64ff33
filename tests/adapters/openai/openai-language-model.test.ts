import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createOpenAiLanguageModel } from '../../../lib/adapters/openai/openai-language-model.ts';
import type { Fetch } from '../../../lib/language-model/engine-exchange.ts';
import { DEFAULT_FIRST_MS } from '../../../lib/language-model/silence-watch.ts';
import type { LanguageModel, ModelRequest } from '../../../lib/language-model/language-model.ts';
import { createOpenAiApi } from '../../../sandbox/models/openai-api.ts';
import { collect, failureOf, textOf, until } from '../../contracts/language-model.ts';
import { createEngineHarness, type EngineHarness } from '../../fakes/engine-harness.ts';
import { createManualClock, settle } from '../../fakes/manual-clock.ts';

const REQUEST: ModelRequest = {
  model: 'gpt-6-luna',
  system: 'Be brief.',
  messages: [{ role: 'user', text: 'Write about rivers.' }],
};
const never = (): AbortSignal => new AbortController().signal;

async function open(): Promise<EngineHarness> {
  const harness = await createEngineHarness({
    createServer: createOpenAiApi,
    createModel: createOpenAiLanguageModel,
    modelId: REQUEST.model,
    key: 'sk-proj-canary-0123456789-QzXy',
  });
  onTestFinished(() => harness.close());
  return harness;
}

function answering(body: string): LanguageModel & { sent: Request[] } {
  const sent: Request[] = [];
  const fetch: Fetch = (input, options) => {
    sent.push(new Request(input, options));
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  };
  return { ...createOpenAiLanguageModel({ apiKey: ' "sk-key\u200B" \n', fetch, clock: createManualClock() }), sent };
}

const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const delta = (content: string | null, extra: object = {}): unknown => ({
  choices: [{ index: 0, delta: { content, ...extra }, finish_reason: null }],
});
const stop = (extra: object = {}): unknown => ({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], ...extra });

const rejections: unknown[] = [];
process.on('unhandledRejection', (reason) => void rejections.push(reason));
afterEach(() => {
  expect(rejections.splice(0)).toEqual([]);
});

describe('what is sent to OpenAI', () => {
  const bodyOf = async (request: Partial<ModelRequest>): Promise<Record<string, unknown>> => {
    const model = answering(event(delta('A')) + event(stop()) + 'data: [DONE]\n\n');
    await collect(model.stream({ ...REQUEST, ...request }, never()));
    return (await model.sent[0]?.json()) as Record<string, unknown>;
  };

  it('is a stream with usage, low effort and the limit in its new name for a reasoning model', async () => {
    expect(await bodyOf({ maxOutputTokens: 500, temperature: 0.2 })).toEqual({
      model: 'gpt-6-luna',
      messages: [
        { role: 'developer', content: 'Be brief.' },
        { role: 'user', content: 'Write about rivers.' },
      ],
      stream: true,
      stream_options: { include_usage: true, include_obfuscation: false },
      max_completion_tokens: 500,
      reasoning_effort: 'low',
    });
  });

  it('has a temperature with effort none, and for models that do not reason', async () => {
    expect(await bodyOf({ temperature: 0, effort: 'none' })).toMatchObject({
      temperature: 0,
      reasoning_effort: 'none',
    });
    const plain = await bodyOf({ model: 'gpt-4.1-mini', temperature: 0.3, effort: 'low' });
    expect(plain).toMatchObject({ temperature: 0.3, messages: [{ role: 'system' }, { role: 'user' }] });
    expect(plain).not.toHaveProperty('reasoning_effort');
  });

  it.each([
    ['gpt-5-mini', 'minimal'],
    ['gpt-5.6-luna', 'none'],
    ['o4-mini', 'low'],
  ])('has the lowest effort that %s knows', async (model, effort) => {
    expect(await bodyOf({ model, effort: 'none' })).toMatchObject({ reasoning_effort: effort });
  });

  it('is a strict schema under a name that the API takes', async () => {
    const schema = { type: 'object', properties: {}, required: [], additionalProperties: false };
    expect(await bodyOf({ json: { name: 'Meine Zeile!', schema } })).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { name: 'Meine_Zeile_', strict: true, schema } },
    });
  });

  it('goes to one address with a cleaned key, refuses redirects and tells nothing about this machine', async () => {
    const model = answering(event(delta('A')) + event(stop()));
    await collect(model.stream(REQUEST, never()));
    const sent = model.sent[0];
    expect(sent?.url).toBe('https://api.openai.com/v1/chat/completions');
    expect(sent?.headers.get('authorization')).toBe('Bearer sk-key');
    expect(sent?.redirect).toBe('manual');
    expect([...(sent?.headers.keys() ?? [])].filter((name) => name.startsWith('x-stainless'))).toEqual([]);
  });

  it('passes everything that the strict server checks', async () => {
    const { model, script, server } = await open();
    const schema = {
      type: 'object',
      properties: { a: { type: ['string', 'null'] } },
      required: ['a'],
      additionalProperties: false,
    };
    script.push('{"a":null}');
    const events = await collect(
      model.stream({ ...REQUEST, maxOutputTokens: 50, temperature: 0.4, json: { name: 'row', schema } }, never()),
    );
    expect(JSON.parse(textOf(events))).toEqual({ a: null });
    expect(server.log.map(({ status }) => status)).toEqual([200]);
  });
});

describe('OpenAI streams', () => {
  it.each([
    [
      'an empty list of choices first',
      event({ choices: [], prompt_filter_results: [] }) + event(delta('A')) + event(stop()),
    ],
    ['no [DONE]', event(delta('A')) + event(stop())],
    ['comment lines', `: OPENROUTER PROCESSING\n\n${event(delta('A'))}: x\n\n${event(stop())}`],
    ['reasoning beside the text', event(delta(null, { reasoning_content: 'hm' })) + event(delta('A')) + event(stop())],
  ])('with %s give their text', async (_name, wire) => {
    expect(textOf(await collect(answering(wire).stream(REQUEST, never())))).toBe('A');
  });

  it('stop at an abort also when the whole answer is already here', async () => {
    const abort = new AbortController();
    const model = answering(event(delta('A')) + event(stop()));
    expect(await failureOf(model.stream(REQUEST, abort.signal), () => abort.abort())).toMatchObject({
      code: 'stopped',
    });
  });

  it('may have a raw line separator in the text', async () => {
    const { model, fault, script } = await open();
    fault({ kind: 'line-separator' });
    script.push('end');
    expect(textOf(await collect(model.stream(REQUEST, never())))).toBe('first\u2028second\u2029third end');
  });

  it.each([
    ['the finish chunk', event(delta('A')) + event(stop({ usage: { prompt_tokens: 3, completion_tokens: 4 } }))],
    ['x_groq', event(delta('A')) + event(stop({ x_groq: { usage: { prompt_tokens: 3, completion_tokens: 4 } } }))],
    [
      'a chunk of its own',
      event(delta('A')) + event(stop()) + event({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } }),
    ],
  ])('tell the usage in %s', async (_name, wire) => {
    const end = (await collect(answering(wire).stream(REQUEST, never()))).at(-1);
    expect(end).toMatchObject({ usage: { inputTokens: 3, outputTokens: 4, estimated: false } });
  });

  it('tell which input was cached', async () => {
    const usage = { prompt_tokens: 30, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 20 } };
    const end = (await collect(answering(event(delta('A')) + event(stop({ usage }))).stream(REQUEST, never()))).at(-1);
    expect(end).toMatchObject({ usage: { cachedInputTokens: 20 } });
  });

  it('an answer in one piece where a stream was asked for is taken', async () => {
    const { model, fault, script } = await open();
    fault({ kind: 'json-instead-of-sse' });
    script.push('Rivers flow.');
    const events = await collect(model.stream(REQUEST, never()));
    expect(textOf(events)).toBe('Rivers flow.');
    expect(events.at(-1)).toMatchObject({ finish: 'stop', usage: { estimated: false } });
  });

  it('are asked for without streaming when the organisation may not stream, and that is remembered', async () => {
    const { model, fault, script, server } = await open();
    fault({ kind: 'unverified-to-stream' });
    script.push('one', 'two');
    expect(textOf(await collect(model.stream(REQUEST, never())))).toBe('one');
    expect(textOf(await collect(model.stream(REQUEST, never())))).toBe('two');
    expect(server.log.map(({ body }) => (body as { stream: boolean }).stream)).toEqual([true, false, false]);
    expect(server.log[1]?.body).not.toHaveProperty('stream_options');
  });
});

describe('OpenAI failures', () => {
  it.each([
    ['a refusal', { kind: 'refusal' }, 'engine-refused', 'never'],
    ['a blocked prompt', { kind: 'prompt-blocked' }, 'engine-filtered', 'never'],
    ['an expired key', { kind: 'key-expired' }, 'engine-key-invalid', 'never'],
    ['a spending limit', { kind: 'no-credit', code: 'project_spend_limit_exceeded' }, 'engine-no-credit', 'never'],
    ['used-up credit', { kind: 'no-credit', code: 'credit_balance_exhausted' }, 'engine-no-credit', 'never'],
    [
      'an organisation’s limit',
      { kind: 'no-credit', code: 'organization_spend_limit_exceeded' },
      'engine-no-credit',
      'never',
    ],
    ['a usage limit', { kind: 'no-credit', code: 'organization_usage_limit_exceeded' }, 'engine-no-credit', 'never'],
    [
      'no credit in the middle of a stream',
      { kind: 'error-in-stream', code: 'insufficient_quota' },
      'engine-no-credit',
      'never',
    ],
    ['HTML with status 200', { kind: 'html-200' }, 'engine-bad-response', 'later'],
    ['HTML with status 502', { kind: 'server-error', status: 502, html: true }, 'engine-unavailable', 'later'],
    ['malformed JSON in the stream', { kind: 'malformed-json' }, 'engine-bad-response', 'later'],
    ['a connection closed before the headers', { kind: 'cut-before-headers' }, 'offline', 'later'],
    ['a redirect', { kind: 'redirect', to: '/v1/chat/completions' }, 'engine-bad-response', 'later'],
    [
      'a parameter that cannot be dropped',
      { kind: 'unsupported-parameter', parameter: 'messages' },
      'engine-invalid-request',
      'never',
    ],
  ] as const)('%s fails with a code', async (_name, fault, code, retry) => {
    const harness = await open();
    harness.fault(fault);
    expect(await failureOf(harness.model.stream(REQUEST, never()))).toMatchObject({ code, retry });
    expect(harness.server.log).toHaveLength(1);
  });

  it('nothing of an unreadable answer is logged', async () => {
    const spies = (['error', 'warn', 'log', 'info', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockReturnValue(),
    );
    onTestFinished(() => spies.forEach((spy) => spy.mockRestore()));
    await failureOf(answering('data: {"page text\n\n').stream(REQUEST, never()));
    expect(spies.flatMap((spy) => spy.mock.calls)).toEqual([]);
  });

  it('an event stream without events is a bad response', async () => {
    expect(await failureOf(answering('').stream(REQUEST, never()))).toMatchObject({
      code: 'engine-bad-response',
      retry: 'later',
    });
  });

  it('a rate limit without a time waits a while', async () => {
    const { model, fault, clock } = await open();
    fault({ kind: 'rate-limit' });
    expect(await failureOf(model.stream(REQUEST, never()))).toMatchObject({
      retry: 'wait',
      retryAt: clock.now() + 20_000,
    });
  });

  it('a server that never sends a first byte is waited for by the minute, and given up in the end', async () => {
    const { model, fault, clock, server } = await open();
    fault({ kind: 'no-first-byte' });
    const failure = failureOf(model.stream(REQUEST, never()));
    await until(() => server.log.length === 1);
    await clock.advance(DEFAULT_FIRST_MS - 1);
    expect(await Promise.race([failure, settle().then(() => 'open')])).toBe('open');
    await clock.advance(1);
    expect(await failure).toMatchObject({ code: 'engine-stalled', retry: 'later', details: { reason: 'not-begun' } });
    await until(() => server.log[0]?.aborted === true);
    expect(clock.sleepers).toBe(0);
  });

  it('comments before the answer are no answer, and do not end the wait for it', async () => {
    const { model, clock, idleMs } = await openSlow();
    const events = collect(model.stream(REQUEST, never()));
    await clock.advance(idleMs * 3);
    expect(textOf(await events)).toBe('A');
  });
});

/** An engine that sends a comment every 30 s of the clock, and the answer after 90 s. */
function openSlow(): Promise<{ model: LanguageModel; clock: ReturnType<typeof createManualClock>; idleMs: number }> {
  const clock = createManualClock();
  const idleMs = 45_000;
  const fetch: Fetch = () => {
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start: async (controller) => {
        for (let count = 0; count < 3; count += 1) {
          await clock.sleep(30_000);
          controller.enqueue(encoder.encode(': still thinking\n\n'));
        }
        controller.enqueue(encoder.encode(event(delta('A')) + event(stop())));
        controller.close();
      },
    });
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  };
  return Promise.resolve({ model: createOpenAiLanguageModel({ apiKey: 'sk-x', fetch, clock, idleMs }), clock, idleMs });
}

describe('the list of OpenAI models', () => {
  it('has only models that write text, newest first, with their shutdown dates', async () => {
    const { model } = await open();
    const models = await model.listModels(never());
    expect(models.map(({ id }) => id)).toEqual([
      'gpt-6.1-sol',
      'gpt-6.1-terra',
      'gpt-6-luna',
      'gpt-6-sol',
      'gpt-5.6-luna',
      'gpt-5-mini',
      'gpt-4.1-nano',
      'gpt-4.1-mini',
      'gpt-4o-mini',
    ]);
    expect(models.find(({ id }) => id === 'gpt-5-mini')?.shutdownDate).toBe('2026-12-11');
  });
});
