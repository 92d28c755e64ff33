/**
 * A stand-in of api.openai.com for the sandbox and the tests: POST /v1/chat/completions and GET /v1/models, as strict as
 * the real one about what the extension sends, and POST /v1/responses for searches of the web. It does not know images or audio.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerFor, countTokens, scriptAnswers } from './answers.ts';
import type { AnswerRequest } from './answer-request.ts';
import { OPENAI_MODELS } from './catalogue.ts';
import { isEndedByFault } from './early-faults.ts';
import { createFaultQueue, type Fault, type FaultQueue } from './faults.ts';
import { isRecord, parseJson, readBody, sendJson } from './http-body.ts';
import { openAiRequestFault } from './openai-checks.ts';
import { openAiError, openAiFailureOf, type OpenAiFailure } from './openai-errors.ts';
import { completionBody, completionFrames } from './openai-wire.ts';
import { openAiTarget, passThrough } from './pass-through.ts';
import { keyTail, publicHeaders, type LoggedModelRequest } from './request-log.ts';
import { pagesAbout, responseFrames, responsesRequestFault } from './responses-api.ts';
import { faultOfKey } from './sandbox-key.ts';
import { sendFrames, watchClient } from './send-frames.ts';
import { keepSent } from '../sent-requests.ts';
import type { ModelServerOptions } from './server-options.ts';

export interface ModelServer {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Every request, oldest first. */
  readonly log: LoggedModelRequest[];
  readonly faults: FaultQueue;
}

const CORS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'x-request-id, retry-after' };

export function createOpenAiApi(options: ModelServerOptions = {}): ModelServer {
  const log: LoggedModelRequest[] = [];
  const faults = createFaultQueue();
  const script = options.script ?? scriptAnswers();
  const now = options.now ?? Date.now;
  const target = openAiTarget(options.env ?? {});
  let count = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (request.method === 'OPTIONS') {
      response
        .writeHead(204, { ...CORS, 'access-control-allow-headers': '*', 'access-control-allow-methods': '*' })
        .end();
      return;
    }
    const text = await readBody(request);
    const key = /^Bearer\s+(.*)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const body = parseJson(text);
    const entry = newEntry(request, path, key, body, now());
    log.push(entry);
    keepSent('openai', entry.method, path, body, request.headers);
    watchClient(response, entry);
    const id = `req_sandbox${String(++count).padStart(6, '0')}`;
    for (const [name, value] of Object.entries({ ...CORS, 'x-request-id': id, 'openai-version': '2020-10-01' })) {
      response.setHeader(name, value);
    }
    const isModels = request.method === 'GET' && path.startsWith('/v1/models');
    const fault =
      faultOfKey(key, options.keys) ??
      faults.take({ on: isModels ? 'models' : 'generate', prompt: entry.prompt, model: entry.model });
    if (await isEndedByFault(fault, response, entry)) return;
    const early = fault && openAiFailureOf(fault, entry.model, key);
    if (early && (fault.kind !== 'unverified-to-stream' || body?.['stream'] === true))
      return fail(early, response, entry);
    if (target) return passThrough(target, { path, body: text, method: request.method ?? 'GET' }, response, entry);
    if (isModels) return sendModels(response, path, entry);
    if (request.method === 'POST' && path === '/v1/responses' && body) return sendResponse(body, response, entry);
    if (request.method !== 'POST' || path !== '/v1/chat/completions') {
      return fail(openAiError(404, `Invalid URL (${request.method ?? ''} ${path})`), response, entry);
    }
    if (!body) return fail(openAiError(400, 'We could not parse the JSON body of your request.'), response, entry);
    const refused = openAiRequestFault(body, now());
    if (refused) return fail(refused, response, entry);
    await sendCompletion(body, fault, response, entry);
  }

  async function sendResponse(
    body: Record<string, unknown>,
    response: ServerResponse,
    entry: LoggedModelRequest,
  ): Promise<void> {
    const refused = responsesRequestFault(body);
    if (refused) return fail(refused, response, entry);
    const text = isRecord(body['text']) && isRecord(body['text']['format']) ? body['text']['format'] : undefined;
    const schema = text && isRecord(text['schema']) ? { schema: text['schema'] } : {};
    const asked = {
      model: entry.model,
      system: entry.system,
      prompt: entry.prompt,
      json: text !== undefined,
      ...schema,
    };
    const query = /kind="topic"[^>]*>([^<]+)</u.exec(entry.prompt)?.[1] ?? entry.prompt.slice(0, 60);
    const pages = pagesAbout(query);
    const answer = answerFor({ ...asked, pages }, script, now());
    entry.status = 200;
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
    const meta = {
      id: `resp_sandbox${count}`,
      model: entry.model,
      createdAt: Math.floor(now() / 1000),
      inputTokens: countTokens(entry.system + entry.prompt),
      query,
      pages,
      isJson: text !== undefined,
      ...(answer.isUnsearched && { isUnsearched: true }),
      ...(body['service_tier'] === 'flex' && { tier: 'flex' as const }),
    };
    await sendFrames(response, responseFrames(answer, meta), entry, options.chunkDelayMs ?? 15);
  }

  async function sendCompletion(
    body: Record<string, unknown>,
    fault: Fault | undefined,
    response: ServerResponse,
    entry: LoggedModelRequest,
  ): Promise<void> {
    const answer = answerFor(answerRequestOf(entry, body), script, now());
    const meta = {
      id: `chatcmpl-sandbox${count}`,
      created: Math.floor(now() / 1000),
      model: entry.model,
      promptTokens: countTokens(entry.system + entry.prompt),
      ...(body['service_tier'] === 'flex' && { tier: 'flex' }),
      includeUsage: isRecord(body['stream_options']) && body['stream_options']['include_usage'] === true,
    };
    entry.status = 200;
    response.setHeader('x-ratelimit-limit-requests', '10000');
    response.setHeader('x-ratelimit-remaining-requests', '9999');
    response.setHeader('x-ratelimit-reset-requests', '6ms');
    if (body['stream'] !== true || fault?.kind === 'json-instead-of-sse') {
      entry.answer = answer.text;
      entry.finished = true;
      return sendJson(response, 200, completionBody(answer, meta, fault));
    }
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
    await sendFrames(response, completionFrames(answer, meta, fault), entry, options.chunkDelayMs ?? 15);
  }

  return { handle, log, faults };
}

/** The log's entry of one request in OpenAI's form. */
export function newEntry(
  request: IncomingMessage,
  path: string,
  key: string,
  body: Record<string, unknown> | undefined,
  at: number,
): LoggedModelRequest {
  const given = body?.['messages'] ?? body?.['input'];
  const messages = Array.isArray(given) ? given.filter(isRecord) : [];
  const textsOf = (roles: readonly string[]): string =>
    messages
      .filter((message) => roles.includes(String(message['role'])))
      .map((message) => String(message['content'] ?? ''))
      .join('\n\n');
  return {
    at,
    method: request.method ?? 'GET',
    path,
    keyTail: keyTail(key),
    model: typeof body?.['model'] === 'string' ? body['model'] : '',
    system: [textsOf(['system', 'developer']), String(body?.['instructions'] ?? '')].filter(Boolean).join('\n\n'),
    prompt: textsOf(['user']),
    headers: publicHeaders(request.headers),
    body,
    status: 0,
    aborted: false,
    finished: false,
    answer: '',
  };
}

/** What the demo writer or a script is asked. */
export function answerRequestOf(entry: LoggedModelRequest, body: Record<string, unknown>): AnswerRequest {
  const format = isRecord(body['response_format']) ? body['response_format'] : {};
  const named = isRecord(format['json_schema']) ? format['json_schema'] : {};
  const limit = body['max_completion_tokens'] ?? body['max_tokens'];
  return {
    model: entry.model,
    system: entry.system,
    prompt: entry.prompt,
    json: format['type'] === 'json_schema' || format['type'] === 'json_object',
    ...(isRecord(named['schema']) && { schema: named['schema'] }),
    ...(typeof limit === 'number' && { maxOutputTokens: limit }),
  };
}

export function fail(failure: OpenAiFailure, response: ServerResponse, entry: LoggedModelRequest): void {
  entry.status = failure.status;
  entry.finished = true;
  sendJson(response, failure.status, failure.body, failure.headers);
}

function sendModels(response: ServerResponse, path: string, entry: LoggedModelRequest): void {
  const data = OPENAI_MODELS.map(({ id, created, shutdownDate }) => ({
    id,
    object: 'model',
    created,
    owned_by: 'system',
    shutdown_date: shutdownDate ?? null,
  }));
  const wanted = path.slice('/v1/models/'.length);
  const one = data.find(({ id }) => id === wanted);
  if (wanted !== '' && !one)
    return fail(openAiError(404, `The model '${wanted}' does not exist`, { code: 'model_not_found' }), response, entry);
  entry.status = 200;
  entry.finished = true;
  sendJson(response, 200, one ?? { object: 'list', data });
}
