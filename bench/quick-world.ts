/** The real runs over the real Notion adapter against the sandbox, in a time that runs faster. */
import { createNotionWorkspace } from '../lib/adapters/notion/notion-workspace.ts';
import { composeRuns, type Runs } from '../entrypoints/background/compose-runs.ts';
import type { RunRequest } from '../lib/run-request/run-request.ts';
import type { RunView } from '../lib/runs/run-views.ts';
import type { LanguageModel, Usage } from '../lib/language-model/language-model.ts';
import { createRequestGate } from '../lib/notion/request-gate.ts';
import type { Clock } from '../lib/shared/clock.ts';
import { choosePlan } from '../lib/usage/usage-record.ts';
import { serveNotionApi } from '../sandbox/notion/serve.ts';
import { MemoryRunStore } from '../tests/fakes/memory-run-store.ts';
import { createDatabaseCommands } from '../lib/notion-commands/database-commands.ts';
import { ReadRows } from '../lib/notion/read-rows.ts';
import { createMemoryKeyValueStore } from '../tests/fakes/memory-key-value-store.ts';

const TOKEN = 'ntn_bench000000000000000000000000000000000000000BENCH';
/** Of a request where time skips. */
const LATENCY_MS = 250;
/** Requests a minute: https://developers.notion.com/reference/request-limits */
export const PLAN_LIMIT = { plus: 180, business: 600 } as const;

export interface QuickWorldOptions {
  readonly plan: keyof typeof PLAN_LIMIT;
  /**
   * How much faster the time runs. Where many rows end in a second, this machine must not be what binds. `skips`: time stands still
   * while something is done, and jumps to what comes next: however busy the machine is, the figures are the same.
   */
  readonly speed: number | 'skips';
  readonly model: (clock: Clock) => LanguageModel;
  /** Dollars; default: not known. */
  readonly priceOf?: (usage: Usage) => number;
}

export type QuickWorld = Awaited<ReturnType<typeof createQuickWorld>>;

export async function createQuickWorld({ plan, speed, model, priceOf }: QuickWorldOptions) {
  const { clock, during, stop } =
    speed === 'skips' ? createSkippingClock() : { clock: createFastClock(speed), during: null, stop: () => undefined };
  const served = await serveNotionApi({ now: clock.now });
  const { api } = served;
  api.world.addWorkspace({ name: 'Bench', plan });
  const gate = createRequestGate();
  const fetchServed = (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    fetch(String(input instanceof Request ? input.url : input).replace('https://api.notion.com', served.url), init);
  const fetchHere: typeof fetch = during
    ? async (input, init) => {
        const response = await during(async () => {
          const answer = await fetchServed(input, init);
          return new Response(await answer.arrayBuffer(), answer);
        });
        await clock.sleep(LATENCY_MS);
        return response;
      }
    : fetchServed;
  const workspace = createNotionWorkspace({ token: TOKEN, fetch: fetchHere, clock, gate });
  const store = new MemoryRunStore();
  await store.changeUsage('workspace-1', (usage) => choosePlan(usage, { plan: 'unlimited' }));
  const readRows = new ReadRows(clock.now);
  const runs: Runs = composeRuns({
    store,
    readRows,
    owner: 'bench',
    random: Math.random,
    wakeup: { at: (time) => void clock.sleep(Math.max(0, time - clock.now())).then(() => runs.pump()) },
    keepAlive: { hold: () => undefined, release: () => undefined },
    onDefect: (error) => {
      throw error;
    },
    workspaceId: async () => 'workspace-1',
    resolveEngine: async () => ({ engine: 'openai', model: 'bench' }),
    ensureConnection: async (_id, { options, target }) => ({
      id: 'connection-1',
      name: 'Bench',
      target,
      workspaceId: 'workspace-1',
      workspaceName: 'Bench',
      options,
      createdAt: 0,
      updatedAt: 0,
      stats: { rowsDone: 0, rowsFailed: 0, prompts: 0, tokens: 0, cost: 0 },
    }),
    connectionNames: async () => new Map([['connection-1', 'Bench']]),
    workspaceNow: async () => workspace,
    notionWindow: () => {
      const { limit = PLAN_LIMIT[plan], ...window } = gate.window(clock.now());
      return { ...window, limit };
    },
    pricesAsOf: '2026-11-21',
    ports: {
      clock,
      workspaceFor: async () => workspace,
      modelFor: async () => model(clock),
      priceOf: async (_model, _engine, usage) => priceOf?.(usage),
      writingSettings: async () => ({ outputLanguage: '', systemInstructions: '', contextCharacters: 24_000 }),
      writesAsPerson: async () => false,
      newNonce: () => 'nonce-1234',
    },
  });
  const database = createDatabaseCommands(
    async () => workspace,
    store,
    clock.now,
    createMemoryKeyValueStore(),
    readRows,
  );
  return { clock, api, runs, database, token: TOKEN, close: () => (stop(), served.close()) };
}

/** Starts a run and looks at it each second until it is over. */
export async function fill(
  { runs, clock }: QuickWorld,
  id: string,
  request: RunRequest,
  look?: (view: RunView) => void,
): Promise<RunView> {
  await runs.service.start({ id, request });
  for (;;) {
    await clock.sleep(1_000);
    const view = await runs.history.view(id);
    if (view.state === 'paused') throw new Error(JSON.stringify(view.failure));
    if (view.endedAt !== undefined) return view;
    look?.(view);
  }
}

function createFastClock(speed: number): Clock {
  const origin = Date.now();
  return {
    now: () => origin + (Date.now() - origin) * speed,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, ms / speed);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason as Error);
        });
      }),
  };
}

/** Turns without anything new after which nothing more will come by itself. */
const CALM_TURNS = 4;

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** `during`: time stands still while it lasts. */
function createSkippingClock() {
  let now = Date.now();
  let busy = 0;
  let calm = 0;
  const sleepers = new Set<Sleeper>();
  let isOver = false;
  const turn = (): void => {
    if (isOver) return;
    calm = busy > 0 ? 0 : calm + 1;
    if (calm >= CALM_TURNS && sleepers.size > 0) {
      calm = 0;
      const next = [...sleepers].reduce((first, one) => (one.at < first.at ? one : first));
      now = Math.max(now, next.at);
      next.wake();
    }
    setImmediate(turn);
  };
  setImmediate(turn);
  const clock: Clock = {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        calm = 0;
        const sleeper = {
          at: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason as Error);
        });
      }),
  };
  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    busy += 1;
    try {
      return await work();
    } finally {
      busy -= 1;
      calm = 0;
    }
  };
  return { clock, during, stop: () => void (isOver = true) };
}
