/**
 * A stand-in of generativelanguage.googleapis.com for the sandbox and the tests: generateContent,
 * streamGenerateContent?alt=sse and the list of models, in v1beta and v1. https://ai.google.dev/api/generate-content
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerFor, countTokens, scriptAnswers } from './answers.ts';
import type { AnswerRequest } from './answer-request.ts';
import { GEMINI_MODELS } from './catalogue.ts';
import { isEndedByFault } from './early-faults.ts';
import { createFaultQueue, type Fault } from './faults.ts';
import {
  geminiError,
  geminiFailureOf,
  geminiModelNotFound,
  geminiRequestFault,
  type GeminiFailure,
} from './gemini-errors.ts';
import { geminiBody, geminiFrames, readGrounding, searchGrounding } from './gemini-wire.ts';
import { isRecord, parseJson, readBody, sendJson } from './http-body.ts';
import type { ModelServer } from './openai-api.ts';
import { geminiTarget, passThrough } from './pass-through.ts';
import { keyTail, publicHeaders, type LoggedModelRequest } from './request-log.ts';
import { pagesAbout } from './responses-api.ts';
import { faultOfKey } from './sandbox-key.ts';
import { sendFrames, watchClient } from './send-frames.ts';
import { keepSent } from '../sent-requests.ts';
import type { ModelServerOptions } from './server-options.ts';

const CORS = { 'access-control-allow-origin': '*' };

export function createGeminiApi(options: ModelServerOptions = {}): ModelServer {
  const log: LoggedModelRequest[] = [];
  const faults = createFaultQueue();
  const script = options.script ?? scriptAnswers();
  const now = options.now ?? Date.now;
  const target = geminiTarget(options.env ?? {});
  let count = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://generativelanguage.googleapis.com');
    if (request.method === 'OPTIONS') {
      response
        .writeHead(204, { ...CORS, 'access-control-allow-headers': '*', 'access-control-allow-methods': '*' })
        .end();
      return;
    }
    response.setHeader('access-control-allow-origin', '*');
    const text = await readBody(request);
    const body = parseJson(text);
    const key = String(request.headers['x-goog-api-key'] ?? url.searchParams.get('key') ?? '');
    const call = /^\/v1(?:beta)?\/models\/([^/:]+)(?::(\w+))?$/.exec(url.pathname);
    const entry = newEntry(request, url, call?.[1] ?? '', key, body, now());
    log.push(entry);
    keepSent('gemini', entry.method, url.pathname, body, request.headers);
    watchClient(response, entry);
    count += 1;
    const isModels = request.method === 'GET';
    const fault =
      faultOfKey(key, options.keys) ??
      faults.take({ on: isModels ? 'models' : 'generate', prompt: entry.prompt, model: entry.model });
    if (await isEndedByFault(fault, response, entry)) return;
    const early = fault && geminiFailureOf(fault, entry.model, key);
    if (early) return fail(early, response, entry);
    if (target) {
      return passThrough(
        target,
        { path: url.pathname + url.search, body: text, method: request.method ?? 'GET' },
        response,
        entry,
      );
    }
    if (isModels) return sendModels(url, response, entry);
    const isGenerate = call?.[2] === 'generateContent' || call?.[2] === 'streamGenerateContent';
    if (!isGenerate) return fail(geminiError(404, 'NOT_FOUND', 'Requested entity was not found.'), response, entry);
    const refused = requestFault(body, entry.model);
    if (refused) return fail(refused, response, entry);
    await sendAnswer(body ?? {}, call[2] === 'streamGenerateContent', url, fault, response, entry);
  }

  async function sendAnswer(
    body: Record<string, unknown>,
    isStream: boolean,
    url: URL,
    fault: Fault | undefined,
    response: ServerResponse,
    entry: LoggedModelRequest,
  ): Promise<void> {
    const answer = answerFor(answerRequestOf(entry, body), script, now());
    const grounding = groundingOf(body, entry.prompt);
    const meta = {
      ...(grounding && !answer.isUnsearched && { grounding }),
      model: entry.model,
      responseId: `sandbox${count}`,
      promptTokens: countTokens(entry.system + entry.prompt),
    };
    entry.status = 200;
    if (!isStream || fault?.kind === 'json-instead-of-sse' || url.searchParams.get('alt') !== 'sse') {
      entry.answer = answer.text;
      entry.finished = true;
      const whole = geminiBody(answer, meta, fault);
      // Without alt=sse a stream is one JSON array.
      return sendJson(response, 200, isStream && url.searchParams.get('alt') !== 'sse' ? [whole] : whole);
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    await sendFrames(response, geminiFrames(answer, meta, fault), entry, options.chunkDelayMs ?? 15);
  }

  return { handle, log, faults };
}

function requestFault(body: Record<string, unknown> | undefined, model: string): GeminiFailure | undefined {
  const known = GEMINI_MODELS.find(({ id }) => id === model);
  if (!known?.methods.includes('generateContent')) return geminiModelNotFound(model);
  return body
    ? geminiRequestFault(body, model)
    : geminiError(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received.');
}

/** What its tools make of a request. */
function groundingOf(
  { tools }: Record<string, unknown>,
  prompt: string,
): Readonly<Record<string, unknown>> | undefined {
  const [tool] = Array.isArray(tools) ? (tools as unknown[]).filter(isRecord) : [];
  if (tool?.['url_context']) return readGrounding(prompt);
  const query = prompt.split('\n')[0]?.slice(0, 60) ?? '';
  return tool?.['google_search'] ? searchGrounding(query, pagesAbout(query)) : undefined;
}

function partsText(content: unknown): string {
  const parts = isRecord(content) && Array.isArray(content['parts']) ? content['parts'].filter(isRecord) : [];
  return parts.map((part) => String(part['text'] ?? '')).join('');
}

function newEntry(
  request: IncomingMessage,
  url: URL,
  model: string,
  key: string,
  body: Record<string, unknown> | undefined,
  at: number,
): LoggedModelRequest {
  const contents = Array.isArray(body?.['contents']) ? body['contents'].filter(isRecord) : [];
  url.searchParams.delete('key');
  return {
    at,
    method: request.method ?? 'GET',
    path: url.pathname + url.search,
    keyTail: keyTail(key),
    model,
    system: partsText(body?.['systemInstruction']),
    prompt: contents
      .filter((content) => content['role'] === 'user')
      .map(partsText)
      .join('\n\n'),
    headers: publicHeaders(request.headers),
    body,
    status: 0,
    aborted: false,
    finished: false,
    answer: '',
  };
}

function answerRequestOf(entry: LoggedModelRequest, body: Record<string, unknown>): AnswerRequest {
  const config = isRecord(body['generationConfig']) ? body['generationConfig'] : {};
  const schema = config['responseJsonSchema'] ?? config['responseSchema'];
  return {
    model: entry.model,
    system: entry.system,
    prompt: entry.prompt,
    json: config['responseMimeType'] === 'application/json',
    ...(isRecord(schema) && { schema }),
    ...(typeof config['maxOutputTokens'] === 'number' && { maxOutputTokens: config['maxOutputTokens'] }),
  };
}

function fail(failure: GeminiFailure, response: ServerResponse, entry: LoggedModelRequest): void {
  entry.status = failure.status;
  entry.finished = true;
  sendJson(response, failure.status, failure.body);
}

/** The list in pages, as the real one: `pageSize` (default 50, at most 1000) and `pageToken`. */
function sendModels(url: URL, response: ServerResponse, entry: LoggedModelRequest): void {
  const size = Math.min(1000, Math.max(1, Number(url.searchParams.get('pageSize') ?? 50) || 50));
  const start = Number(url.searchParams.get('pageToken') ?? 0) || 0;
  const models = GEMINI_MODELS.slice(start, start + size).map((model) => ({
    name: `models/${model.id}`,
    version: '001',
    displayName: model.name,
    description: 'A model of the sandbox.',
    inputTokenLimit: model.inputTokenLimit,
    outputTokenLimit: model.outputTokenLimit,
    supportedGenerationMethods: model.methods,
    temperature: 1,
    maxTemperature: 2,
    topP: 0.95,
    topK: 64,
    thinking: true,
  }));
  const next = start + size;
  entry.status = 200;
  entry.finished = true;
  sendJson(response, 200, { models, ...(next < GEMINI_MODELS.length && { nextPageToken: String(next) }) });
}
