/** What a compatible server may do to the adapter beyond the recorded forms of tests/contracts/recorded-forms.ts. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ModelRequest } from '../../../lib/language-model/language-model.ts';
import type { RecordedName } from '../../../sandbox/models/recorded-answers.ts';
import { RECORDED_STREAMS } from '../../../sandbox/models/recorded-streams.ts';
import { collect, failureOf, textOf, until } from '../../contracts/language-model.ts';
import { compatibleModel, openCompatible, recordSent } from '../../fakes/compatible-model.ts';
import type { EngineHarness } from '../../fakes/engine-harness.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { DEFAULT_FIRST_MS } from '../../../lib/language-model/silence-watch.ts';

const REQUEST: ModelRequest = {
  model: 'qwen3:8b',
  system: 'Be brief.',
  messages: [{ role: 'user', text: 'Write about rivers.' }],
};
const never = (): AbortSignal => new AbortController().signal;

async function open(): Promise<EngineHarness> {
  const harness = await openCompatible();
  onTestFinished(() => harness.close());
  return harness;
}

describe('a refusal of a service', () => {
  it('names a wait only within a day', async () => {
    const harness = await open();
    harness.fault({ kind: 'recorded', name: 'wait-without-end' });
    const failure = await failureOf(harness.model.stream(REQUEST, never()));
    expect((failure?.retryAt ?? 0) - harness.clock.now()).toBeLessThan(120_000);
  });

  it('in the form of a redirect says that the address is wrong, and the key does not travel on', async () => {
    const harness = await open();
    harness.fault({ kind: 'redirect', to: '/v1/chat/completions' });
    expect(await failureOf(harness.model.stream(REQUEST, never()))).toMatchObject({
      code: 'engine-base-url-invalid',
      retry: 'never',
      details: { reason: 'redirect' },
    });
    expect(harness.seen()).toHaveLength(1);
  });

  it('of a huge size is read to a bound', async () => {
    const harness = await open();
    harness.fault({ kind: 'huge-error', bytes: 200_000_000 });
    const failure = await failureOf(harness.model.stream(REQUEST, never()));
    expect(failure).toMatchObject({ code: 'engine-invalid-request', retry: 'never' });
    expect(String(failure?.details['said']).length).toBeLessThanOrEqual(300);
  });
});

describe('the usage of an answer', () => {
  const usages = Object.keys(RECORDED_STREAMS).filter((name) => name.startsWith('usage-')) as RecordedName[];
  it.each(usages)('in the form “%s” is estimated', async (name) => {
    const harness = await open();
    harness.fault({ kind: 'recorded', name });
    const end = (await collect(harness.model.stream(REQUEST, never()))).at(-1);
    expect(end).toMatchObject({ type: 'end', usage: { estimated: true, inputTokens: 12, outputTokens: 3 } });
  });
});

describe('a list of models', () => {
  it.each([
    ['a bare array', '[{"id":"a","context_length":4096},{"id":"b"}]', ['a', 'b']],
    ['nothing yet', '{"data":null}', []],
    ['null', 'null', []],
    ['entries without an id', '{"data":[{"name":"x"},null,7,{"id":""},{"id":"b"},{"id":"b"}]}', ['b']],
    ['Ollama’s own form', '{"models":[{"name":"llama3:8b"}]}', ['llama3:8b']],
    ['names alone', '["a","b",7]', ['a', 'b']],
    ['names alone in their place', '{"models":["a"]}', ['a']],
    ['a list in a list’s place', '{"data":{"models":[{"id":" a "}]}}', ['a']],
    ['what is switched off', '{"data":[{"id":"a","active":true},{"id":"b","active":false}]}', ['a']],
    [
      'what comes out',
      '{"data":[{"id":"a","output_modalities":["text","image"]},{"id":"b","architecture":{"output_modalities":["image"]}}]}',
      ['a'],
    ],
    ['a word that all is well', '{"code":200,"message":"ok","data":[{"id":"a"}]}', ['a']],
    ['a word that all is well, and nothing yet', '{"code":"0","msg":"success","data":[]}', []],
    ['a capability to chat', '{"data":[{"id":"a","capabilities":{"chat_completion":false}},{"id":"b"}]}', ['b']],
    ['a mark for what does not chat', '{"data":[{"id":"e","type":"embedding"},{"id":"c","type":"chat"}]}', ['c']],
  ])('with %s is read', async (_name, body, ids) => {
    const harness = await open();
    harness.server.faults.add({ kind: 'list', body }, { when: { on: 'models' } });
    expect((await harness.model.listModels(never())).map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    '{"error":{"code":401,"message":"The key is unknown."}}',
    '[{"error":{"code":401,"message":"The key is unknown."}}]',
    '{"code":401,"msg":"The key is unknown.","data":{}}',
  ])('in place of which an error comes is none: %s', async (body) => {
    const harness = await open();
    harness.server.faults.add({ kind: 'list', body }, { when: { on: 'models' } });
    await expect(harness.model.listModels(never())).rejects.toMatchObject({ code: 'engine-key-invalid' });
  });

  it('of 50,000 entries is bounded', async () => {
    const harness = await open();
    const data = Array.from({ length: 50_000 }, (_, index) => ({ id: `m-${index}` }));
    harness.server.faults.add({ kind: 'list', body: JSON.stringify({ data }) }, { when: { on: 'models' } });
    expect(await harness.model.listModels(never())).toHaveLength(2_000);
  });

  it.each(['context_length', 'max_model_len', 'context_window', 'max_context_length', 'loaded_context_length'])(
    'tells the window by %s',
    async (field) => {
      const harness = await open();
      const body = JSON.stringify({ data: [{ id: 'a', [field]: 32_768 }] });
      harness.server.faults.add({ kind: 'list', body }, { when: { on: 'models' } });
      expect(await harness.model.listModels(never())).toEqual([{ id: 'a', contextTokens: 32_768 }]);
    },
  );

  it.each([
    '{"id":"a","context_length":"32768"}',
    '{"id":"a","meta":{"n_ctx":32768}}',
    '{"id":"a","limits":{"max_input_tokens":32768}}',
  ])('tells the window as %s', async (entry) => {
    const harness = await open();
    harness.server.faults.add({ kind: 'list', body: `{"data":[${entry}]}` }, { when: { on: 'models' } });
    expect(await harness.model.listModels(never())).toEqual([{ id: 'a', contextTokens: 32_768 }]);
  });
});

describe('a limit that names its end in words', () => {
  it.each([
    ['Please try again in 4.7s.', 4_700],
    ['Try again in 7m12s, please.', 432_000],
    ['Please retry after 6 seconds.', 6_000],
    ['Wait 2 minutes and 5 seconds before retrying.', 125_000],
    ['Try again in 20 milliseconds.', 20],
    ['Try again in 1 month.', 20_000],
    ['You may retry 3 more times.', 20_000],
    ['Wait 2 steps.', 20_000],
    ['Try again later.', 20_000],
  ])('%s', async (words, ms) => {
    const { fetch } = recordSent(() => Response.json({ error: { message: `Slow down. ${words}` } }, { status: 429 }));
    const model = compatibleModel({ baseUrl: 'http://localhost:8000/v1', fetch, clock: createManualClock() });
    const failure = await failureOf(model.stream(REQUEST, never()));
    expect(failure).toMatchObject({ code: 'engine-rate-limited' });
    expect((failure?.retryAt ?? 0) - createManualClock().now()).toBe(ms);
  });
});

describe('words of a refusal that only sound like a trouble', () => {
  const PROMPT = 'Write our daily advice on what to do when an account has an insufficient balance, and no credits.';
  const request: ModelRequest = { ...REQUEST, messages: [{ role: 'user', text: PROMPT }] };
  const refusedWith = (body: unknown, status: number) => {
    const { fetch } = recordSent(() => Response.json(body, { status }));
    const model = compatibleModel({ baseUrl: 'http://localhost:8000/v1', fetch, clock: createManualClock() });
    return failureOf(model.stream(request, never()));
  };

  it.each([
    ['the request, repeated', 400, `messages[1] cannot be read: "${PROMPT}"`, 'engine-invalid-request'],
    ['a card', 403, 'Sign up first, it takes a minute and no credit card.', 'engine-key-restricted'],
    ['credits that stay', 400, 'This request is malformed. No credits used.', 'engine-invalid-request'],
    ['an hour', 429, 'You have reached your hourly usage limit.', 'engine-rate-limited'],
    ['a day', 400, 'You have reached your daily usage limit.', 'engine-quota-day'],
    [
      'a model or a right',
      404,
      'The model x does not exist, or you are unauthorized to use it.',
      'engine-model-unknown',
    ],
    ['a parameter', 400, 'Invalid model parameter: top_k', 'engine-invalid-request'],
  ])('%s', async (_name, status, message, code) => {
    expect(await refusedWith({ error: { message } }, status)).toMatchObject({ code });
  });

  it('say what they say beside a list of fields', async () => {
    const body = { message: 'The credit balance is too low', errors: [{ field: 'account' }], error: {} };
    expect(await refusedWith(body, 400)).toMatchObject({
      code: 'engine-no-credit',
      details: { said: 'The credit balance is too low' },
    });
  });

  it('repeat the request in an answer that has begun', async () => {
    const error = `data: ${JSON.stringify({ error: { message: `Unreadable: ${PROMPT}` } })}\n\n`;
    const { fetch } = recordSent(() => new Response(error, { headers: { 'content-type': 'text/event-stream' } }));
    const model = compatibleModel({ baseUrl: 'http://localhost:8000/v1', fetch });
    expect(await failureOf(model.stream(request, never()))).toMatchObject({ code: 'engine-unavailable' });
  });
});

describe('an answer that only looks like an error', () => {
  const answerOf = (body: string) => {
    const { fetch } = recordSent(() => new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
    return compatibleModel({ baseUrl: 'http://localhost:8000/v1', fetch }).stream(REQUEST, never());
  };
  const event = (content: string, more: object = {}, finish: string | null = 'stop') =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }], ...more })}\n\n`;

  it.each(['{"error":"Insufficient balance","code":402}', 'error: {"code":500,"message":"x"}', 'Too many requests'])(
    'as %s is the answer',
    async (content) => {
      expect(textOf(await collect(answerOf(event(content))))).toBe(content);
      const whole = JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }] });
      expect(textOf(await collect(answerOf(whole)))).toBe(content);
    },
  );

  it('by an error of nothing beside it is the answer', async () => {
    const body = event('Rivers flow.', { error: { code: null, message: '' } });
    expect(textOf(await collect(answerOf(body)))).toBe('Rivers flow.');
  });

  it('by its words is cut where its one long event was not the last', async () => {
    const long = `${'Rivers and '.repeat(500)}the daily rate limit of a river is its rain.`;
    expect(await failureOf(answerOf(event(long, {}, null)))).toMatchObject({ code: 'engine-answer-cut' });
  });
});

describe('an answer without an end', () => {
  it('is cut, and its connection closed', async () => {
    const harness = await open();
    harness.fault({ kind: 'text-without-end' });
    harness.script.push('the same words again and again, ');
    const events = await collect(harness.model.stream({ ...REQUEST, maxCharacters: 5_000 }, never()));
    expect(textOf(events)).toHaveLength(5_000);
    expect(events.at(-1)).toMatchObject({ type: 'end', finish: 'length', cut: 'size' });
    await until(() => harness.seen()[0]?.isAborted === true);
  });

  it('of comment lines is no answer: the wait for the first words ends', async () => {
    const harness = await open();
    harness.fault({ kind: 'comments-without-end' });
    const failure = failureOf(harness.model.stream(REQUEST, never()));
    await until(() => harness.seen().length === 1);
    await harness.clock.advance(DEFAULT_FIRST_MS);
    expect(await failure).toMatchObject({ code: 'engine-stalled', details: { reason: 'not-begun' } });
    await until(() => harness.seen()[0]?.isAborted === true);
  });

  it('that only fails to close behind its last word is whole', async () => {
    const harness = await open();
    harness.fault({ kind: 'recorded', name: 'open-behind-the-end' });
    let text = '';
    const events = (async () => {
      const all = [];
      for await (const event of harness.model.stream(REQUEST, never())) {
        if (event.type === 'text') text += event.text;
        all.push(event);
      }
      return all;
    })();
    await until(() => text === 'Rivers flow.');
    // The last word comes in a piece of its own; once it was read, seconds are enough.
    for (let turn = 0; turn < 5; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      await harness.clock.advance(6_000);
    }
    expect((await events).at(-1)).toMatchObject({ type: 'end', finish: 'stop' });
  });
});

describe('a limit that nobody asked for', () => {
  it.each([
    "This model's maximum context length is 4096 tokens. However, you requested 16900 tokens (516 in the messages, 16384 in the completion).",
    '`max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` of this model.',
    'max_tokens is too large: 16384. This model supports at most 4096 completion tokens.',
  ])('is left out when the server finds it too large: %s', async (message) => {
    const { sent, fetch } = recordSent((_sent, count) =>
      count === 1
        ? Response.json({ error: { message } }, { status: 400 })
        : Response.json({ choices: [{ message: { content: 'Rivers flow.' }, finish_reason: 'stop' }] }),
    );
    const model = compatibleModel({ baseUrl: 'http://localhost:8000/v1', fetch });
    const events = await collect(model.stream({ ...REQUEST, defaultOutputTokens: 16_384 }, never()));
    expect(textOf(events)).toBe('Rivers flow.');
    expect(sent.map(({ body }) => body['max_tokens'])).toEqual([16_384, undefined]);
  });
});
