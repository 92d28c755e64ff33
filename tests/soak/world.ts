/** Everything that outlives a worker, and workers that come and go. */
import { composeRuns, type Runs } from '../../entrypoints/background/compose-runs.ts';
import type { RunRequest } from '../../lib/run-request/run-request.ts';
import type { LanguageModel, ModelRequest } from '../../lib/language-model/language-model.ts';
import { AppError } from '../../lib/shared/app-error.ts';
import type { Clock } from '../../lib/shared/clock.ts';
import { createFakeNotionWorkspace } from '../fakes/fake-notion-workspace.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { MemoryRunStore } from '../fakes/memory-run-store.ts';
import { throughTrouble, type Traffic } from './faulty-notion.ts';
import type { Plan } from './plan.ts';
import type { Random } from './random.ts';
import { createSoakModel, diskFull, TOPICS } from './soak-model.ts';

const never = () => new Promise<never>(() => undefined);

export interface Worker {
  isAlive: boolean;
  readonly runs: Runs;
}

export type SoakWorld = ReturnType<typeof createSoakWorld>;

export function createSoakWorld(plan: Plan, random: Random) {
  const time = createManualClock();
  let skew = -plan.notionAheadMs;
  const device: Clock = { now: () => time.now() + skew, sleep: time.sleep };
  const { personalToken } = plan;
  const notion = createFakeNotionWorkspace({
    now: time.now,
    ...(personalToken && { integration: { kind: 'personal' as const } }),
  });
  const store = new MemoryRunStore();
  const traffic: Traffic = { isRough: true, writes: 0 };
  const model = createSoakModel(plan, random, device, () => traffic.isRough);
  const defects: unknown[] = [];
  const repaid: string[] = [];
  const old = Array.from({ length: plan.old }, (_, at) => `Old ${at}.`);
  const pageId = notion.addPage({ title: 'Target', texts: old });
  const database = notion.addDatabase({
    title: 'Ideas',
    properties: { Topic: { title: {} }, Content: { rich_text: {} } },
  });
  const rows = TOPICS.map((topic) =>
    notion.addRow(
      database.dataSourceId,
      { Topic: { title: [{ text: { content: topic } }] } },
      plan.kind === 'bodies' ? old : [],
    ),
  );
  let workers = 0;
  let isFull = false;

  function boot(): Worker {
    const owner = `worker-${(workers += 1)}`;
    const worker: { isAlive: boolean; runs?: Runs } = { isAlive: true };
    const workspace = throughTrouble(notion, worker, { plan, random, time, deviceNow: device.now, traffic });
    const runs = composeRuns({
      store: gated(store, worker, () => isFull && traffic.isRough),
      owner,
      random: random.next,
      wakeup: {
        at: (at) =>
          void time.sleep(Math.max(0, at - device.now())).then(async () => {
            if (worker.isAlive) await runs.pump();
          }),
      },
      keepAlive: { hold: () => undefined, release: () => undefined },
      onDefect: (error) => {
        if (!(error instanceof AppError)) defects.push(error);
      },
      workspaceId: async () => 'workspace-1',
      resolveEngine: async () => ({ engine: 'openai', model: 'scripted-model' }),
      ensureConnection: async (_id, request) => ({
        id: 'connection-1',
        name: 'Target',
        target: request.target,
        workspaceId: 'workspace-1',
        workspaceName: 'W',
        options: request.options,
        createdAt: 0,
        updatedAt: 0,
        stats: { rowsDone: 0, rowsFailed: 0, prompts: 0, tokens: 0, cost: 0 },
      }),
      connectionNames: async () => new Map([['connection-1', 'Target']]),
      workspaceNow: async () => workspace,
      pricesAsOf: '2026-11-21',
      ports: {
        clock: device,
        workspaceFor: async () => workspace,
        modelFor: async () => ({ ...model, stream: (request, signal) => ask(worker, request, signal) }),
        priceOf: async () => 0.001,
        writingSettings: async () => ({ outputLanguage: '', systemInstructions: '', contextCharacters: 24_000 }),
        writesAsPerson: async () => personalToken,
        newNonce: () => 'nonce-1234',
      },
    });
    worker.runs = runs;
    return worker as Worker;
  }

  /** Whoever asks for an answer that is stored already pays for it twice. */
  function ask(
    worker: { isAlive: boolean },
    request: ModelRequest,
    signal: AbortSignal,
  ): ReturnType<LanguageModel['stream']> {
    const text = request.messages.at(-1)!.text;
    const asked = plan.kind === 'page' ? pageId : rows[TOPICS.findIndex((topic) => text.includes(topic))];
    for (const job of store.jobs.values()) {
      if (job.subjectId === asked && job.phase === 'open' && hasStoredAnswer(job.checkpoint)) repaid.push(job.title);
    }
    return untilDead(worker, model.stream(request, signal));
  }

  const target =
    plan.kind === 'page'
      ? ({ kind: 'page', id: pageId, title: 'Target', url: 'https://app.notion.com/p/1' } as const)
      : ({
          kind: 'database',
          id: database.databaseId,
          dataSourceId: database.dataSourceId,
          title: 'Ideas',
          url: 'https://app.notion.com/p/2',
        } as const);
  const output = plan.kind === 'bodies' ? ({ kind: 'body', where: plan.where } as const) : undefined;
  const property = { kind: 'property', propertyId: notion.propertyId(database.dataSourceId, 'Content') } as const;
  const request: RunRequest = {
    kind: plan.kind === 'page' ? 'page' : 'rows',
    target,
    options: {
      prompt: 'Write it',
      where: plan.where,
      usePageContent: false,
      ...(plan.kind !== 'page' && { output: output ?? property }),
      ...(plan.kind === 'bodies' && { overwriteFilled: true }),
    },
    ...(plan.kind !== 'page' && { selection: { kind: 'all' as const } }),
  };

  return {
    time,
    device,
    notion,
    store,
    traffic,
    defects,
    repaid,
    old,
    pageId,
    rows,
    request,
    boot,
    jump: (by: number) => void (skew += by),
    fill: (full: boolean) => void (isFull = full),
    subjects: plan.kind === 'page' ? [pageId] : rows,
  };
}

function hasStoredAnswer(checkpoint: unknown): boolean {
  const { answer, answerText, body } = (checkpoint ?? {}) as {
    answer?: { final: boolean };
    answerText?: string;
    body?: { answer?: { final: boolean } };
  };
  return answer?.final === true || body?.answer?.final === true || answerText !== undefined;
}

/** The store as one worker sees it: a dead one writes nothing and hears nothing. */
function gated(store: MemoryRunStore, worker: { readonly isAlive: boolean }, refuses: () => boolean): MemoryRunStore {
  const WRITES: ReadonlySet<string | symbol> = new Set([
    'change',
    'changeRun',
    'addJobs',
    'reopenFailed',
    'reopenRest',
    'reopenReviewed',
  ]);
  return new Proxy(store, {
    get: (target, key) => {
      const method = Reflect.get(target, key, target) as (...args: unknown[]) => Promise<unknown>;
      return async (...args: unknown[]) => {
        if (!worker.isAlive) return never();
        if (WRITES.has(key) && refuses()) throw diskFull();
        const answer = await method.apply(target, args);
        return worker.isAlive ? answer : never();
      };
    },
  });
}

async function* untilDead<T>(worker: { readonly isAlive: boolean }, events: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const event of events) {
    if (!worker.isAlive) await never();
    yield event;
  }
}
