/** Hands a request on to a real engine, with the real key of the environment, and streams its answer back. */
import type { ServerResponse } from 'node:http';
import { parseJson } from './http-body.ts';
import type { LoggedModelRequest } from './request-log.ts';

export interface PassThroughTarget {
  /** Address of the path's root, without a slash at the end. */
  readonly origin: string;
  /** What replaces `/v1` at the start of the path. */
  readonly basePath: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Takes the place of the model that was asked for. */
  readonly model?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** OPENAI_BASE_URL (such as http://localhost:11434/v1) or OPENAI_API_KEY; OPENAI_MODEL replaces the model. */
export function openAiTarget(environment: Environment): PassThroughTarget | undefined {
  const key = environment['OPENAI_API_KEY'];
  const base = environment['OPENAI_BASE_URL'];
  if (!key && !base) return undefined;
  const url = new URL(base ?? 'https://api.openai.com/v1');
  const model = environment['OPENAI_MODEL'];
  return {
    origin: url.origin,
    basePath: url.pathname.replace(/\/+$/, ''),
    headers: key ? { authorization: `Bearer ${key}` } : {},
    ...(model && { model }),
  };
}

export function geminiTarget(environment: Environment): PassThroughTarget | undefined {
  const key = environment['GEMINI_API_KEY'];
  if (!key) return undefined;
  return {
    origin: 'https://generativelanguage.googleapis.com',
    basePath: '/v1beta',
    headers: { 'x-goog-api-key': key },
  };
}

export async function passThrough(
  target: PassThroughTarget,
  request: { path: string; body: string; method: string },
  response: ServerResponse,
  entry: LoggedModelRequest,
): Promise<void> {
  const closed = new AbortController();
  response.on('close', () => closed.abort());
  const rest = request.path.replace(/^\/v1(?:beta)?(?=\/)/, '');
  try {
    const answer = await fetch(`${target.origin}${target.basePath}${rest}`, {
      method: request.method,
      headers: { 'content-type': 'application/json', ...target.headers },
      signal: closed.signal,
      ...(request.method !== 'GET' && { body: withModel(request.body, target.model) }),
    });
    entry.status = answer.status;
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
    const decoder = new TextDecoder();
    for await (const part of answer.body ?? []) {
      entry.answer += decoder.decode(part, { stream: true });
      response.write(part);
    }
    entry.finished = true;
    response.end();
  } catch (error) {
    if (closed.signal.aborted) return;
    entry.finished = true;
    if (response.headersSent) return void response.destroy();
    const message = `The real engine could not be reached: ${error instanceof Error ? error.message : 'unknown'}`;
    response.writeHead(502, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message, type: 'server_error', code: null, param: null } }));
  }
}

function withModel(body: string, model: string | undefined): string {
  const parsed = model === undefined ? undefined : parseJson(body);
  return parsed ? JSON.stringify({ ...parsed, model }) : body;
}
