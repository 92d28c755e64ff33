/**
 * A stand-in of api.anthropic.com: POST /v1/messages and GET /v1/models, as strict as the real one about what the extension
 * sends. It knows one tool, the search of the web, which is made up; it does not know images or batches.
 * https://docs.anthropic.com/en/api/messages, https://docs.anthropic.com/en/api/errors
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { anthropicFailureOf, anthropicError, type AnthropicFailure } from './anthropic-errors.ts';
import { messageFrames } from './anthropic-wire.ts';
import { answerFor, countTokens, scriptAnswers } from './answers.ts';
import { isEndedByFault } from './early-faults.ts';
import { createFaultQueue } from './faults.ts';
import { isRecord, parseJson, readBody, sendJson } from './http-body.ts';
import { newEntry, type ModelServer } from './openai-api.ts';
import type { LoggedModelRequest } from './request-log.ts';
import { pagesAbout } from './responses-api.ts';
import { faultOfKey } from './sandbox-key.ts';
import { sendFrames, watchClient } from './send-frames.ts';
import type { ModelServerOptions } from './server-options.ts';
import { strictSchemaFault } from './strict-schema.ts';

/** `effort`: whether it can be told how much to think. */
export const ANTHROPIC_MODELS = [
  { id: 'claude-sonnet-5-5', display_name: 'Claude Sonnet 5.5', effort: true },
  { id: 'claude-haiku-5-5', display_name: 'Claude Haiku 5.5', effort: false },
] as const;

const KNOWN = new Set(
  'model max_tokens messages system stream temperature top_p top_k stop_sequences metadata output_config thinking tools tool_choice service_tier'.split(
    ' ',
  ),
);

export function createAnthropicApi(options: ModelServerOptions = {}): ModelServer {
  const log: LoggedModelRequest[] = [];
  const faults = createFaultQueue();
  const script = options.script ?? scriptAnswers();
  const now = options.now ?? Date.now;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const text = await readBody(request);
    const body = parseJson(text);
    const key = String(request.headers['x-api-key'] ?? '');
    const entry = withSystem(newEntry(request, path, key, body, now()), body);
    log.push(entry);
    watchClient(response, entry);
    response.setHeader('request-id', `req_sandbox${String(log.length).padStart(6, '0')}`);
    const isModels = request.method === 'GET' && path === '/v1/models';
    const fault =
      faultOfKey(key, options.keys) ??
      faults.take({ on: isModels ? 'models' : 'generate', prompt: entry.prompt, model: entry.model });
    if (await isEndedByFault(fault, response, entry)) return;
    const refused =
      headerFault(request, key) ??
      (fault && anthropicFailureOf(fault, entry.model)) ??
      (isModels ? undefined : bodyFault(request, path, body));
    if (refused) return fail(refused, response, entry);
    entry.status = 200;
    if (isModels) {
      entry.finished = true;
      const data = ANTHROPIC_MODELS.map(({ id, display_name }) => ({ type: 'model', id, display_name }));
      return sendJson(response, 200, { data, has_more: false, first_id: data[0]?.id, last_id: data.at(-1)?.id });
    }
    const query = /kind="topic"[^>]*>([^<]+)</u.exec(entry.prompt)?.[1] ?? entry.prompt.slice(0, 60);
    const pages = searchToolOf(body ?? {}) === undefined ? undefined : pagesAbout(query);
    const answer = answerFor({ ...askedOf(entry, body ?? {}), ...(pages && { pages }) }, script, now());
    const meta = {
      ...(pages && !answer.isUnsearched && { search: { query, pages } }),
      id: `msg_sandbox${log.length}`,
      model: entry.model,
      inputTokens: countTokens(entry.system + entry.prompt),
    };
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
    await sendFrames(response, messageFrames(answer, meta, fault), entry, options.chunkDelayMs ?? 15);
  }

  return { handle, log, faults };
}

/** The standing instructions are a field of their own here. */
function withSystem(entry: LoggedModelRequest, body: Record<string, unknown> | undefined): LoggedModelRequest {
  return { ...entry, system: typeof body?.['system'] === 'string' ? body['system'] : '' };
}

function askedOf(entry: LoggedModelRequest, body: Record<string, unknown>) {
  const config = isRecord(body['output_config']) ? body['output_config'] : {};
  const format = isRecord(config['format']) ? config['format'] : {};
  const limit = body['max_tokens'];
  return {
    model: entry.model,
    system: entry.system,
    prompt: entry.prompt,
    json: format['type'] === 'json_schema',
    ...(isRecord(format['schema']) && { schema: format['schema'] }),
    ...(typeof limit === 'number' && { maxOutputTokens: limit }),
  };
}

function fail({ status, body, headers }: AnthropicFailure, response: ServerResponse, entry: LoggedModelRequest): void {
  entry.status = status;
  entry.finished = true;
  sendJson(response, status, body, headers);
}

function headerFault({ headers }: IncomingMessage, key: string): AnthropicFailure | undefined {
  if (key === '') return anthropicError(401, 'authentication_error', 'x-api-key header is required');
  if (headers['anthropic-version'] === undefined)
    return anthropicError(400, 'invalid_request_error', 'anthropic-version: header is required');
  if (headers.origin !== undefined && headers['anthropic-dangerous-direct-browser-access'] !== 'true') {
    return anthropicError(
      401,
      'authentication_error',
      "CORS requests must set 'anthropic-dangerous-direct-browser-access' header",
    );
  }
  return undefined;
}

function bodyFault(
  { method }: IncomingMessage,
  path: string,
  body: Record<string, unknown> | undefined,
): AnthropicFailure | undefined {
  const invalid = (message: string): AnthropicFailure => anthropicError(400, 'invalid_request_error', message);
  if (method !== 'POST' || path !== '/v1/messages') return anthropicError(404, 'not_found_error', 'Not found');
  if (!body) return invalid('The request body is not valid JSON');
  const model = ANTHROPIC_MODELS.find(({ id }) => id === body['model']);
  if (!model) return anthropicError(404, 'not_found_error', `model: ${String(body['model'])}`);
  const unknown = Object.keys(body).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) return invalid(`${unknown}: Extra inputs are not permitted`);
  const limit = body['max_tokens'];
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1) return invalid('max_tokens: Field required');
  const { messages, temperature, output_config: config } = body;
  if (!Array.isArray(messages) || messages.length === 0) return invalid('messages: at least one message is required');
  const stranger = messages.find(
    (message) => !isRecord(message) || !['user', 'assistant'].includes(String(message['role'])),
  );
  if (stranger !== undefined) return invalid("messages.0.role: Input should be 'user' or 'assistant'");
  if (typeof temperature === 'number' && temperature > 1)
    return invalid('temperature: Input should be less than or equal to 1');
  return searchFault(body, invalid) ?? (isRecord(config) ? configFault(config, model, invalid) : undefined);
}

function configFault(
  config: Record<string, unknown>,
  model: (typeof ANTHROPIC_MODELS)[number],
  invalid: (message: string) => AnthropicFailure,
): AnthropicFailure | undefined {
  const { effort, format } = config;
  if (effort !== undefined && !model.effort) return invalid('This model does not support the effort parameter.');
  if (effort !== undefined && !['low', 'medium', 'high', 'max'].includes(String(effort)))
    return invalid("output_config.effort: Input should be 'low', 'medium', 'high' or 'max'");
  if (!isRecord(format)) return undefined;
  const fault = strictSchemaFault(format['schema']);
  return fault === undefined ? undefined : invalid(`output_config.format.schema: ${fault}`);
}

const searchToolOf = ({ tools }: Record<string, unknown>): Record<string, unknown> | undefined =>
  Array.isArray(tools) ? tools.find(isRecord) : undefined;

/** The one tool that it knows, and what its citations do not go with. https://docs.claude.com/en/docs/agents-and-tools/tool-use/web-search-tool */
function searchFault(
  body: Record<string, unknown>,
  invalid: (message: string) => AnthropicFailure,
): AnthropicFailure | undefined {
  const tool = searchToolOf(body);
  if (!tool) return undefined;
  if (tool['type'] !== 'web_search_20250305' || tool['name'] !== 'web_search')
    return invalid(`tools.0: Input tag '${String(tool['type'])}' found using 'type' does not match any of the tools`);
  if (!Number.isInteger(tool['max_uses']) || Number(tool['max_uses']) < 1)
    return invalid('tools.0.max_uses: Input should be greater than 0');
  const config = body['output_config'];
  return isRecord(config) && config['format'] !== undefined
    ? invalid('output_config.format: cannot be used together with citations')
    : undefined;
}
