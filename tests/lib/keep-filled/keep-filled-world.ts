import { CONNECTIONS_VALUE } from '../../../lib/connections/connections-store.ts';
import { putConnection, removeConnection, restoreConnection } from '../../../lib/connections/change-connections.ts';
import type { Connection } from '../../../lib/connections/connection.ts';
import type { GenerationOptions } from '../../../lib/run-request/generation-options.ts';
import { KeepFilledService } from '../../../lib/keep-filled/keep-filled-service.ts';
import { KEEP_FILLED_VALUE } from '../../../lib/keep-filled/keep-filled-store.ts';
import type { KeepFilledSettings } from '../../../lib/keep-filled/keep-filled-view.ts';
import type { Runs } from '../../../entrypoints/background/compose-runs.ts';
import { VersionedValue } from '../../../lib/storage/versioned-value.ts';
import { choosePlan } from '../../../lib/usage/usage-record.ts';
import type { AppError } from '../../../lib/shared/app-error.ts';
import { createMemoryKeyValueStore } from '../../fakes/memory-key-value-store.ts';
import { settle } from '../../fakes/manual-clock.ts';
import { sampleConnection } from '../../fakes/sample-connection.ts';
import { createRowWorld, TOPICS } from '../generation/rows/row-world.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const text = (content: string) => ({ rich_text: [{ text: { content } }] });
export const title = (content: string) => ({ title: [{ text: { content } }] });

const NAMES = [...TOPICS, 'Epsilon', 'Zeta', 'Omega', 'Psi', 'Chi', 'Phi'];

/** A database of four rows, a connection that fills Content, and a worker with runs and Keep filled that may be stopped and started. */
export async function createKeepFilledWorld(
  options: Parameters<typeof createRowWorld>[0] = {},
  content: Record<string, string> = {},
) {
  const stage = createRowWorld(options, content);
  const { world, notion, dataSourceId, rowsRequest } = stage;
  world.model.otherwise((request) => {
    const asked = request.messages.at(-1)!.text;
    return `About ${NAMES.find((name) => asked.includes(name)) ?? /Row \d+/.exec(asked)?.[0] ?? 'nothing'}`;
  });
  const kept = createMemoryKeyValueStore();
  const kv = {
    ...kept,
    set: async (entries: Readonly<Record<string, unknown>>) => {
      await world.around('values.set', 'before');
      await kept.set(entries);
      await world.around('values.set', 'after');
    },
  };
  const connections = new VersionedValue(createMemoryKeyValueStore(), CONNECTIONS_VALUE);
  const { target, options: asked } = rowsRequest();
  await connections.update((stored) =>
    putConnection(stored, sampleConnection({ name: 'Ideas', target, options: asked, workspaceId: 'workspace-1' })),
  );
  await world.store.changeUsage('workspace-1', (usage) => choosePlan(usage, { plan: 'unlimited' }));
  const setUpEffects = world.effects.length;
  let refuse: AppError | undefined;
  let ids = 0;

  function boot(): { runs: Runs; keep: KeepFilledService } {
    const runs = world.boot();
    const { isAlive, only } = world.ofThisWorker();
    let alarm = 0;
    const keep: KeepFilledService = new KeepFilledService({
      stored: new VersionedValue(only(kv), KEEP_FILLED_VALUE),
      connections,
      store: only(world.store),
      workspaceFor: async () => {
        if (refuse) throw refuse;
        return only(notion);
      },
      allowPrompt: async () => undefined,
      startRun: (id, request, connectionId) => runs.service.startAutomatic({ id, request, connectionId }),
      controlRun: async (runId, action) => void (await runs.service.control({ runId, action })),
      estimate: (request, rows, sample) => runs.handlers['runs.estimate']({ request, rows, sample }),
      clock: world.clock,
      keepAlive: { hold: () => undefined, release: () => undefined },
      newId: () => `auto-${(ids += 1)}`,
      wakeAt: (time) => {
        // As an alarm: there is one, and the last time that was asked for counts.
        const mine = (alarm += 1);
        void world.clock.sleep(Math.max(0, time - world.clock.now())).then(() => {
          if (isAlive() && mine === alarm) keep.tick();
        });
      },
      onDefect: (error) => world.defects.push(error),
    });
    runs.changes.subscribe((runId) => void keep.runChanged(runId));
    connections.subscribe(() => void keep.connectionsChanged());
    void runs.takeOver().catch((error: unknown) => world.defects.push(error));
    keep.tick();
    return { runs, keep };
  }

  const edit = (change: Omit<Partial<Connection>, 'options'> & { readonly options?: Partial<GenerationOptions> }) =>
    connections.update((stored) => {
      const [before] = stored.connections;
      return putConnection(stored, { ...before!, ...change, options: { ...before!.options, ...change.options } });
    });
  /** Requests to Notion while `work` goes on. */
  const requests = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
    const before = notion.calls.length;
    await work();
    return notion.calls.slice(before).map(({ method }) => method);
  };
  return {
    ...stage,
    connections,
    /** Effects before the first worker. */
    setUpEffects,
    boot,
    edit,
    requests,
    remove: () => connections.update((stored) => removeConnection(stored, 'c1', world.clock.now())),
    restore: () => connections.update((stored) => restoreConnection(stored, 'c1')),
    /** From now on Notion cannot be asked; undefined: it can. */
    refuseWith: (error: AppError | undefined) => void (refuse = error),
    addRow: (topic: string, more: Record<string, unknown> = {}) =>
      notion.addRow(dataSourceId, { Topic: title(topic), ...more } as never),
    on: async (keep: KeepFilledService, settings: Partial<KeepFilledSettings> = {}) => {
      await keep.set('c1', { ...settings, isOn: true });
      await world.clock.advance(MINUTE);
    },
    view: async (keep: KeepFilledService) => (await keep.list())[0],
    entry: () =>
      (kept.entries.get('keepFilled') as { value: readonly Record<string, unknown>[] } | undefined)?.value[0],
    automatic: async () => (await world.store.listRuns()).filter(({ automatic }) => automatic === true),
    /** What Clear erases. */
    erase: async () => {
      kept.entries.clear();
      await connections.update((stored) => ({ ...stored, connections: [] }));
      await world.store.clear();
    },
    /** Lets time pass as a browser that runs does. */
    pass: async (ms: number) => {
      await world.clock.advance(ms);
      await settle();
    },
  };
}
