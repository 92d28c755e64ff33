import { composeRuns, type Runs } from '../../../../entrypoints/background/compose-runs.ts';
import { createTransientContextStore } from '../../../../lib/context/context-store.ts';
import type { GenerationOptions } from '../../../../lib/run-request/generation-options.ts';
import { ReadRows } from '../../../../lib/notion/read-rows.ts';
import type { Usage } from '../../../../lib/language-model/language-model.ts';
import type { RunRequest } from '../../../../lib/run-request/run-request.ts';
import type { RunView } from '../../../../lib/runs/run-views.ts';
import { createFakeNotionWorkspace, type FakeOptions } from '../../../fakes/fake-notion-workspace.ts';
import { createManualClock, settle } from '../../../fakes/manual-clock.ts';
import { createMemoryKeyValueStore } from '../../../fakes/memory-key-value-store.ts';
import { MemoryRunStore } from '../../../fakes/memory-run-store.ts';
import { createScriptedLanguageModel } from '../../../fakes/scripted-language-model.ts';
import { createDatabaseCommands } from '../../../../lib/notion-commands/database-commands.ts';

export const PARAGRAPHS = ['Alpha.', 'Beta.', 'Gamma.', 'Delta.'];
/** An answer of these, one every two seconds. */
export const SLOW_STEPS = PARAGRAPHS.flatMap((text, index) => [index === 0 ? text : `\n\n${text}`, { pauseMs: 2000 }]);

export const answerSlowly = (world: ReturnType<typeof createPageWorld>) =>
  world.model.otherwise(() => ({ steps: SLOW_STEPS }));

export type StopWhen = 'before' | 'after';
const never = () => new Promise<void>(() => undefined);

/**
 * A world that outlives workers: Notion, the model and the store stay, the worker may be stopped at its n-th effect (a store
 * write, a call to Notion, a call to the model), before or after it, and a new one takes over. With `comesBack` it is only held up, as
 * by a computer that sleeps: after `wake` it goes on beside the new one as if nothing had been.
 */
export function createPageWorld(
  options: {
    texts?: readonly string[];
    stopAt?: { effect: number; when: StopWhen; comesBack?: boolean };
    /** How far Notion's clock is ahead of this device's (ms). */
    notionAheadMs?: number;
    /** A personal token: what is written bears the person's name. */
    writesAsPerson?: boolean;
    timeZone?: string;
    /** The engine is none of those that search the web. */
    cannotSearch?: boolean;
    /** Dollars; the price of tokens is not known then. */
    feePerSearch?: number;
    /** Dollars for one answer; default: 0.001. */
    priceOf?: (usage: Usage) => number;
    notion?: FakeOptions;
  } = {},
) {
  const clock = createManualClock();
  const { notionAheadMs = 0, writesAsPerson = false } = options;
  const notion = createFakeNotionWorkspace({
    ...options.notion,
    now: () => clock.now() + notionAheadMs,
    ...(writesAsPerson && { integration: { kind: 'personal' as const } }),
  });
  const store = new MemoryRunStore();
  const model = createScriptedLanguageModel({ clock });
  const pageId = notion.addPage({ title: 'Target', texts: options.texts ?? [] });
  const readRows = new ReadRows(clock.now);
  const effects: string[] = [];
  const defects: unknown[] = [];
  let stopAt = options.stopAt;
  let workers = 0;
  let stopped = false;
  /** The worker that was held up: what it calls waits until it is woken. */
  let heldUp: { readonly owner: string; readonly woken: Promise<void>; isAwake: boolean; wake: () => void } | undefined;
  const holdUp = () => {
    let wake = () => undefined as void;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    heldUp = { owner: `worker-${workers}`, woken, isAwake: false, wake };
  };

  let held: { readonly name: string; readonly until: Promise<void> } | undefined;
  const around = async (name: string, when: StopWhen) => {
    if (held?.name === name) {
      const { until } = held;
      held = undefined;
      await until;
    }
    if (stopped) await (heldUp?.woken ?? never());
    if (when === 'before') effects.push(name);
    if (stopAt && stopAt.when === when && stopAt.effect === effects.length - 1) {
      if (stopAt.comesBack) holdUp();
      stopAt = undefined;
      stopped = true;
      await (heldUp?.woken ?? never());
    }
  };
  notion.hooks.beforeEffect = (method) => around(`notion.${method}`, 'before');
  notion.hooks.afterEffect = (method) => around(`notion.${method}`, 'after');
  store.beforeEffect = (name) => around(`store.${name}`, 'before');
  store.afterEffect = (name) => around(`store.${name}`, 'after');

  // As in the browser: what one worker read is there for the next.
  const contextStore = createTransientContextStore();
  const searchOf = () => (options.cannotSearch ? undefined : { tokensPerSearch: 8_000 });
  /** A new worker: nothing of the old one's memory is left, and the old one can do nothing any more. */
  function boot(): Runs {
    stopped = false;
    const owner = `worker-${(workers += 1)}`;
    const isHeldUp = () => heldUp?.owner === owner;
    const isAlive = () => (owner === `worker-${workers}` && !stopped) || (isHeldUp() && heldUp?.isAwake === true);
    const own = <T extends object>(target: T): T =>
      only(target, isAlive, () => (isHeldUp() ? heldUp?.woken : undefined));
    // Like an alarm: of several calls for one time there is one.
    const wakes = new Set<number>();
    const wake = (time: number) => {
      if (wakes.has(time)) return;
      wakes.add(time);
      void clock.sleep(Math.max(0, time - clock.now())).then(async () => {
        wakes.delete(time);
        if (isAlive()) await runs.pump();
      });
    };
    const runs: Runs = composeRuns({
      store: own(store),
      contextStore: own(contextStore),
      owner,
      random: () => 0.5,
      // In the memory of the worker that read them.
      readRows: workers === 1 ? readRows : new ReadRows(clock.now),
      wakeup: { at: wake },
      keepAlive: { hold: () => undefined, release: () => undefined },
      onDefect: (error) => defects.push(error),
      workspaceId: async () => 'workspace-1',
      resolveEngine: async () => ({ engine: 'openai', model: 'scripted-model' }),
      ensureConnection: async (id, request) => ({
        id: id ?? 'connection-1',
        name: request.target.title,
        target: request.target,
        workspaceId: 'workspace-1',
        workspaceName: 'W',
        options: request.options,
        createdAt: 0,
        updatedAt: 0,
        stats: { rowsDone: 0, rowsFailed: 0, prompts: 0, tokens: 0, cost: 0 },
      }),
      connectionNames: async () => new Map([['connection-1', 'Target']]),
      workspaceNow: async () => notion,
      pricesAsOf: '2026-11-21',
      ports: {
        clock,
        workspaceFor: async () => own(notion),
        modelFor: async () => {
          await around('model.stream', 'before');
          return own(model);
        },
        priceOf: async (_model, _engine, usage) =>
          options.feePerSearch === undefined ? (options.priceOf?.(usage) ?? 0.001) : undefined,
        feesOf: async (_model, _engine, { searches = 0 }) => (options.feePerSearch ?? 0) * searches || undefined,
        writingSettings: async () => ({
          outputLanguage: '',
          systemInstructions: '',
          contextCharacters: 24_000,
          searchOf,
        }),
        writesAsPerson: async () => writesAsPerson,
        newNonce: () => 'nonce-1234',
        timeZone: () => options.timeZone ?? 'UTC',
      },
    });
    return runs;
  }

  return {
    /** What the rows table asks of Notion. */
    database: createDatabaseCommands(async () => notion, store, clock.now, createMemoryKeyValueStore(), readRows),
    /** An effect of something else that the worker has: it may be stopped there too. */
    around,
    /** What belongs to the present worker alone: once another has taken over, it has no effect any more. */
    ofThisWorker: () => {
      const own = workers;
      const isAlive = () => own === workers && !stopped;
      return { isAlive, only: <T extends object>(target: T): T => only(target, isAlive) };
    },
    clock,
    notion,
    store,
    model,
    pageId,
    effects,
    defects,
    boot,
    get isStopped() {
      return stopped;
    },
    /** The next effect of this name waits until the returned function is called. */
    holdNext: (name: string): (() => void) => {
      let release = () => undefined as void;
      held = { name, until: new Promise<void>((resolve) => (release = resolve)) };
      return release;
    },
    stop: () => {
      stopped = true;
    },
    /** The worker that was held up goes on. */
    wake: () => {
      if (!heldUp) throw new Error('no worker is held up');
      heldUp.isAwake = true;
      heldUp.wake();
    },
    request: (overrides: Partial<GenerationOptions> = {}): RunRequest => ({
      kind: 'page',
      target: { kind: 'page', id: pageId, title: 'Target', url: 'https://app.notion.com/p/1' },
      options: { prompt: 'Write it', where: 'end', usePageContent: false, ...overrides },
    }),
    /** Lets time pass until the run rests, or the worker is stopped; at most an hour. */
    async finish(runs: Runs, runId = 'run-1'): Promise<RunView | null> {
      for (let second = 0; second < 3600; second += 1) {
        await settle();
        if (stopped) return null;
        const view = await runs.history.find(runId);
        if (view && ['done', 'failed', 'stopped', 'done-with-errors', 'paused'].includes(view.state)) return view;
        await clock.advance(1000);
      }
      throw new Error('the run did not end within an hour');
    },
  };
}

/**
 * The same object for as long as its worker lives; calls of a dead worker never come back and have no effect. Those of one that is held
 * up (`woken`) have theirs once it goes on.
 */
function only<T extends object>(
  target: T,
  isAlive: () => boolean,
  woken: () => Promise<void> | undefined = () => undefined,
): T {
  return new Proxy(target, {
    get(object, key) {
      const value: unknown = Reflect.get(object, key, object);
      if (typeof value !== 'function') return value;
      const silent = key === 'stream' ? () => ({ [Symbol.asyncIterator]: () => ({ next: never }) }) : never;
      return (...args: unknown[]) => {
        const call = () => (value as (...a: unknown[]) => unknown).apply(object, args);
        if (isAlive()) return call();
        const again = woken();
        return again && key !== 'stream' ? again.then(call) : silent();
      };
    },
  });
}
