import { describe, expect, it } from 'vitest';
import { createAnthropicLanguageModel } from '../../../lib/adapters/anthropic/anthropic-language-model.ts';
import { createTransientMemory } from '../../../lib/language-model/engine-memory.ts';
import type { LanguageModel, ModelRequest } from '../../../lib/language-model/language-model.ts';
import { collect, failureOf, textOf } from '../../contracts/language-model.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';

const KEY = 'sk-ant-canary-0123456789-QzXy';
const REQUEST: ModelRequest = {
  model: 'claude-haiku-5-5',
  system: 'Be brief.',
  messages: [{ role: 'user', text: 'Write about rivers.' }],
};
const never = (): AbortSignal => new AbortController().signal;
const event = (type: string, fields: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
const start = event('message_start', {
  message: {
    model: 'claude-haiku-5-5-20261001',
    usage: { input_tokens: 12, cache_read_input_tokens: 4, output_tokens: 1 },
  },
});
const text = (piece: string): string =>
  event('content_block_delta', { index: 1, delta: { type: 'text_delta', text: piece } });
const thought = event('content_block_delta', { index: 0, delta: { type: 'thinking_delta', thinking: 'Hm.' } });
const stop = (reason: string): string =>
  event('message_delta', { delta: { stop_reason: reason }, usage: { output_tokens: 9 } }) + event('message_stop');

interface Sent {
  readonly url: string;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

function open(...answers: readonly (readonly [status: number, body: string])[]): {
  model: LanguageModel;
  sent: Sent[];
} {
  const sent: Sent[] = [];
  const model = createAnthropicLanguageModel({
    baseUrl: 'https://api.anthropic.com/v1',
    apiKey: KEY,
    clock: createManualClock(),
    memory: createTransientMemory(),
    fields: { top_k: 5 },
    fetch: async (input, init) => {
      const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {};
      sent.push({ url: String(input), headers: new Headers(init?.headers), body });
      const [status, answer] = answers[Math.min(sent.length, answers.length) - 1] ?? [500, ''];
      return new Response(answer, { status, headers: { 'content-type': 'text/event-stream' } });
    },
  });
  return { model, sent };
}

describe('Claude', () => {
  it('is asked by its own API, from a browser, with the schema and the instructions in their places', async () => {
    const { model, sent } = open([200, start + thought + text('{"a":') + text('"b"}') + stop('end_turn')]);
    const schema = {
      type: 'object',
      properties: { a: { type: 'string' } },
      required: ['a'],
      additionalProperties: false,
    };
    const events = await collect(
      model.stream({ ...REQUEST, temperature: 1.4, maxOutputTokens: 700, json: { name: 'row', schema } }, never()),
    );
    expect(textOf(events)).toBe('{"a":"b"}');
    expect(events.at(-1)).toEqual({
      type: 'end',
      finish: 'stop',
      usage: { inputTokens: 16, outputTokens: 9, cachedInputTokens: 4, estimated: false },
      model: 'claude-haiku-5-5-20261001',
    });
    expect(sent[0]?.url).toBe('https://api.anthropic.com/v1/messages');
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toMatchObject({
      'x-api-key': KEY,
      'anthropic-version': '2023-06-01',
      'anthropic-dangerous-direct-browser-access': 'true',
    });
    expect(sent[0]?.body).toEqual({
      model: 'claude-haiku-5-5',
      max_tokens: 700,
      system: 'Be brief.',
      messages: [{ role: 'user', content: 'Write about rivers.' }],
      stream: true,
      temperature: 1,
      output_config: { format: { type: 'json_schema', schema } },
      top_k: 5,
    });
  });

  it('is asked again without effort where the model has none, and that is remembered', async () => {
    const refusal = JSON.stringify({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'This model does not support the effort parameter.' },
    });
    const { model, sent } = open([400, refusal], [200, start + text('Rivers flow.') + stop('end_turn')]);
    const request = { ...REQUEST, effort: 'high' } as const;
    expect(textOf(await collect(model.stream(request, never())))).toBe('Rivers flow.');
    expect(textOf(await collect(model.stream(request, never())))).toBe('Rivers flow.');
    expect(sent.map(({ body }) => 'output_config' in body)).toEqual([true, false, false]);
  });

  const error = (type: string, message: string): string => JSON.stringify({ type: 'error', error: { type, message } });
  it.each([
    [401, error('authentication_error', `invalid x-api-key ${KEY}`), 'engine-key-invalid', 'never'],
    [403, error('permission_error', 'Your key has no permission for this resource.'), 'engine-key-restricted', 'never'],
    [404, error('not_found_error', 'model: claude-none'), 'engine-model-unknown', 'never'],
    [400, error('invalid_request_error', 'Your credit balance is too low.'), 'engine-no-credit', 'never'],
    [400, error('invalid_request_error', 'prompt is too long: 300000 tokens'), 'engine-context-too-long', 'never'],
    [429, error('rate_limit_error', 'Too many requests.'), 'engine-rate-limited', 'wait'],
    [529, error('overloaded_error', 'Overloaded.'), 'engine-overloaded', 'later'],
    [500, error('api_error', 'Internal.'), 'engine-unavailable', 'later'],
    [
      200,
      start + text('Riv') + event('error', { error: { type: 'overloaded_error', message: 'Busy' } }),
      'engine-overloaded',
      'later',
    ],
    [200, start + text('Riv'), 'engine-answer-cut', 'later'],
    [200, start + stop('refusal'), 'engine-refused', 'never'],
    [200, start + thought + stop('max_tokens'), 'engine-answer-length', 'never'],
    [200, start + text('Riv') + stop('pause_turn'), 'engine-answer-cut', 'later'],
  ] as const)('that answers %i %s fails with %s', async (status, body, code, retry) => {
    const { model } = open([status, body]);
    const failure = await failureOf(model.stream(REQUEST, never()));
    expect(failure).toMatchObject({ code, retry });
    expect(JSON.stringify(failure)).not.toContain('QzXy');
  });

  it('cut by its length hands out what came', async () => {
    const { model } = open([200, start + text('Rivers') + stop('max_tokens')]);
    expect((await collect(model.stream(REQUEST, never()))).at(-1)).toMatchObject({ finish: 'length' });
  });

  it('lists its models by the names that people know', async () => {
    const { model } = open([
      200,
      JSON.stringify({ data: [{ id: 'claude-opus-5-5', type: 'model', display_name: 'Claude Opus 5.5' }] }),
    ]);
    expect(await model.listModels(never())).toEqual([{ id: 'claude-opus-5-5', name: 'Claude Opus 5.5' }]);
  });
});
