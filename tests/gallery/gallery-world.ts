/** The whole way of an answer, over real sockets: a model's server → its adapter → generation → a strict Notion. */
import { createNotionWorkspace } from '../../lib/adapters/notion/notion-workspace.ts';
import type { GenerationOptions } from '../../lib/run-request/generation-options.ts';
import type { Target } from '../../lib/run-request/target.ts';
import { composeRuns } from '../../entrypoints/background/compose-runs.ts';
import type { RunRequest } from '../../lib/run-request/run-request.ts';
import type { Fetch } from '../../lib/language-model/engine-exchange.ts';
import type { EngineId, LanguageModel } from '../../lib/language-model/language-model.ts';
import type { RunView } from '../../lib/runs/run-views.ts';
import { createRequestGate } from '../../lib/notion/request-gate.ts';
import type { Clock } from '../../lib/shared/clock.ts';
import type { ModelServer } from '../../sandbox/models/openai-api.ts';
import { seedDemo } from '../../sandbox/notion/seed-demo.ts';
import { serveNotionApi } from '../../sandbox/notion/serve.ts';
import { MemoryRunStore } from '../fakes/memory-run-store.ts';
import { listen } from '../fakes/model-server.ts';

export interface GalleryEngine {
  readonly engine: EngineId;
  readonly model: string;
  readonly server: ModelServer;
  readonly create: (options: { fetch: Fetch; clock: Clock; origin: string }) => LanguageModel;
}

const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(new Error('aborted'));
      });
    }),
};

export async function createGalleryWorld({ engine, model, server, create }: GalleryEngine) {
  const notion = await serveNotionApi();
  notion.api.limiter.enabled = false;
  const demo = seedDemo(notion.api.world);
  const models = await listen(server);
  const languageModel = create({ fetch: models.fetch, clock, origin: models.origin });
  const workspace = createNotionWorkspace({
    token: demo.token.token,
    clock,
    gate: createRequestGate(),
    priority: 'background',
    fetch: (url, init) => fetch(String(url).replace('https://api.notion.com', notion.url), init),
  });
  const defects: unknown[] = [];
  const store = new MemoryRunStore();
  await store.changeUsage(demo.workspace.id, (usage) => ({ ...usage, plan: 'unlimited' }));
  const runs = composeRuns({
    store,
    owner: 'gallery',
    random: () => 0.5,
    wakeup: { at: (time) => void setTimeout(() => void runs.pump(), Math.max(0, time - clock.now())).unref() },
    keepAlive: { hold: () => undefined, release: () => undefined },
    onDefect: (error) => defects.push(error),
    workspaceId: async () => demo.workspace.id,
    resolveEngine: async () => ({ engine, model }),
    ensureConnection: async (id, request) => ({
      id: id ?? 'connection-1',
      name: request.target.title,
      target: request.target,
      workspaceId: demo.workspace.id,
      workspaceName: 'W',
      options: request.options,
      createdAt: 0,
      updatedAt: 0,
      stats: { rowsDone: 0, rowsFailed: 0, prompts: 0, tokens: 0, cost: 0 },
    }),
    connectionNames: async () => new Map([['connection-1', 'Gallery']]),
    workspaceNow: async () => workspace,
    pricesAsOf: '2026-11-21',
    ports: {
      clock,
      workspaceFor: async () => workspace,
      modelFor: async () => languageModel,
      priceOf: async () => undefined,
      writingSettings: async () => ({ outputLanguage: '', systemInstructions: '', contextCharacters: 24_000 }),
      writesAsPerson: async () => false,
      newNonce: () => crypto.randomUUID().slice(0, 12),
    },
  });

  async function run(request: RunRequest): Promise<RunView> {
    const id = crypto.randomUUID();
    await runs.service.start({ id, request });
    for (;;) {
      const view = await runs.history.find(id);
      if (view && ['done', 'done-with-errors', 'failed', 'paused', 'stopped'].includes(view.state)) return view;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  return {
    demo,
    world: notion.api.world,
    notionLog: notion.api.log,
    modelLog: server.log,
    workspace,
    runs,
    defects,
    run,
    runPage: (target: Target, options: Partial<GenerationOptions>) =>
      run({ kind: 'page', target, options: { prompt: '', where: 'end', usePageContent: true, ...options } }),
    close: () => Promise.all([notion.close(), models.close()]),
  };
}

export type GalleryWorld = Awaited<ReturnType<typeof createGalleryWorld>>;
