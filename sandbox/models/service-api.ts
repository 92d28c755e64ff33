/**
 * Stand-ins of the services that speak OpenAI's chat completions, each in its own form: the path, the header of the key, what it
 * refuses of a request and in which words, and how it streams. https://openrouter.ai/docs, https://console.groq.com/docs,
 * https://docs.mistral.ai, https://api-docs.deepseek.com, https://docs.x.ai, https://docs.together.ai,
 * https://learn.microsoft.com/azure/ai-foundry/openai, https://docs.ollama.com, https://lmstudio.ai/docs, https://docs.vllm.ai
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServiceId } from '../../lib/language-model/services.ts';
import { type AnswerRequest, answerFor, countTokens, scriptAnswers } from './answers.ts';
import { isEndedByFault } from './early-faults.ts';
import { createFaultQueue } from './faults.ts';
import { isRecord, parseJson, readBody, sendJson } from './http-body.ts';
import { answerRequestOf, newEntry, type ModelServer } from './openai-api.ts';
import { openAiFailureOf, type OpenAiFailure } from './openai-errors.ts';
import { completionFrames } from './openai-wire.ts';
import { sendFrames, watchClient } from './send-frames.ts';
import type { ModelServerOptions } from './server-options.ts';

type Body = Record<string, unknown>;

export interface ServiceForm {
  /** Path before `/chat/completions`. */
  readonly path: string;
  readonly model: string;
  readonly keyHeader?: 'api-key';
  readonly needsKey: boolean;
  /** Fields beside those that all take. */
  readonly takes: readonly string[];
  /** What it says of a request that it does not take, or undefined. */
  readonly refuses?: (body: Body) => OpenAiFailure | undefined;
  /** Comment lines between the events, as a gateway sends them. */
  readonly comments?: boolean;
}

const BASE = ['model', 'messages', 'stream', 'temperature', 'top_p', 'stop', 'response_format'];
const said = (status: number, message: string, more: Body = {}): OpenAiFailure => ({
  status,
  body: { error: { message, ...more } },
});
const formatOf = (body: Body): unknown =>
  isRecord(body['response_format']) ? body['response_format']['type'] : undefined;

export const SERVICE_FORMS: Readonly<Record<Exclude<ServiceId, 'anthropic' | 'other'>, ServiceForm>> = {
  openrouter: {
    path: '/api/v1',
    model: 'qwen/qwen3-32b',
    needsKey: true,
    takes: ['max_tokens', 'stream_options', 'reasoning'],
    comments: true,
  },
  groq: {
    path: '/openai/v1',
    model: 'openai/gpt-oss-120b',
    needsKey: true,
    takes: ['max_completion_tokens', 'stream_options', 'reasoning_effort'],
    refuses: ({ reasoning_effort: effort }) =>
      effort === 'none' ? said(400, '`reasoning_effort` must be one of `low`, `medium`, or `high`') : undefined,
  },
  mistral: { path: '/v1', model: 'mistral-medium-latest', needsKey: true, takes: ['max_tokens', 'reasoning_effort'] },
  deepseek: {
    path: '/v1',
    model: 'deepseek-chat',
    needsKey: true,
    takes: ['max_tokens', 'stream_options', 'thinking'],
    refuses: (body) => {
      const format = formatOf(body);
      if (format === 'json_schema') return said(400, 'This response_format type is unavailable now');
      const words = JSON.stringify(body['messages']).toLowerCase();
      if (format === 'json_object' && !words.includes('json'))
        return said(400, "Prompt must contain the word 'json' to use response_format of type json_object");
      return undefined;
    },
  },
  xai: {
    path: '/v1',
    model: 'grok-5-fast',
    needsKey: true,
    takes: ['max_completion_tokens', 'stream_options', 'reasoning_effort'],
  },
  together: {
    path: '/v1',
    model: 'Qwen/Qwen3-Next',
    needsKey: true,
    takes: ['max_tokens', 'stream_options', 'reasoning_effort'],
  },
  azure: {
    path: '/openai/v1',
    model: 'my-deployment',
    keyHeader: 'api-key',
    needsKey: true,
    takes: ['max_completion_tokens', 'stream_options', 'reasoning_effort'],
  },
  ollama: {
    path: '/v1',
    model: 'qwen3:8b',
    needsKey: false,
    takes: ['max_tokens', 'stream_options', 'reasoning_effort'],
  },
  lmstudio: {
    path: '/v1',
    model: 'qwen3-8b',
    needsKey: false,
    takes: ['max_tokens', 'stream_options', 'reasoning_effort'],
    refuses: (body) =>
      formatOf(body) === 'json_object'
        ? said(400, "'response_format.type' must be 'json_schema' or 'text'")
        : undefined,
  },
  vllm: {
    path: '/v1',
    model: 'Qwen/Qwen3-8B',
    needsKey: false,
    takes: ['max_tokens', 'stream_options', 'chat_template_kwargs'],
  },
};

export function createServiceApi(form: ServiceForm, options: ModelServerOptions = {}): ModelServer {
  const log: ModelServer['log'] = [];
  const faults = createFaultQueue();
  const script = options.script ?? scriptAnswers();
  const now = options.now ?? Date.now;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const body = parseJson(await readBody(request));
    const key = keyOf(request, form);
    const entry = newEntry(request, path, key, body, now());
    log.push(entry);
    watchClient(response, entry);
    const isModels = request.method === 'GET' && path === `${form.path}/models`;
    const fault = faults.take({ on: isModels ? 'models' : 'generate', prompt: entry.prompt, model: entry.model });
    if (await isEndedByFault(fault, response, entry)) return;
    const refused =
      (form.needsKey && key === '' ? said(401, 'Invalid API key') : undefined) ??
      (fault && openAiFailureOf(fault, entry.model, '')) ??
      (isModels ? undefined : refusal(form, path, body));
    entry.status = refused?.status ?? 200;
    entry.finished = refused !== undefined || isModels;
    if (refused) return sendJson(response, refused.status, refused.body, refused.headers);
    if (isModels) return sendJson(response, 200, { object: 'list', data: [{ id: form.model, object: 'model' }] });
    const asked = answerRequestOf(entry, body ?? {});
    const answer = answerFor({ ...schemaInWords(entry.system), ...asked }, script, now());
    const meta = {
      id: `c-${log.length}`,
      created: Math.floor(now() / 1000),
      model: form.model,
      promptTokens: countTokens(entry.system + entry.prompt),
      includeUsage: body?.['stream_options'] !== undefined || !form.takes.includes('stream_options'),
    };
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const spoken = fault ?? (form.comments ? ({ kind: 'comments' } as const) : undefined);
    await sendFrames(response, completionFrames(answer, meta, spoken), entry, options.chunkDelayMs ?? 15);
  }

  return { handle, log, faults };
}

function keyOf({ headers }: IncomingMessage, { keyHeader }: ServiceForm): string {
  if (keyHeader) return String(headers[keyHeader] ?? '');
  return /^Bearer\s+(.*)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}

/** A schema that was told in the instructions, as a model reads it there. */
function schemaInWords(system: string): Pick<AnswerRequest, 'schema'> {
  const line = system.split('\n').findLast((text) => text.startsWith('{'));
  const schema = line === undefined ? undefined : parseJson(line);
  return schema ? { schema } : {};
}

function refusal(form: ServiceForm, path: string, body: Body | undefined) {
  if (path !== `${form.path}/chat/completions`) return said(404, 'Not found');
  if (!body) return said(400, 'The body is no JSON');
  if (body['model'] !== form.model) return said(404, `The model \`${String(body['model'])}\` does not exist`);
  const unknown = Object.keys(body).find((name) => !BASE.includes(name) && !form.takes.includes(name));
  if (unknown !== undefined) return said(422, `Extra inputs are not permitted: ${unknown}`, { param: unknown });
  return form.refuses?.(body);
}
