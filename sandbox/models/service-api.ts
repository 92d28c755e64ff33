/**
 * Stand-ins of the services that speak OpenAI's chat completions (Perplexity: its own form of the Responses API), each in its own
 * form: the path, the header of the key, what it refuses of a request and in which words, and how it streams. https://openrouter.ai/docs, https://console.groq.com/docs,
 * https://docs.mistral.ai, https://api-docs.deepseek.com, https://docs.x.ai, https://docs.together.ai,
 * https://learn.microsoft.com/azure/ai-foundry/openai, https://docs.ollama.com, https://lmstudio.ai/docs, https://docs.vllm.ai
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServiceId } from '../../lib/language-model/compatible-services.ts';
import { type Answer, answerFor, countTokens, scriptAnswers } from './answers.ts';
import type { AnswerRequest } from './answer-request.ts';
import { isEndedByFault } from './early-faults.ts';
import { createFaultQueue, type Fault } from './faults.ts';
import { isRecord, parseJson, readBody, sendJson } from './http-body.ts';
import { answerRequestOf, newEntry, type ModelServer } from './openai-api.ts';
import { openAiFailureOf, type OpenAiFailure } from './openai-errors.ts';
import { completionFrames } from './openai-wire.ts';
import { perplexityFrames } from './perplexity-wire.ts';
import type { LoggedModelRequest } from './request-log.ts';
import { pagesAbout, type SandboxPage } from './responses-api.ts';
import { GROQ_SEARCH, MISTRAL_SEARCH, OPENROUTER_SEARCH, firstTool, type ServiceSearch } from './service-search.ts';
import { asServiceStreams, SERVICE_WIRES, type ServiceWire } from './service-wire.ts';
import { type Frame, sendFrames, watchClient } from './send-frames.ts';
import type { ModelServerOptions } from './server-options.ts';
import { xaiFault, xaiFrames, xaiRequestOf } from './xai-wire.ts';

type Body = Record<string, unknown>;

export interface ServiceForm {
  /** Path before `/chat/completions`. */
  readonly path: string;
  readonly model: string;
  readonly keyHeader?: 'api-key';
  readonly needsKey: boolean;
  /** Pages and extensions are refused, with 403 and an empty body, unless their origin is this computer. */
  readonly refusesOrigins?: true;
  /** Fields beside those that all take. */
  readonly takes: readonly string[];
  /** What it says of a request that it does not take, or undefined. */
  readonly refuses?: (body: Body) => OpenAiFailure | undefined;
  /** Comment lines between the events, as a gateway sends them. */
  readonly comments?: boolean;
  /** How it streams, where that is not as OpenAI does. */
  readonly wire?: ServiceWire;
  /** How it searches the web, where it does. */
  readonly search?: ServiceSearch;
  /** What it is asked by; absent: chat completions. */
  readonly api?: 'responses';
  /** Searches are asked for by OpenAI's Responses API, beside chat completions. */
  readonly searchesByResponses?: true;
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
    wire: SERVICE_WIRES.openrouter,
    model: 'qwen/qwen3-32b',
    needsKey: true,
    takes: ['max_tokens', 'stream_options', 'reasoning', 'tools'],
    comments: true,
    search: OPENROUTER_SEARCH,
  },
  groq: {
    path: '/openai/v1',
    wire: SERVICE_WIRES.groq,
    model: 'openai/gpt-oss-120b',
    needsKey: true,
    takes: ['max_completion_tokens', 'stream_options', 'reasoning_effort', 'compound_custom'],
    search: GROQ_SEARCH,
    refuses: ({ reasoning_effort: effort }) =>
      effort === 'none' ? said(400, '`reasoning_effort` must be one of `low`, `medium`, or `high`') : undefined,
  },
  mistral: {
    path: '/v1',
    wire: SERVICE_WIRES.mistral,
    model: 'mistral-medium-latest',
    needsKey: true,
    takes: ['max_tokens', 'reasoning_effort', 'tools'],
    search: MISTRAL_SEARCH,
  },
  deepseek: {
    path: '/v1',
    wire: SERVICE_WIRES.deepseek,
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
    wire: SERVICE_WIRES.xai,
    model: 'grok-5-fast',
    needsKey: true,
    takes: ['max_completion_tokens', 'stream_options', 'reasoning_effort'],
    searchesByResponses: true,
  },
  perplexity: {
    path: '/v1',
    model: 'openai/gpt-6-luna',
    needsKey: true,
    takes: ['input', 'instructions', 'tools', 'max_steps', 'max_output_tokens', 'reasoning'],
    api: 'responses',
    refuses: ({ max_steps: steps = 1 }) =>
      Number(steps) > 10 ? said(400, 'max_steps must be between 1 and 10') : undefined,
  },
  together: {
    path: '/v1',
    wire: SERVICE_WIRES.together,
    model: 'Qwen/Qwen3-Next',
    needsKey: true,
    takes: ['max_tokens', 'stream_options', 'reasoning_effort'],
  },
  azure: {
    path: '/openai/v1',
    wire: SERVICE_WIRES.azure,
    model: 'my-deployment',
    keyHeader: 'api-key',
    needsKey: true,
    takes: ['max_completion_tokens', 'stream_options', 'reasoning_effort'],
  },
  ollama: {
    path: '/v1',
    wire: SERVICE_WIRES.ollama,
    model: 'qwen3:8b',
    needsKey: false,
    refusesOrigins: true,
    takes: ['max_tokens', 'stream_options', 'reasoning_effort'],
  },
  lmstudio: {
    path: '/v1',
    wire: SERVICE_WIRES.lmstudio,
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
    wire: SERVICE_WIRES.vllm,
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
    if (form.refusesOrigins && !isOwnOrigin(request.headers.origin)) {
      entry.status = 403;
      entry.finished = true;
      response.writeHead(403).end();
      return;
    }
    const isModels = request.method === 'GET' && path === `${form.path}/models`;
    const isByResponses = form.searchesByResponses === true && path === `${form.path}/responses`;
    const fault = faults.take({ on: isModels ? 'models' : 'generate', prompt: entry.prompt, model: entry.model });
    if (await isEndedByFault(fault, response, entry)) return;
    const refused =
      (form.needsKey && key === '' ? said(401, 'Invalid API key') : undefined) ??
      (fault && openAiFailureOf(fault, entry.model, '')) ??
      (isModels ? undefined : isByResponses ? xaiFault(body ?? {}, form.model) : refusal(form, path, body));
    entry.status = refused?.status ?? 200;
    entry.finished = refused !== undefined || isModels;
    if (refused) return sendJson(response, refused.status, refused.body, refused.headers);
    if (isModels) return sendJson(response, 200, { object: 'list', data: [{ id: form.model, object: 'model' }] });
    const query = /kind="topic"[^>]*>([^<]+)</u.exec(entry.prompt)?.[1] ?? entry.prompt.slice(0, 60);
    const pages = isByResponses || isSearch(form, body ?? {}) ? pagesAbout(query) : undefined;
    const read = isByResponses ? xaiRequestOf : answerRequestOf;
    const asked = { ...read(entry, body ?? {}), ...(pages && { pages }) };
    const answer = answerFor({ ...schemaInWords(entry.system), ...asked }, script, now());
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const search = answer.isUnsearched ? undefined : pages && { query, pages };
    const frames = isByResponses
      ? xaiFrames(answer, entry, body ?? {}, search)
      : framesOf(answer, entry, fault, search);
    await sendFrames(response, frames, entry, options.chunkDelayMs ?? 15);
  }

  function framesOf(
    answer: Answer,
    entry: LoggedModelRequest,
    fault: Fault | undefined,
    search: { readonly query: string; readonly pages: readonly SandboxPage[] } | undefined,
  ): Frame[] {
    const promptTokens = countTokens(entry.system + entry.prompt);
    if (form.api === 'responses')
      return perplexityFrames(answer, { model: entry.model, inputTokens: promptTokens, search }, fault);
    const meta = {
      id: `c-${log.length}`,
      created: Math.floor(now() / 1000),
      model: entry.model,
      promptTokens,
      includeUsage:
        isRecord(entry.body) && (entry.body['stream_options'] !== undefined || !form.takes.includes('stream_options')),
    };
    const found = search ? (form.search?.deltas(search.query, search.pages) ?? []) : [];
    const spoken = fault ?? (form.comments ? ({ kind: 'comments' } as const) : undefined);
    return [
      ...found.map((delta) => ({
        write: `data: ${JSON.stringify({ id: meta.id, choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`,
      })),
      ...streamed(completionFrames(answer, meta, spoken), fault),
    ];
  }

  /** Nothing but thoughts would be another fault than an empty answer. */
  function streamed(frames: Frame[], fault: Fault | undefined): readonly Frame[] {
    return form.wire && fault?.kind !== 'empty' ? asServiceStreams(form.wire, frames) : frames;
  }

  return { handle, log, faults };
}

const isOwnOrigin = (origin: string | undefined): boolean =>
  origin === undefined || /^https?:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?$/u.test(origin);

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

function isSearch(form: ServiceForm, body: Body): boolean {
  if (form.api === 'responses') return firstTool(body['tools']) === 'web_search';
  return form.search !== undefined && form.search.isAsked(body[form.search.field]);
}

function refusal(form: ServiceForm, path: string, body: Body | undefined) {
  const { search } = form;
  if (path !== `${form.path}/${form.api ?? 'chat/completions'}`) return said(404, 'Not found');
  if (!body) return said(400, 'The body is no JSON');
  if (search && body[search.field] !== undefined && !search.isAsked(body[search.field]))
    return said(422, `Input should be a tool that is known here: ${search.field}`, { param: search.field });
  if (search?.model !== undefined && body[search.field] !== undefined && body['model'] !== search.model)
    return said(400, `${search.field} is not supported with this model`, { param: search.field });
  if (body['model'] !== form.model && (search?.model === undefined || body['model'] !== search.model))
    return said(404, `The model \`${String(body['model'])}\` does not exist`);
  const unknown = Object.keys(body).find((name) => !BASE.includes(name) && !form.takes.includes(name));
  if (unknown !== undefined) return said(422, `Extra inputs are not permitted: ${unknown}`, { param: unknown });
  return form.refuses?.(body);
}
