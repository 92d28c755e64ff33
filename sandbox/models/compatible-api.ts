/**
 * A stand-in of a local OpenAI-compatible server in the manner of Ollama: no key, an OpenAI-like subset under /v1, and every
 * Origin that is not its own refused with 403 and an empty body. https://docs.ollama.com/api/openai-compatibility
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerFor, countTokens, scriptAnswers } from './answers.ts';
import { LOCAL_MODELS } from './catalogue.ts';
import { isEndedByFault } from './early-faults.ts';
import { createFaultQueue } from './faults.ts';
import { isRecord, parseJson, readBody, sendJson } from './http-body.ts';
import { answerRequestOf, fail, newEntry, type ModelServer } from './openai-api.ts';
import { openAiFailureOf } from './openai-errors.ts';
import { completionBody, completionFrames } from './openai-wire.ts';
import type { LoggedModelRequest } from './request-log.ts';
import { keepSent } from '../sent-requests.ts';
import { nativeAnswer, type NativeServer } from './native-lists.ts';
import { sendFrames, watchClient } from './send-frames.ts';
import type { ModelServerOptions } from './server-options.ts';

export interface CompatibleOptions extends ModelServerOptions {
  /** Which origins are served besides none at all. Ollama: OLLAMA_ORIGINS. Default: http(s)://localhost and 127.0.0.1. */
  readonly isOriginAllowed?: (origin: string) => boolean;
  /** With keys, as OpenRouter or vLLM; without, as Ollama. */
  readonly keys?: readonly string[];
  /** How much of structured output it knows. Default `json_schema`. */
  readonly structured?: 'json_schema' | 'json_object' | 'none';
  /** A list of its own beside the one in OpenAI's form. */
  readonly native?: NativeServer;
}

const isLocalOrigin = (origin: string): boolean => /^https?:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?$/.test(origin);

export function createCompatibleApi(options: CompatibleOptions = {}): ModelServer {
  const log: LoggedModelRequest[] = [];
  const faults = createFaultQueue();
  const script = options.script ?? scriptAnswers();
  const now = options.now ?? Date.now;
  const isAllowed = options.isOriginAllowed ?? isLocalOrigin;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const origin = request.headers.origin;
    const text = await readBody(request);
    const body = parseJson(text);
    const key = /^Bearer\s+(.*)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const entry = newEntry(request, path, key, body, now());
    log.push(entry);
    if (path.startsWith('/v1/')) keepSent('compatible', entry.method, path, body, request.headers);
    watchClient(response, entry);
    if (origin !== undefined && !isAllowed(origin)) {
      entry.status = 403;
      entry.finished = true;
      response.writeHead(403).end();
      return;
    }
    if (origin !== undefined) response.setHeader('access-control-allow-origin', origin);
    if (request.method === 'OPTIONS') {
      response
        .writeHead(204, {
          'access-control-allow-headers': 'Authorization,Content-Type',
          'access-control-allow-methods': 'GET,POST',
        })
        .end();
      return;
    }
    if (options.keys && !options.keys.includes(key)) {
      entry.finished = true;
      return sendJson(response, 401, { error: 'unauthorized' });
    }
    await route(request, path, body, response, entry);
  }

  async function route(
    request: IncomingMessage,
    path: string,
    body: Record<string, unknown> | undefined,
    response: ServerResponse,
    entry: LoggedModelRequest,
  ): Promise<void> {
    const isModels = request.method === 'GET' && path === '/v1/models';
    const fault = faults.take({ on: isModels ? 'models' : 'generate', prompt: entry.prompt, model: entry.model });
    if (await isEndedByFault(fault, response, entry)) return;
    const early = fault && openAiFailureOf(fault, entry.model, '');
    if (early) return fail(early, response, entry);
    entry.finished = path !== '/v1/chat/completions';
    if (isModels) {
      const data = LOCAL_MODELS.map((id) => ({ id, object: 'model', created: 1_760_000_000, owned_by: 'library' }));
      return sendJson(response, 200, { object: 'list', data });
    }
    const native = options.native && nativeAnswer(options.native, path, body);
    if (native) return sendJson(response, 200, native);
    if (request.method !== 'POST' || path !== '/v1/chat/completions') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
      return;
    }
    const refused = refusal(body, options.structured ?? 'json_schema');
    if (refused || !body) return fail(refused ?? { status: 400, body: { error: 'invalid JSON' } }, response, entry);
    const answer = answerFor(answerRequestOf(entry, body), script, now());
    const meta = {
      id: `chatcmpl-${log.length}`,
      created: Math.floor(now() / 1000),
      model: entry.model,
      promptTokens: countTokens(entry.system + entry.prompt),
      includeUsage: isRecord(body['stream_options']) && body['stream_options']['include_usage'] === true,
    };
    entry.status = 200;
    if (body['stream'] !== true || fault?.kind === 'json-instead-of-sse') {
      entry.answer = answer.text;
      entry.finished = true;
      return sendJson(response, 200, completionBody(answer, meta, fault));
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    await sendFrames(response, completionFrames(answer, meta, fault), entry, options.chunkDelayMs ?? 15);
  }

  return { handle, log, faults };
}

function refusal(
  body: Record<string, unknown> | undefined,
  structured: string,
): { status: number; body: unknown } | undefined {
  const error = (status: number, message: string): { status: number; body: unknown } => ({
    status,
    body: { error: { message, type: 'invalid_request_error', param: null, code: null } },
  });
  if (!body) return error(400, 'invalid request body');
  if (!LOCAL_MODELS.includes(String(body['model'])))
    return error(404, `model "${String(body['model'])}" not found, try pulling it first`);
  if (!Array.isArray(body['messages']) || body['messages'].length === 0)
    return error(400, "[] is too short - 'messages'");
  if (body['messages'].some((message) => isRecord(message) && message['role'] === 'developer')) {
    return error(400, 'invalid role: developer');
  }
  const format = isRecord(body['response_format']) ? String(body['response_format']['type']) : 'text';
  const isKnown =
    format === 'text' || structured === 'json_schema' || (structured === 'json_object' && format === 'json_object');
  return isKnown ? undefined : error(400, `response_format type ${format} is not supported by this server`);
}
