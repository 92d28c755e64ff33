/** Each service as it is asked, and as it answers in its own recorded form (with texts of ours). */
import { describe, expect, it } from 'vitest';
import type { LanguageModel, ModelRequest } from '../../../lib/language-model/language-model.ts';
import {
  SERVICE_IDS,
  SERVICES,
  serviceOfUrl,
  type ServiceId,
} from '../../../lib/language-model/compatible-services.ts';
import { RECORDED_STREAMS } from '../../../sandbox/models/recorded-streams.ts';
import { collect, failureOf, textOf } from '../../contracts/language-model.ts';
import { compatibleModel, recordSent, type Sent } from '../../fakes/compatible-model.ts';

const KEY = 'service-canary-0123456789';
const SCHEMA = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false };
const REQUEST: ModelRequest = {
  model: 'qwen/qwen3-32b',
  system: 'Be brief.',
  messages: [{ role: 'user', text: 'Write about rivers.' }],
  maxOutputTokens: 500,
  effort: 'none',
};
const never = (): AbortSignal => new AbortController().signal;

function open(
  service: ServiceId,
  { status = 200, type = 'text/event-stream', body }: { status?: number; body: string; type?: string },
  extra: { baseUrl?: string; headers?: Record<string, string>; fields?: Record<string, unknown> } = {},
): { model: LanguageModel; sent: Sent[] } {
  const { sent, fetch } = recordSent(() => new Response(body, { status, headers: { 'content-type': type } }));
  const baseUrl = SERVICES[service].baseUrl || 'https://gateway.example/v1';
  return { model: compatibleModel({ baseUrl, apiKey: KEY, service, fetch, ...extra }), sent };
}

const streamed = (name: keyof typeof RECORDED_STREAMS) => ({ body: RECORDED_STREAMS[name].body });

/** With an API of their own. */
type Other = 'anthropic' | 'perplexity';

/** What each is sent for “no thinking” and for the limit, and a form in which it streams. */
const ASKED: Readonly<
  Record<Exclude<ServiceId, Other>, { fields: Record<string, unknown>; form: keyof typeof RECORDED_STREAMS }>
> = {
  openrouter: { fields: { reasoning: { enabled: false }, max_tokens: 500 }, form: 'thoughts-apart' },
  groq: { fields: { reasoning_effort: 'none', max_completion_tokens: 500 }, form: 'thoughts-apart' },
  mistral: { fields: { max_tokens: 500, stream_options: undefined }, form: 'content-in-parts' },
  deepseek: { fields: { thinking: { type: 'disabled' }, max_tokens: 500 }, form: 'thoughts-apart' },
  xai: { fields: { reasoning_effort: 'low', max_completion_tokens: 500 }, form: 'events-as-json' },
  together: { fields: { reasoning_effort: 'none', max_tokens: 500 }, form: 'ended-by-eos' },
  azure: { fields: { reasoning_effort: 'none', max_completion_tokens: 500 }, form: 'empty-reason-then-stop' },
  ollama: { fields: { reasoning_effort: 'none', max_tokens: 500 }, form: 'empty-reason-then-stop' },
  lmstudio: { fields: { reasoning_effort: 'none', max_tokens: 500 }, form: 'no-reason-but-done' },
  vllm: { fields: { chat_template_kwargs: { enable_thinking: false }, max_tokens: 500 }, form: 'thoughts-apart' },
  other: { fields: { reasoning_effort: 'none', max_tokens: 500 }, form: 'json-as-text' },
};

describe.each(Object.entries(ASKED))('%s', (id, { fields, form }) => {
  const service = id as ServiceId;

  it('is asked in its own words at its own address, with the key in its own header', async () => {
    const { model, sent } = open(service, streamed(form));
    expect(textOf(await collect(model.stream(REQUEST, never())))).toBe('Rivers flow.');
    const [request] = sent;
    expect(request?.url).toBe(
      `${SERVICES[service].baseUrl || 'https://gateway.example/v1'}/chat/completions`.replace(
        'YOUR-RESOURCE',
        'your-resource',
      ),
    );
    expect(request?.body).toMatchObject(
      Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    );
    for (const [name, value] of Object.entries(fields))
      if (value === undefined) expect(request?.body).not.toHaveProperty(name);
    const isByHeader = SERVICES[service].keyHeader !== undefined;
    expect(request?.headers.get('authorization')).toBe(isByHeader ? null : `Bearer ${KEY}`);
    expect(request?.headers.get('api-key')).toBe(isByHeader ? KEY : null);
  });

  it('is told a schema in the way that it takes', async () => {
    const { model, sent } = open(service, streamed(form));
    await collect(model.stream({ ...REQUEST, json: { name: 'row', schema: SCHEMA } }, never()));
    const { structured } = SERVICES[service];
    expect(sent[0]?.body['response_format']).toMatchObject({ type: structured });
    // Without schemas it reads the schema, and the word JSON, in the instructions.
    expect(JSON.stringify(sent[0]?.body['messages']).includes('JSON Schema')).toBe(structured === 'json_object');
  });

  it('takes more headers and more fields, and keeps a query', async () => {
    const { model, sent } = open(service, streamed(form), {
      baseUrl: 'https://gateway.example/v1?api-version=7',
      headers: { 'X-Title': 'Visen' },
      fields: { top_p: 0.9 },
    });
    await collect(model.stream(REQUEST, never()));
    expect(sent[0]?.url).toBe('https://gateway.example/v1/chat/completions?api-version=7');
    expect(sent[0]?.headers.get('x-title')).toBe('Visen');
    expect(sent[0]?.body).toMatchObject({ top_p: 0.9 });
  });
});

describe('the table of services', () => {
  it('covers every service, each with its own address that leads back to it', () => {
    expect(Object.keys(ASKED).concat('anthropic', 'perplexity').sort()).toEqual([...SERVICE_IDS].sort());
    for (const id of SERVICE_IDS) expect(serviceOfUrl(SERVICES[id].baseUrl)).toBe(id);
  });

  it('asks a model of Groq that always thinks for little of it', async () => {
    const { model, sent } = open('groq', streamed('thoughts-apart'));
    await collect(model.stream({ ...REQUEST, model: 'openai/gpt-oss-120b' }, never()));
    expect(sent[0]?.body).toMatchObject({ reasoning_effort: 'low' });
  });

  it('takes an Azure deployment for the one model that it is', async () => {
    const { model, sent } = open('azure', streamed('ended-by-eos'), {
      baseUrl: 'https://r.openai.azure.com/openai/deployments/my-gpt?api-version=2024-10-21',
    });
    expect(await model.listModels(never())).toEqual([{ id: 'my-gpt' }]);
    await collect(model.stream(REQUEST, never()));
    expect(sent.map(({ url }) => url)).toEqual([
      'https://r.openai.azure.com/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21',
    ]);
  });
});

describe('a prompt that a local server cut', () => {
  const usage = (tokens: number): { body: string; type: string } => ({
    type: 'application/json',
    body: JSON.stringify({
      choices: [{ message: { content: 'Rivers flow.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: tokens, completion_tokens: 3 },
    }),
  });
  const long = { ...REQUEST, messages: [{ role: 'user', text: 'Rivers and lakes. '.repeat(2_000) }] } as const;

  it('is noticed, and its answer not used', async () => {
    const { model } = open('ollama', usage(2_048));
    expect(await failureOf(model.stream(long, never()))).toMatchObject({
      code: 'engine-context-too-long',
      retry: 'never',
      details: { reason: 'cut', limit: 2_048 },
    });
  });

  it('is none where the server read about what was sent, or is no local one', async () => {
    const near = open('ollama', usage(7_000));
    expect(textOf(await collect(near.model.stream(long, never())))).toBe('Rivers flow.');
    const hosted = open('together', usage(2_048));
    expect(textOf(await collect(hosted.model.stream(long, never())))).toBe('Rivers flow.');
  });
});

describe('a probe', () => {
  it('finds an account without credit, which the list of models does not show', async () => {
    const body = JSON.stringify({ error: { code: 402, message: 'Not enough credits.' } });
    const { model } = open('openrouter', { status: 402, body, type: 'application/json' });
    await expect(model.probe?.(never(), 'a/model')).rejects.toMatchObject({ code: 'engine-no-credit' });
  });

  it('asks a local server for no answer: its model may have to be loaded first', async () => {
    const { model, sent } = open('ollama', {
      status: 400,
      body: '{"error":"[] is too short"}',
      type: 'application/json',
    });
    await expect(model.probe?.(never(), 'qwen3:8b')).resolves.toBeUndefined();
    expect(sent.map(({ body }) => body['messages'])).toEqual([[]]);
  });
});
