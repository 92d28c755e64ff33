import { createNotionWorkspace } from '../../../../lib/adapters/notion/notion-workspace.ts';
import type { FetchLike } from '../../../../lib/adapters/notion/bounded-fetch.ts';
import type { GenerationOptions } from '../../../../lib/run-request/generation-options.ts';
import { composeRuns } from '../../../../entrypoints/background/compose-runs.ts';
import type { RunView } from '../../../../lib/runs/run-views.ts';
import { createRequestGate } from '../../../../lib/notion/request-gate.ts';
import type { NotionWorkspace } from '../../../../lib/notion/workspace.ts';
import type { NotionApi } from '../../../../sandbox/notion/notion-api.ts';
import { seedDemo, type Demo } from '../../../../sandbox/notion/seed-demo.ts';
import { serveNotionApi } from '../../../../sandbox/notion/serve.ts';
import { createManualClock, settle, type ManualClock } from '../../../fakes/manual-clock.ts';
import { MemoryRunStore } from '../../../fakes/memory-run-store.ts';
import { createScriptedLanguageModel } from '../../../fakes/scripted-language-model.ts';

/** Written in several appends: a paragraph every two seconds, and the last two together. */
export const PARAGRAPHS = ['Alpha.', 'Beta.', 'Gamma.', 'Delta.'];
const STEPS = ['Alpha.\n\n', { pauseMs: 2000 }, 'Beta.\n\n', { pauseMs: 2000 }, 'Gamma.\n\nDelta.'];
export const OLD = ['Old one.', 'Old two.'];

export interface FaultStage {
  readonly api: NotionApi;
  readonly demo: Demo;
  readonly clock: ManualClock;
  /** The nth append from now on is sent twice by the browser, which hands out the second answer. */
  sendTwice(nth: number): void;
  close(): Promise<void>;
  /** The real adapter, over a real connection to the strict stand-in. */
  connect(): NotionWorkspace;
  /** A page of its own with a run on it. */
  startRun(options?: Partial<GenerationOptions>, old?: readonly string[]): Promise<StagedRun>;
}

export interface StagedRun {
  readonly pageId: string;
  /** What stands on the page, one text per top-level block. */
  texts(): string[];
  /** Lets time pass until the run rests; at most an hour. */
  finish(): Promise<RunView>;
  retry(): Promise<RunView>;
  undo(): Promise<RunView>;
  /** Every way in which the run waited, as a person saw it. */
  readonly waits: Set<string>;
  readonly asked: () => number;
  readonly defects: readonly unknown[];
}

export async function createFaultStage(): Promise<FaultStage> {
  const clock = createManualClock();
  const served = await serveNotionApi({ now: () => clock.now() });
  const demo = seedDemo(served.api.world);
  let inFlight = 0;
  let appendsToDouble = 0;
  let wasDoubled = false;
  const sendAgain = async (url: string, init: RequestInit): Promise<void> => {
    if (init.method !== 'PATCH' || !url.endsWith('/children')) return;
    appendsToDouble -= 1;
    wasDoubled = appendsToDouble === 0;
    if (wasDoubled) await (await fetch(url, init)).text();
  };
  const fetchSandbox: FetchLike = async (url, init) => {
    inFlight += 1;
    try {
      const address = url.replace('https://api.notion.com', served.url);
      await sendAgain(address, init);
      const response = await fetch(address, init);
      const { status } = response;
      const headers = new Headers(response.headers);
      // The server's own is of another clock than the test's.
      headers.set('date', new Date(clock.now()).toUTCString());
      return new Response(await response.text(), { status, headers });
    } finally {
      inFlight -= 1;
    }
  };
  /** Until nothing is on the wire and nobody is about to send: only then may time pass. */
  const rest = async (): Promise<void> => {
    do await settle();
    while (inFlight > 0);
  };
  const connect = (): NotionWorkspace =>
    createNotionWorkspace({
      token: demo.token.token,
      fetch: fetchSandbox,
      clock,
      gate: createRequestGate(),
      // As the browser's own times tell it.
      wasMaybeResent: () => wasDoubled,
    });

  let count = 0;
  return {
    api: served.api,
    demo,
    clock,
    close: served.close,
    sendTwice: (nth) => {
      appendsToDouble = nth;
    },
    connect,
    startRun: async (options = {}, old = OLD) => {
      const page = served.api.world.addPage({ title: `Page ${(count += 1)}`, blocks: old.join('\n\n') });
      demo.token.shared.add(page.id);
      const run = stageRun(connect(), clock);
      const waits = new Set<string>();
      const view = () => run.runs.history.view('run');
      const finish = async (): Promise<RunView> => {
        for (let step = 0; step < 3600; step += 1) {
          await rest();
          const now = await view();
          if (now.wait) waits.add(now.wait.reason);
          if (now.undo?.state !== 'running' && isAtRest(now.state)) return now;
          await clock.advance(1000);
        }
        throw new Error(`the run did not end within an hour: ${JSON.stringify(await view())}`);
      };
      const target = { kind: 'page', id: page.id, title: 'Target', url: 'https://app.notion.com/p/1' } as const;
      const request = { prompt: 'Write it', where: 'end', usePageContent: false, ...options } as const;
      await run.runs.service.start({ id: 'run', request: { kind: 'page', target, options: request } });
      const control = async (action: 'retry-failed' | 'undo'): Promise<RunView> => {
        await run.runs.service.control({ runId: 'run', action });
        return finish();
      };
      return {
        pageId: page.id,
        texts: () => served.api.world.children(page.id).map(({ id }) => textOf(served.api, id)),
        finish,
        retry: () => control('retry-failed'),
        undo: () => control('undo'),
        waits,
        asked: () => run.model.requests.length,
        defects: run.defects,
      };
    },
  };
}

const isAtRest = (state: RunView['state']): boolean =>
  ['done', 'failed', 'stopped', 'done-with-errors', 'paused'].includes(state);

function textOf(api: NotionApi, id: string): string {
  const runs = (api.world.block(id)?.content['rich_text'] ?? []) as { plain_text: string }[];
  return runs.map((run) => run.plain_text).join('');
}

function stageRun(workspace: NotionWorkspace, clock: ManualClock) {
  const model = createScriptedLanguageModel({ clock });
  model.otherwise(() => ({ steps: STEPS }));
  const defects: unknown[] = [];
  const runs = composeRuns({
    store: new MemoryRunStore(),
    owner: 'worker',
    random: () => 0.5,
    wakeup: {
      at: (time) => void clock.sleep(Math.max(0, time - clock.now())).then(() => runs.pump()),
    },
    keepAlive: { hold: () => undefined, release: () => undefined },
    onDefect: (error) => defects.push(error),
    workspaceId: async () => 'workspace',
    resolveEngine: async () => ({ engine: 'openai', model: 'scripted-model' }),
    ensureConnection: async (_id, { target, options }) => ({
      id: 'connection',
      name: target.title,
      target,
      workspaceId: 'workspace',
      workspaceName: 'W',
      options,
      createdAt: 0,
      updatedAt: 0,
      stats: { rowsDone: 0, rowsFailed: 0, prompts: 0, tokens: 0, cost: 0 },
    }),
    connectionNames: async () => new Map([['connection', 'Target']]),
    workspaceNow: async () => workspace,
    pricesAsOf: '2026-11-21',
    ports: {
      clock,
      workspaceFor: async () => workspace,
      modelFor: async () => model,
      priceOf: async () => 0.001,
      writingSettings: async () => ({ outputLanguage: '', systemInstructions: '', contextCharacters: 24_000 }),
      writesAsPerson: async () => false,
      newNonce: () => 'nonce',
    },
  });
  return { runs, model, defects };
}
