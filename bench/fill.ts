/**
 * A fill of 1,000 rows, and of 400 page bodies, how many
 * requests a row takes, and how close it comes to what the rate window allows (180 or 600 requests a minute, https://developers.notion.com/reference/request-limits), and
 * to what a slow model allows.
 */
import type { RunRequest } from '../lib/run-request/run-request.ts';
import type { LanguageModel } from '../lib/language-model/language-model.ts';
import type { Clock } from '../lib/shared/clock.ts';
import { createQuickWorld, fill, PLAN_LIMIT } from './quick-world.ts';

const WINDOW_MS = 60_000;
/** Rows in flight at most, when the engine never complains. */
const IN_FLIGHT = 12;
/** A fill may take this much longer than the limit that binds it. */
const ALLOWED = { window: 1.05, model: 1.1 } as const;
/** One write a row, and what listing them and looking for edits takes. */
const MOST_REQUESTS_A_ROW = 1.1;

interface Case {
  readonly name: string;
  readonly rows: number;
  readonly output: 'property' | 'body';
  readonly plan: 'plus' | 'business';
  readonly modelMs: number;
  /** How much faster the time runs. Where many rows end in a second, this machine must not be what binds. */
  readonly speed: number;
}

const CELLS = { rows: 1_000, output: 'property' } as const;
const BODIES = { rows: 400, output: 'body' } as const;

const CASES: readonly Case[] = [
  { ...CELLS, name: 'plans below Business (180 a minute), quick model', plan: 'plus', modelMs: 400, speed: 10 },
  { ...CELLS, name: 'Business (600 a minute), quick model', plan: 'business', modelMs: 400, speed: 1.5 },
  { ...CELLS, name: 'Business (600 a minute), slow model', plan: 'business', modelMs: 4_000, speed: 6 },
  { ...BODIES, name: 'page bodies, plans below Business (180 a minute)', plan: 'plus', modelMs: 400, speed: 10 },
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
  readonly requestsARow: number;
  readonly refused: number;
}

/** @returns whether every case kept within the allowed ratio and refused requests were few */
export async function runFillBench(): Promise<boolean> {
  let isGood = true;
  for (const one of CASES) {
    const figures = await runCase(one);
    console.log(figures);
    if (figures.ratio > ALLOWED[figures.boundBy] || figures.rows !== one.rows) isGood = false;
    if (figures.requestsARow > MOST_REQUESTS_A_ROW) isGood = false;
  }
  return isGood;
}

async function runCase({ name, plan, modelMs, speed, rows, output }: Case): Promise<Figures> {
  const world = await createQuickWorld({ plan, speed, model: (clock) => benchModel(clock, modelMs) });
  const { api, token } = world;
  const { database, dataSource } = api.world.addDatabase({
    title: 'Topics',
    properties: { Topic: { title: {} }, Content: { rich_text: {} } },
    rows: Array.from({ length: rows }, (_, at) => ({ Topic: `Topic ${at + 1}` })),
  });
  api.world.addToken({ token, shared: [database.id] });
  const propertyId = dataSource.schema.find((property) => property.name === 'Content')?.id ?? '';
  const options = { prompt: 'Write about it', where: 'end', usePageContent: false } as const;
  const url = 'https://app.notion.com/p/1';
  const request: RunRequest = {
    kind: 'rows',
    target: { kind: 'database', id: database.id, dataSourceId: dataSource.id, title: 'Topics', url },
    options: {
      ...options,
      output: output === 'body' ? { kind: 'body', where: 'end' } : { kind: 'property', propertyId },
    },
    selection: { kind: 'all' },
  };
  const view = await fill(world, 'bench-run', request);
  const seconds = ((view.endedAt ?? world.clock.now()) - view.createdAt) / 1_000;
  const refused = api.log.entries.filter(({ status }) => status === 429).length;
  const requests = api.log.entries.length - refused;
  const limit = PLAN_LIMIT[plan];
  const windowSeconds = (Math.floor((requests - 1) / limit) * WINDOW_MS) / 1_000;
  const modelSeconds = (rows * modelMs) / IN_FLIGHT / 1_000;
  const bestSeconds = Math.max(windowSeconds, modelSeconds);
  await world.close();
  return {
    case: name,
    rows: view.done,
    seconds: Math.round(seconds),
    bestSeconds: Math.round(bestSeconds),
    boundBy: windowSeconds >= modelSeconds ? 'window' : 'model',
    ratio: Math.round((seconds / bestSeconds) * 100) / 100,
    requests,
    requestsARow: Math.round((requests / rows) * 100) / 100,
    refused,
  };
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
