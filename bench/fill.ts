/**
 * A fill of 1,000 rows with the real Notion adapter against the sandbox, in a time that runs faster: how close it comes
 * to what the rate window allows (180 or 600 requests a minute, https://developers.notion.com/reference/request-limits), and
 * to what a slow model allows.
 */
import { createNotionWorkspace } from '../lib/adapters/notion/notion-workspace.ts';
import { composeRuns } from '../lib/runs/compose-runs.ts';
import type { RunRequest } from '../lib/jobs/run.ts';
import type { RunView } from '../lib/messaging/protocol.ts';
import type { LanguageModel } from '../lib/language-model/language-model.ts';
import { createRequestGate } from '../lib/notion/request-gate.ts';
import { choosePlan } from '../lib/usage/usage-record.ts';
import type { Clock } from '../lib/shared/clock.ts';
import { serveNotionApi } from '../sandbox/notion/serve.ts';
import { createMemoryKeyValueStore } from '../tests/fakes/memory-key-value-store.ts';
import { MemoryRunStore } from '../tests/fakes/memory-run-store.ts';

const ROWS = 1_000;
const WINDOW_MS = 60_000;
/** Rows in flight at most, when the engine never complains. */
const IN_FLIGHT = 12;
/** A fill may take this much longer than the limit that binds it. */
const ALLOWED = { window: 1.05, model: 1.1 } as const;
const TOKEN = 'ntn_bench000000000000000000000000000000000000000BENCH';

interface Case {
  readonly name: string;
  readonly plan: 'plus' | 'business';
  readonly modelMs: number;
  /** How much faster the time runs. Where many rows end in a second, this machine must not be what binds. */
  readonly speed: number;
}

const CASES: readonly Case[] = [
  { name: 'plans below Business (180 a minute), quick model', plan: 'plus', modelMs: 400, speed: 10 },
  { name: 'Business (600 a minute), quick model', plan: 'business', modelMs: 400, speed: 1.5 },
  { name: 'Business (600 a minute), slow model', plan: 'business', modelMs: 4_000, speed: 6 },
];

interface Figures {
  readonly case: string;
  readonly rows: number;
  readonly seconds: number;
  /** What the window and the model allow at best. */
  readonly bestSeconds: number;
  readonly boundBy: 'window' | 'model';
  readonly ratio: number;
  readonly requests: number;
  readonly refused: number;
}

/** @returns whether every case kept within the allowed ratio and refused requests were few */
export async function runFillBench(): Promise<boolean> {
  let isGood = true;
  for (const one of CASES) {
    const figures = await runCase(one);
    console.log(figures);
    if (figures.ratio > ALLOWED[figures.boundBy] || figures.rows !== ROWS) isGood = false;
  }
  return isGood;
}

async function runCase({ name, plan, modelMs, speed }: Case): Promise<Figures> {
  const clock = createFastClock(speed);
  const { now } = clock;
  const served = await serveNotionApi({ now });
  const { api } = served;
  api.world.addWorkspace({ name: 'Bench', plan });
  const { database, dataSource } = api.world.addDatabase({
    title: 'Topics',
    properties: { Topic: { title: {} }, Content: { rich_text: {} } },
    rows: Array.from({ length: ROWS }, (_, at) => ({ Topic: `Topic ${at + 1}` })),
  });
  api.world.addToken({ token: TOKEN, shared: [database.id] });
  const propertyId = dataSource.schema.find((property) => property.name === 'Content')?.id ?? '';
  const options = { prompt: 'Write about it', where: 'end', usePageContent: false } as const;
  const url = 'https://app.notion.com/p/1';
  const request: RunRequest = {
    kind: 'rows',
    target: { kind: 'database', id: database.id, dataSourceId: dataSource.id, title: 'Topics', url },
    options: { ...options, output: { kind: 'property', propertyId } },
    selection: { kind: 'all' },
  };
  const view = await fill(clock, served.url, request, modelMs);
  const seconds = ((view.endedAt ?? now()) - view.createdAt) / 1_000;
  const refused = api.log.entries.filter(({ status }) => status === 429).length;
  const requests = api.log.entries.length - refused;
  const limit = plan === 'business' ? 600 : 180;
  const windowSeconds = (Math.floor((requests - 1) / limit) * WINDOW_MS) / 1_000;
  const modelSeconds = (ROWS * modelMs) / IN_FLIGHT / 1_000;
  const bestSeconds = Math.max(windowSeconds, modelSeconds);
  await served.close();
  return {
    case: name,
    rows: view.done,
    seconds: Math.round(seconds),
    bestSeconds: Math.round(bestSeconds),
    boundBy: windowSeconds >= modelSeconds ? 'window' : 'model',
    ratio: Math.round((seconds / bestSeconds) * 100) / 100,
    requests,
    refused,
  };
}

async function fill(clock: Clock, url: string, request: RunRequest, modelMs: number): Promise<RunView> {
  const gate = createRequestGate();
  const fetchHere = (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    fetch(String(input instanceof Request ? input.url : input).replace('https://api.notion.com', url), init);
  const workspace = createNotionWorkspace({ token: TOKEN, fetch: fetchHere, clock, gate });
  const store = new MemoryRunStore();
  await store.changeUsage('workspace-1', (usage) => choosePlan(usage, { plan: 'unlimited' }));
  const runs = composeRuns({
    store,
    session: createMemoryKeyValueStore(),
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
    connectionName: async () => 'Bench',
    workspaceNow: async () => workspace,
    pricesAsOf: '2026-11-21',
    ports: {
      clock,
      workspaceFor: async () => workspace,
      modelFor: async () => benchModel(clock, modelMs),
      priceOf: async () => undefined,
      writingSettings: async () => ({ outputLanguage: '', systemInstructions: '', contextCharacters: 24_000 }),
      writesAsPerson: async () => false,
      newNonce: () => 'nonce-1234',
    },
  });
  await runs.service.start({ id: 'bench-run', request });
  for (;;) {
    await clock.sleep(1_000);
    const view = await runs.history.view('bench-run');
    if (view.state === 'paused') throw new Error(JSON.stringify(view.failure));
    if (view.endedAt !== undefined) return view;
  }
}

/** Answers after `modelMs` of the quick time. */
function benchModel(clock: Clock, modelMs: number): LanguageModel {
  return {
    engine: 'openai',
    async *stream(_request, signal) {
      await clock.sleep(modelMs, signal);
      yield { type: 'text', text: 'Two sentences about it. And one more.' };
      const usage = { inputTokens: 300, outputTokens: 12, estimated: false };
      yield { type: 'end', finish: 'stop', usage, model: 'bench' };
    },
    listModels: async () => [],
  };
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
