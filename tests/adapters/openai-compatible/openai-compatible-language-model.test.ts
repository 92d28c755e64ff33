import { describe, expect, it, onTestFinished } from 'vitest';
import { createTransientMemory, type EngineMemory } from '../../../lib/language-model/engine-memory.ts';
import type { LanguageModel, ModelRequest } from '../../../lib/language-model/language-model.ts';
import { scriptAnswers, type AnswerScript } from '../../../sandbox/models/answers.ts';
import { createCompatibleApi, type CompatibleOptions } from '../../../sandbox/models/compatible-api.ts';
import type { ModelServer } from '../../../sandbox/models/openai-api.ts';
import { collect, failureOf, textOf } from '../../contracts/language-model.ts';
import { compatibleModel } from '../../fakes/compatible-model.ts';
import { listen } from '../../fakes/model-server.ts';

const REQUEST: ModelRequest = {
  model: 'qwen3:8b',
  system: 'Be brief.',
  messages: [{ role: 'user', text: 'Write about rivers.' }],
};
const SCHEMA = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false };
const never = (): AbortSignal => new AbortController().signal;

interface Local {
  readonly model: LanguageModel;
  readonly server: ModelServer;
  readonly script: AnswerScript;
  readonly memory: EngineMemory;
  readonly again: () => LanguageModel;
}

async function open(options: CompatibleOptions = {}, extra: { origin?: string; path?: string } = {}): Promise<Local> {
  const script = scriptAnswers();
  const server = createCompatibleApi({ script, chunkDelayMs: 0, ...options });
  const listening = await listen(server);
  onTestFinished(() => listening.close());
  const memory = createTransientMemory();
  const again = (): LanguageModel =>
    compatibleModel({
      baseUrl: `${listening.origin}${extra.path ?? '/v1'}`,
      memory,
      fetch: (input, init) => {
        const headers = new Headers(init?.headers);
        if (extra.origin) headers.set('origin', extra.origin);
        return fetch(input, { ...init, headers });
      },
    });
  return { model: again(), server, script, memory, again };
}

const bodies = (server: ModelServer): Record<string, unknown>[] =>
  server.log.map(({ body }) => body as Record<string, unknown>);

describe('an OpenAI-compatible server', () => {
  it('gets OpenAI’s older words, no key and no telemetry', async () => {
    const { model, server, script } = await open();
    script.push('Rivers flow.');
    await collect(model.stream({ ...REQUEST, maxOutputTokens: 50, temperature: 0.3 }, never()));
    expect(bodies(server)[0]).toEqual({
      model: 'qwen3:8b',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Write about rivers.' },
      ],
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 50,
      temperature: 0.3,
    });
    const names = Object.keys(server.log[0]?.headers ?? {});
    expect(names.filter((name) => name.startsWith('x-stainless') || name === 'authorization')).toEqual([]);
  });

  it('that refuses the extension’s origin says so', async () => {
    const { model } = await open({}, { origin: 'chrome-extension://abcdefghijklmnop' });
    expect(await failureOf(model.stream(REQUEST, never()))).toMatchObject({
      code: 'engine-origin-refused',
      retry: 'never',
    });
    await expect(model.listModels(never())).rejects.toMatchObject({ code: 'engine-origin-refused' });
  });

  it('at a wrong path says that the address is wrong', async () => {
    const { model } = await open({}, { path: '/api' });
    expect(await failureOf(model.stream(REQUEST, never()))).toMatchObject({
      code: 'engine-base-url-invalid',
      retry: 'never',
    });
  });

  it('without the model says which one', async () => {
    const { model } = await open();
    expect(await failureOf(model.stream({ ...REQUEST, model: 'nope' }, never()))).toMatchObject({
      code: 'engine-model-unknown',
      details: { model: 'nope' },
    });
  });

  it.each(['temperature', 'stream_options'])(
    'that does not know %s is asked without it, and that is remembered',
    async (parameter) => {
      const { model, server, script, again } = await open();
      server.faults.add({ kind: 'unsupported-parameter', parameter });
      script.push('one', 'two');
      const request = { ...REQUEST, temperature: 0.3 };
      expect(textOf(await collect(model.stream(request, never())))).toBe('one');
      // A new instance, as after the worker was stopped: the memory knows.
      expect(textOf(await collect(again().stream(request, never())))).toBe('two');
      expect(bodies(server).map((body) => parameter in body)).toEqual([true, false, false]);
    },
  );

  it('that wants the new name of the limit gets it', async () => {
    const { model, server, script } = await open();
    server.faults.add({ kind: 'unsupported-parameter', parameter: 'max_tokens' });
    script.push('one');
    await collect(model.stream({ ...REQUEST, maxOutputTokens: 50 }, never()));
    expect(bodies(server)[1]).toMatchObject({ max_completion_tokens: 50 });
    expect(bodies(server)[1]).not.toHaveProperty('max_tokens');
  });

  it.each([
    ['json_object', ['json_schema', 'json_object']],
    ['none', ['json_schema', 'json_object', undefined]],
  ] as const)('with structured output “%s” is told the schema in words', async (structured, formats) => {
    const { model, server, script } = await open({ structured });
    script.push('{"a":"b"}');
    expect(textOf(await collect(model.stream({ ...REQUEST, json: { name: 'row', schema: SCHEMA } }, never())))).toBe(
      '{"a":"b"}',
    );
    expect(bodies(server).map((body) => (body['response_format'] as { type?: string } | undefined)?.type)).toEqual(
      formats,
    );
    const last = bodies(server).at(-1)?.['messages'] as { role: string; content: string }[];
    expect(last.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(last[0]?.content.split(JSON.stringify(SCHEMA))).toHaveLength(2);
  });

  it('that refuses everything is not asked for ever', async () => {
    const { model, server } = await open();
    server.faults.add({ kind: 'unsupported-parameter', parameter: 'temperature' }, { times: 20 });
    expect(await failureOf(model.stream({ ...REQUEST, temperature: 1 }, never()))).toMatchObject({
      code: 'engine-invalid-request',
    });
    expect(server.log).toHaveLength(2);
  });

  it('that puts thoughts before the answer has them taken out', async () => {
    const { model, script } = await open();
    script.push(['<thi', 'nk>\nThe person', ' wants…</thi', 'nk>\n\n', 'Rivers ', 'flow.']);
    expect(textOf(await collect(model.stream(REQUEST, never())))).toBe('Rivers flow.');
    script.push('<think>only thoughts</think>');
    expect(await failureOf(model.stream(REQUEST, never()))).toMatchObject({ code: 'engine-answer-empty' });
    script.push('<table> is no thought');
    expect(textOf(await collect(model.stream(REQUEST, never())))).toBe('<table> is no thought');
    script.push('<');
    expect(textOf(await collect(model.stream(REQUEST, never())))).toBe('<');
  });

  it('lists all its models', async () => {
    const { model } = await open();
    expect((await model.listModels(never())).map(({ id }) => id)).toEqual(['llama3.2:3b', 'qwen3:8b', 'gemma3:4b']);
  });
});

describe('a probe', () => {
  it('passes a server that would answer, and makes it write nothing', async () => {
    const { model, server } = await open();
    await expect(model.probe?.(never())).resolves.toBeUndefined();
    expect(server.log.map(({ answer }) => answer)).toEqual(['']);
  });

  it('finds a refused origin that the list of models does not show', async () => {
    const { model } = await open({}, { origin: 'moz-extension://1234' });
    await expect(model.probe?.(never())).rejects.toMatchObject({ code: 'engine-origin-refused' });
  });

  it('finds a refused key', async () => {
    const { model } = await open({ keys: ['good'] });
    await expect(model.probe?.(never())).rejects.toMatchObject({ code: 'engine-key-invalid' });
  });
});
