import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scriptAnswers } from '../../../sandbox/models/answers.ts';
import { createCompatibleApi } from '../../../sandbox/models/compatible-api.ts';
import { createGeminiApi } from '../../../sandbox/models/gemini-api.ts';
import { createOpenAiApi, type ModelServer } from '../../../sandbox/models/openai-api.ts';
import { until } from '../../contracts/language-model.ts';
import { listen } from '../../fakes/model-server.ts';

const NOW = Date.UTC(2026, 10, 21);

async function serve<Server extends Pick<ModelServer, 'handle'>>(
  server: Server,
): Promise<{ server: Server; origin: string }> {
  const listening = await listen(server);
  onTestFinished(() => listening.close());
  return { server, origin: listening.origin };
}

const openAi = (): Promise<{ server: ModelServer; origin: string }> =>
  serve(createOpenAiApi({ chunkDelayMs: 0, now: () => NOW }));

async function complete(
  origin: string,
  body: object,
  key = 'sk-anything',
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
  const response = await fetch(`${origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== '' && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ model: 'gpt-6-luna', messages: [{ role: 'user', content: 'Hi' }], ...body }),
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  };
}

const strictFormat = (schema: unknown): object => ({
  response_format: { type: 'json_schema', json_schema: { name: 'x', strict: true, schema } },
});

describe('the local OpenAI', () => {
  it.each([
    ['no key', {}, '', 401, null],
    ['a wrong key', {}, 'sk-wrong', 401, 'invalid_api_key'],
    ['an unknown model', { model: 'gpt-99' }, 'k', 404, 'model_not_found'],
    ['a model that is shut down', { model: 'gpt-4.1-nano' }, 'k', 404, 'model_not_found'],
    ['max_tokens for a reasoning model', { max_tokens: 5 }, 'k', 400, 'unsupported_parameter'],
    ['a temperature while reasoning', { temperature: 0.5 }, 'k', 400, 'unsupported_value'],
    [
      'an effort for a model without reasoning',
      { model: 'gpt-4.1-mini', reasoning_effort: 'low' },
      'k',
      400,
      'unsupported_parameter',
    ],
    ['stream_options without stream', { stream_options: { include_usage: true } }, 'k', 400, null],
    ['an unknown argument', { maxTokens: 5 }, 'k', 400, null],
    ['no messages', { messages: [] }, 'k', 400, 'empty_array'],
    [
      'an optional property in a strict schema',
      strictFormat({ type: 'object', properties: { a: {} }, required: [], additionalProperties: false }),
      'k',
      400,
      null,
    ],
    [
      'additional properties in a strict schema',
      strictFormat({ type: 'object', properties: {}, required: [] }),
      'k',
      400,
      null,
    ],
    ['a strict schema without an object', strictFormat({ type: 'array', items: {} }), 'k', 400, null],
    [
      'a default in a strict schema',
      strictFormat({
        type: 'object',
        properties: { a: { type: 'string', default: 'x' } },
        required: ['a'],
        additionalProperties: false,
      }),
      'k',
      400,
      null,
    ],
  ])('refuses %s', async (_name, body, key, status, code) => {
    const { origin } = await openAi();
    const answer = await complete(origin, body, key);
    expect(answer.status).toBe(status);
    expect(answer.body['error']).toMatchObject({ message: expect.any(String), type: 'invalid_request_error', code });
  });

  it('takes a temperature with effort none, and a correct strict schema', async () => {
    const { origin } = await openAi();
    const schema = {
      type: 'object',
      properties: { a: { type: ['string', 'null'] } },
      required: ['a'],
      additionalProperties: false,
    };
    const answer = await complete(origin, { temperature: 0, reasoning_effort: 'none', ...strictFormat(schema) });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      object: 'chat.completion',
      choices: [{ finish_reason: 'stop' }],
      usage: { prompt_tokens: 1 },
    });
    expect(answer.headers.get('x-request-id')).toMatch(/^req_/u);
  });

  it('writes the wire of the real one', async () => {
    const script = scriptAnswers(['Hel', 'lo']);
    const { origin } = await serve(createOpenAiApi({ chunkDelayMs: 0, script }));
    const response = await fetch(`${origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer k' },
      body: JSON.stringify({
        model: 'gpt-6-luna',
        stream: true,
        stream_options: { include_usage: true },
        messages: [{ role: 'user', content: 'Hi' }],
      }),
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = (await response.text()).split('\n\n').filter((line) => line !== '');
    expect(events.every((line) => line.startsWith('data: '))).toBe(true);
    expect(events.at(-1)).toBe('data: [DONE]');
    const chunks = events
      .slice(0, -1)
      .map(
        (line) =>
          JSON.parse(line.slice(6)) as { choices: { delta: object; finish_reason: string | null }[]; usage: unknown },
      );
    expect(chunks.map(({ choices }) => choices[0]?.delta)).toEqual([
      { role: 'assistant', content: '', refusal: null },
      { content: 'Hel' },
      { content: 'lo' },
      {},
      undefined,
    ]);
    expect(chunks.map(({ usage }) => usage === null)).toEqual([true, true, true, true, false]);
  });

  it('logs a request with the last four characters of the key only, and whether the client left', async () => {
    const { origin, server } = await openAi();
    server.faults.add({ kind: 'stall' });
    const leave = new AbortController();
    const response = await fetch(`${origin}/v1/chat/completions`, {
      method: 'POST',
      signal: leave.signal,
      headers: { authorization: 'Bearer sk-canary-secret-9XyZ' },
      body: JSON.stringify({
        model: 'gpt-6-luna',
        stream: true,
        messages: [
          { role: 'system', content: 'S' },
          { role: 'user', content: 'Write a story' },
        ],
      }),
    });
    await response.body?.getReader().read();
    expect(server.log[0]).toMatchObject({ keyTail: '9XyZ', prompt: 'Write a story', system: 'S', aborted: false });
    leave.abort();
    await until(() => server.log[0]?.aborted === true);
    expect(JSON.stringify(server.log)).not.toContain('canary');
  });

  it('gives a fault to the requests that it was meant for, as often as was said', async () => {
    const { origin, server } = await openAi();
    server.faults.add({ kind: 'overloaded' }, { times: 2, when: { promptIncludes: 'row 2' } });
    const ask = async (content: string): Promise<number> =>
      (await complete(origin, { messages: [{ role: 'user', content }] })).status;
    expect([await ask('row 1'), await ask('row 2'), await ask('row 2'), await ask('row 2')]).toEqual([
      200, 503, 503, 200,
    ]);
    expect(server.faults.pending()).toBe(0);
  });

  it('hands requests to a real engine when there is a key for one, with that key and its model', async () => {
    const seen: { url: string; authorization: string; body: string }[] = [];
    const real = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        seen.push({ url: request.url ?? '', authorization: request.headers.authorization ?? '', body });
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: [DONE]\n\n');
      });
    });
    await new Promise<void>((resolve) => real.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void real.close());
    const base = `http://127.0.0.1:${(real.address() as AddressInfo).port}/api/v1/`;
    const { origin } = await serve(
      createOpenAiApi({ env: { OPENAI_BASE_URL: base, OPENAI_API_KEY: 'sk-real', OPENAI_MODEL: 'llama' } }),
    );
    const response = await fetch(`${origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer typed' },
      body: JSON.stringify({ model: 'gpt-6-luna', messages: [] }),
    });
    expect(await response.text()).toBe('data: [DONE]\n\n');
    expect(seen).toEqual([
      { url: '/api/v1/chat/completions', authorization: 'Bearer sk-real', body: '{"model":"llama","messages":[]}' },
    ]);
  });
});

describe('the local Gemini', () => {
  const gemini = (): Promise<{ server: ModelServer; origin: string }> => serve(createGeminiApi({ chunkDelayMs: 0 }));
  const generate = async (
    origin: string,
    body: object,
    model = 'gemini-3.5-flash-lite',
    key = 'AQ.x',
  ): Promise<Response> =>
    fetch(`${origin}/v1beta/models/${model}:streamGenerateContent?alt=sse`, {
      method: 'POST',
      headers: { ...(key !== '' && { 'x-goog-api-key': key }) },
      body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'Write 10 words' }] }], ...body }),
    });

  it.each([
    ['no key', {}, undefined, '', 403, 'PERMISSION_DENIED'],
    ['a wrong key', {}, undefined, 'AQ.wrong', 400, 'INVALID_ARGUMENT'],
    ['an unknown model', {}, 'gemini-99', 'k', 404, 'NOT_FOUND'],
    ['a model that writes no text', {}, 'gemini-embedding-001', 'k', 404, 'NOT_FOUND'],
    ['an unknown field', { system: 'x' }, undefined, 'k', 400, 'INVALID_ARGUMENT'],
    ['an unknown config field', { generationConfig: { max_tokens: 5 } }, undefined, 'k', 400, 'INVALID_ARGUMENT'],
    [
      'a schema without its type',
      { generationConfig: { responseJsonSchema: {} } },
      undefined,
      'k',
      400,
      'INVALID_ARGUMENT',
    ],
    [
      'two thinking settings',
      { generationConfig: { thinkingConfig: { thinkingBudget: 0, thinkingLevel: 'low' } } },
      undefined,
      'k',
      400,
      'INVALID_ARGUMENT',
    ],
    ['the role assistant', { contents: [{ role: 'assistant', parts: [] }] }, undefined, 'k', 400, 'INVALID_ARGUMENT'],
  ])('refuses %s', async (_name, body, model, key, status, word) => {
    const { origin } = await gemini();
    const response = await generate(origin, body, model, key);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code: status, status: word } });
  });

  it('writes the wire of the real one: CRLF, no [DONE], usage that counts up', async () => {
    const { origin } = await gemini();
    const text = await (await generate(origin, {})).text();
    expect(text.endsWith('}\r\n\r\n')).toBe(true);
    const events = text.split('\r\n\r\n').filter((line) => line !== '');
    const chunks = events.map(
      (line) =>
        JSON.parse(line.replace(/^data: /u, '')) as {
          usageMetadata: { totalTokenCount: number };
          candidates: { finishReason?: string }[];
        },
    );
    const totals = chunks.map(({ usageMetadata }) => usageMetadata.totalTokenCount);
    expect(totals).toEqual([...totals].sort((one, other) => one - other));
    expect(
      chunks.map(({ candidates }) => candidates[0]?.finishReason).filter((reason) => reason !== undefined),
    ).toEqual(['STOP']);
  });

  it('answers in an array when events were not asked for', async () => {
    const { origin } = await gemini();
    const response = await fetch(`${origin}/v1beta/models/gemini-3.8-flash:streamGenerateContent`, {
      method: 'POST',
      headers: { 'x-goog-api-key': 'AQ.x' },
      body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] }),
    });
    expect(await response.json()).toBeInstanceOf(Array);
  });
});

describe('the local Ollama', () => {
  const ask = async (origin: string, method: string, from?: string): Promise<Response> =>
    fetch(`${origin}/v1/models`, { method, headers: { ...(from && { origin: from }) } });

  it('refuses a foreign origin with 403 and an empty body, preflights too', async () => {
    const { origin } = await serve(createCompatibleApi());
    for (const method of ['GET', 'OPTIONS']) {
      const response = await ask(origin, method, 'chrome-extension://abc');
      expect([response.status, await response.text()]).toEqual([403, '']);
    }
  });

  it('serves without an origin, from this machine, and to origins that were allowed', async () => {
    const { origin } = await serve(
      createCompatibleApi({ isOriginAllowed: (from) => from.startsWith('moz-extension://') }),
    );
    expect((await ask(origin, 'GET')).status).toBe(200);
    expect((await ask(origin, 'GET', 'moz-extension://x')).status).toBe(200);
    const standard = await serve(createCompatibleApi());
    expect((await ask(standard.origin, 'GET', 'http://localhost:3000')).status).toBe(200);
  });
});
