import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, conflict, invalid, invalidUrl } from './api-error.ts';
import type { Context, ViewQuery } from './context.ts';
import type { Answer } from './answer.ts';
import { isApplied, played } from './fault-answers.ts';
import { FaultInjector } from './faults.ts';
import type { Fault } from './faults.ts';
import { normalizeId } from './ids.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { RateLimiter } from './limiter.ts';
import type { Change, Token } from './model.ts';
import { readBody, TooLarge } from './read-body.ts';
import { RequestLog } from './request-log.ts';
import type { LoggedRequest } from './request-log.ts';
import { route } from './router.ts';
import type { RowSnapshots } from './row-cursors.ts';
import { keepSent } from '../sent-requests.ts';
import { DEFAULTS } from './settings.ts';
import type { Settings } from './settings.ts';
import { TaskStore } from './task-store.ts';
import { TemplateWork } from './templates.ts';
import { World } from './world.ts';

export interface NotionApiOptions {
  /** Milliseconds since the epoch. */
  now?: () => number;
  newId?: () => string;
  /** Waits for a "slow" fault; tests may pass one that does not. */
  sleep?: (ms: number) => Promise<void>;
  settings?: Partial<Settings>;
}

export interface NotionApi {
  handle(request: IncomingMessage, response: ServerResponse): void;
  world: World;
  faults: FaultInjector;
  limiter: RateLimiter;
  log: RequestLog;
  settings: Settings;
  /** Ids of rows that queries give without their properties. */
  partialRows: Set<string>;
  /** Returns the function that stops listening. */
  on(event: 'change', listener: (change: Change) => void): () => void;
}

const VERSIONS = ['2025-09-03', '2026-03-11'];
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** A strict stand-in for https://api.notion.com: what the documentation forbids, it refuses. */
export function createNotionApi(options: NotionApiOptions = {}): NotionApi {
  const world = new World({
    ...(options.now ? { now: options.now } : {}),
    ...(options.newId ? { newId: options.newId } : {}),
  });
  const server = new ApiServer(world, { ...DEFAULTS, ...options.settings }, options.sleep ?? wait);
  return {
    handle: (request, response) => void server.serve(request, response),
    world,
    faults: server.faults,
    limiter: server.limiter,
    log: server.log,
    settings: server.settings,
    partialRows: server.partialRows,
    on: (event, listener) => world.on(event, listener),
  };
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

class ApiServer {
  readonly faults = new FaultInjector();
  readonly limiter = new RateLimiter();
  readonly log = new RequestLog();
  readonly partialRows = new Set<string>();
  readonly world: World;
  readonly settings: Settings;
  private readonly tasks = new TaskStore();
  private readonly templates: TemplateWork;
  private readonly writing = new Set<string>();
  private readonly queries = new Map<string, ViewQuery>();
  private readonly rowSnapshots: RowSnapshots = [];
  private readonly sleep: (ms: number) => Promise<void>;

  constructor(world: World, settings: Settings, sleep: (ms: number) => Promise<void>) {
    this.world = world;
    this.templates = new TemplateWork(world);
    this.settings = settings;
    this.sleep = sleep;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://api.notion.com');
    const method = request.method ?? 'GET';
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const entry = this.log.add({
      method,
      path: url.pathname,
      query: url.search,
      token: bearer.slice(-4),
      body: undefined,
      time: this.world.now(),
      status: 0,
    });
    try {
      if (method === 'OPTIONS') return this.send(response, entry, 204, {}, '');
      const raw = await readBody(request);
      if (response.destroyed) return;
      entry.body = parsed(raw);
      keepSent('notion', method, url.pathname, entry.body, request.headers);
      const fault = this.faults.take(method, url.pathname);
      if (fault) entry.fault = fault.type;
      if (fault?.type === 'drop' && fault.when === 'before') return void request.socket.destroy();
      if (fault?.type === 'slow' && fault.when !== 'after') await this.sleep(fault.delayMs);
      if (fault && !isApplied(fault)) return this.play(response, entry, fault, undefined);
      const answer = await this.inTurn(method, url, () => {
        // The browser sent it again by itself: what the first one made stays, only the second is answered.
        if (fault?.type === 'resent') this.answer(request, url, bearer, raw, entry);
        return this.answer(request, url, bearer, raw, entry);
      });
      if (fault?.type === 'drop') return void request.socket.destroy();
      if (fault?.type === 'slow' && fault.when === 'after') await this.sleep(fault.delayMs);
      if (fault && fault.type !== 'slow' && fault.type !== 'resent') return this.play(response, entry, fault, answer);
      this.send(response, entry, answer.status ?? 200, JSON_TYPE, { ...answer.body, request_id: this.world.newId() });
    } catch (error) {
      this.fail(response, entry, error);
    }
  }

  /** Takes the time a request takes, and refuses a second write to the same page or block meanwhile. */
  private async inTurn(method: string, url: URL, run: () => Answer): Promise<Answer> {
    if (this.settings.latency <= 0) return run();
    const key = method === 'GET' ? undefined : normalizeId(url.pathname.split('/')[3] ?? '');
    if (key !== undefined && this.writing.has(key)) throw conflict();
    if (key !== undefined) this.writing.add(key);
    try {
      await this.sleep(this.settings.latency);
      return run();
    } finally {
      if (key !== undefined) this.writing.delete(key);
    }
  }

  /** Runs the request through every door, in order: token, limit, version, address, body, endpoint. */
  private answer(request: IncomingMessage, url: URL, bearer: string, raw: string, entry: LoggedRequest): Answer {
    const token = this.world.tokens.get(bearer);
    const workspace = this.world.workspaces.get(token?.workspaceId ?? '');
    if (!token || token.revoked || !workspace) throw new ApiError(401, 'unauthorized', 'API token is invalid.');
    this.limiter.take(token, workspace, this.world.now());
    const version = request.headers['notion-version'];
    const found = route(entry.method, url.pathname);
    if (!found) {
      this.log.unexpected.push(`${entry.method} ${url.pathname}`);
      throw invalidUrl();
    }
    if (version === undefined || version === '') {
      throw new ApiError(
        400,
        'missing_version',
        'Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`.',
      );
    }
    if (!VERSIONS.includes(String(version))) {
      throw invalid(
        `Notion-Version header failed validation: Notion-Version header should be ${VERSIONS.map((one) => `\`"${one}"\``).join(' or ')}, instead was \`"${String(version)}"\`.`,
      );
    }
    const body = entry.method === 'GET' || entry.method === 'DELETE' ? undefined : parse(request, raw);
    const context: Context = {
      world: this.world,
      settings: this.settings,
      tasks: this.tasks,
      templates: this.templates,
      queries: this.queries,
      partialRows: this.partialRows,
      rowSnapshots: this.rowSnapshots,
      token,
      workspace,
      actor: actorOf(token),
      legacy: version === '2025-09-03',
      params: found.params,
      query: url.searchParams,
      body,
    };
    this.templates.settle();
    return found.endpoint(context);
  }

  private play(response: ServerResponse, entry: LoggedRequest, fault: Fault, answer: Answer | undefined): void {
    const { status, headers, raw, error } = played(fault, answer, this.world.now());
    if (error) return this.sendError(response, entry, error, headers);
    response.writeHead(status, headers).end(raw);
    entry.status = status;
  }

  private fail(response: ServerResponse, entry: LoggedRequest, error: unknown): void {
    if (response.destroyed) return;
    if (error instanceof TooLarge) {
      if (this.settings.oversize === 413) {
        entry.status = 413;
        return void response
          .writeHead(413, { 'content-type': 'text/html' })
          .end('<html><h1>413 Payload Too Large</h1></html>');
      }
      return this.sendError(response, entry, invalid('Request body is too large: it should be ≤ 500 KB.'));
    }
    if (error instanceof ApiError) {
      const seconds = error.status === 429 ? error.additionalData?.retry_after : undefined;
      return this.sendError(response, entry, error, typeof seconds === 'string' ? { 'retry-after': seconds } : {});
    }
    const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`The stand-in for Notion failed: ${shown}\n`);
    this.sendError(response, entry, new ApiError(500, 'internal_server_error', `Fault of the stand-in: ${shown}`));
  }

  private sendError(
    response: ServerResponse,
    entry: LoggedRequest,
    error: ApiError,
    headers: Record<string, string> = {},
  ): void {
    this.send(
      response,
      entry,
      error.status,
      { ...JSON_TYPE, ...headers },
      {
        object: 'error',
        status: error.status,
        code: error.code,
        message: error.message,
        ...(error.additionalData ? { additional_data: error.additionalData } : {}),
        request_id: this.world.newId(),
      },
    );
  }

  private send(
    response: ServerResponse,
    entry: LoggedRequest,
    status: number,
    headers: Record<string, string>,
    body: JsonObject | string,
  ): void {
    entry.status = status;
    const requestId = isObject(body) && typeof body.request_id === 'string' ? body.request_id : this.world.newId();
    const shown = typeof body === 'string' ? body : JSON.stringify(body);
    response
      .writeHead(status, { ...headers, 'x-notion-request-id': requestId, 'cf-ray': '8f0000000000abcd-FRA' })
      .end(shown);
  }
}

/** Writes are signed by the bot, or by the person behind a personal access token. */
const actorOf = (token: Token): string => token.ownerId ?? token.botId;

/** The body for the log; undefined when it is no JSON. */
function parsed(raw: string): Json | undefined {
  try {
    return JSON.parse(raw) as Json;
  } catch {
    return undefined;
  }
}

function parse(request: IncomingMessage, raw: string): Json | undefined {
  if (raw === '') return undefined;
  if (!/^application\/json/.test(request.headers['content-type'] ?? '')) {
    throw new ApiError(400, 'invalid_json', 'Error parsing JSON body: Content-Type should be application/json.');
  }
  try {
    return JSON.parse(raw) as Json;
  } catch {
    throw new ApiError(400, 'invalid_json', 'Error parsing JSON body.');
  }
}
