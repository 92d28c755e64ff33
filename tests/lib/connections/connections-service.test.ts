import * as v from 'valibot';
import { beforeEach, describe, expect, it } from 'vitest';

import { connectionSchema } from '../../../lib/connections/connection-schema.ts';
import { ConnectionsService } from '../../../lib/connections/connections-service.ts';
import { connectionsOf, CONNECTIONS_VALUE } from '../../../lib/connections/connections-store.ts';
import { completeRun } from '../../../lib/jobs/run-state.ts';
import type { Run } from '../../../lib/jobs/run.ts';
import type { RunRequest } from '../../../lib/run-request/run-request.ts';
import { VersionedValue } from '../../../lib/storage/versioned-value.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createMemoryKeyValueStore } from '../../fakes/memory-key-value-store.ts';
import { sampleConnection } from '../../fakes/sample-connection.ts';
import { createRun } from '../../fakes/sample-run.ts';

const { target } = sampleConnection();
const REQUEST: RunRequest = { kind: 'page', target, options: { prompt: 'Write', where: 'end', usePageContent: true } };

function setUp() {
  const clock = createManualClock();
  const store = createMemoryKeyValueStore();
  const stored = new VersionedValue(store, CONNECTIONS_VALUE);
  let ids = 0;
  const state = { workspaceId: 'w1' };
  const restart = () =>
    new ConnectionsService({
      stored,
      requireIntegration: async () => ({
        workspaceId: state.workspaceId,
        workspaceName: `Workspace ${state.workspaceId}`,
        integrationName: 'Visen',
        kind: 'internal',
        checkedAt: 0,
      }),
      clock,
      newId: () => `new-${++ids}`,
    });
  return { clock, store, stored, service: restart(), restart, state };
}

const run = (change: Partial<Run> = {}): Run =>
  createRun('r1', {
    request: REQUEST,
    connectionId: 'c1',
    workspaceId: 'w1',
    engine: 'gemini',
    createdAt: 5_000,
    total: 3,
    ...change,
  });

describe('connections', () => {
  let world: ReturnType<typeof setUp>;
  beforeEach(() => void (world = setUp()));

  it('makes one connection when two windows generate on a new page at once', async () => {
    const { service } = setUp();
    const made = await Promise.all([1, 2].map(() => service.ensure(undefined, REQUEST, target)));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await service.list()).toHaveLength(1);
  });

  it('are saved with the workspace of the token, and keep it', async () => {
    await world.service.save({ id: 'c1', name: ' Notes ', target });
    world.state.workspaceId = 'w2';
    const again = await world.service.save({ id: 'c1', name: 'Renamed', target });
    expect(again).toMatchObject({ name: 'Renamed', workspaceId: 'w1' });
    expect(await world.service.list()).toHaveLength(1);
  });

  it('are deleted at once and come back as they were', async () => {
    const saved = await world.service.save({ id: 'c1', name: 'Notes', target });
    expect(await world.service.delete('c1')).toEqual({ deleted: true });
    expect(await world.service.delete('c1')).toEqual({ deleted: false });
    expect(await world.service.list()).toEqual([]);
    expect(await world.service.restore('c1')).toEqual(saved);
    expect(await world.service.restore('c1')).toEqual(saved);
    await expect(world.service.restore('none')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are duplicated once per new id, with a name nobody has and numbers of their own', async () => {
    await world.service.save({ id: 'c1', name: 'Notes', target });
    await world.service.noteRun(run({ done: 2, prompts: 2 }));
    const copy = await world.service.duplicate('c1', 'c2');
    expect(copy).toMatchObject({ id: 'c2', name: 'Notes 2', stats: { rowsDone: 0, prompts: 0 } });
    expect(copy).not.toHaveProperty('lastRun');
    expect(await world.service.duplicate('c1', 'c2')).toEqual(copy);
    expect((await world.service.duplicate('c2', 'c3')).name).toBe('Notes 3');
  });

  it('are made for a page that has none, named after it, and found for one that has', async () => {
    const made = await world.service.ensure(undefined, REQUEST, target);
    expect(made).toMatchObject({ id: 'new-1', name: 'Notes', options: { prompt: 'Write' } });
    const again = await world.service.ensure(
      undefined,
      { ...REQUEST, options: { ...REQUEST.options, prompt: 'New' } },
      target,
    );
    expect(again).toMatchObject({ id: 'new-1', options: { prompt: 'New' } });
    expect(await world.service.list()).toHaveLength(1);
  });

  it('are found by their page in a list that nobody read yet, as in one that was; a broken one is none', async () => {
    const { stored, restart } = world;
    const all = Array.from({ length: 20 }, (_, at) => sampleConnection({ id: `c${at}` }));
    await stored.update((value) => ({ ...value, connections: all }));
    const fresh = restart();
    expect(await fresh.findByTarget('page-c7', 'workspace-1')).toEqual(all[7]);
    expect(connectionsOf({ connections: all }, 'page-c7')).toEqual([all[7]]);
    expect(connectionsOf({ connections: all }, 'page-none')).toEqual([]);
    expect(connectionsOf({ connections: [{ target: { id: 'page-c7' } }] }, 'page-c7')).toBeUndefined();
    expect(connectionsOf({ connections: 'none' }, 'page-c7')).toBeUndefined();
  });

  it('of another workspace are not run with this token', async () => {
    await world.service.save({ id: 'c1', name: 'Notes', target });
    world.state.workspaceId = 'w2';
    await expect(world.service.ensure('c1', REQUEST, target)).rejects.toMatchObject({
      code: 'target-other-workspace',
      details: { workspace: 'Workspace w1' },
    });
  });

  it('keep their prompt when only a selection was written about', async () => {
    await world.service.ensure('c1', REQUEST, target);
    const selection: RunRequest = {
      ...REQUEST,
      kind: 'selection',
      options: { ...REQUEST.options, prompt: 'Shorten this' },
    };
    expect((await world.service.ensure('c1', selection, target)).options.prompt).toBe('Write');
  });

  it('keep which rows are ticked while others are chosen, also in a copy', async () => {
    const ticks = { others: 'all', ticked: [], unticked: ['r1'] } as const;
    await world.service.save({ id: 'c1', name: 'Notes', target, selection: { kind: 'ticked', rowIds: [] }, ticks });
    await world.service.save({ id: 'c1', name: 'Notes', target, selection: { kind: 'empty' } });
    expect(await world.service.find('c1')).toMatchObject({ selection: { kind: 'empty' }, ticks });
    expect(await world.service.duplicate('c1', 'c2')).toMatchObject({ selection: { kind: 'empty' }, ticks });
    // Storage takes it back as it was.
    expect(v.parse(connectionSchema, await world.service.find('c1'))).toEqual(await world.service.find('c1'));
  });

  it('take the rows of a run over only where nothing was chosen before: a part of a run has fewer', async () => {
    const rows: RunRequest = { ...REQUEST, kind: 'rows', selection: { kind: 'ticked', rowIds: ['r1', 'r2'] } };
    const made = await world.service.ensure(undefined, rows, target);
    const ticks = { others: 'none', ticked: ['r1', 'r2'], unticked: [] };
    expect(made).toMatchObject({ selection: { kind: 'ticked', rowIds: [] }, ticks });
    await world.service.save({ id: made.id, name: 'Notes', target, selection: { kind: 'all' } });
    const part: RunRequest = { ...rows, selection: { kind: 'ticked', rowIds: ['r1'] } };
    expect(await world.service.ensure(made.id, part, target)).toMatchObject({ selection: { kind: 'all' }, ticks });
  });

  it('count each run once, however often it is told and retried', async () => {
    await world.service.save({ id: 'c1', name: 'Notes', target });
    const half = run({ done: 2, failed: 1, prompts: 2, inputTokens: 10, outputTokens: 5, cost: 0.5, startedAt: 1 });
    await world.service.noteRun(half);
    await world.service.noteRun(half);
    await world.service.noteRun({ ...completeRun(half, 9), done: 3, failed: 0, prompts: 3 });
    await world.service.noteRun(run({ id: 'r2', createdAt: 6_000, done: 1, prompts: 1 }));
    const [connection] = await world.service.list();
    expect(connection?.stats).toEqual({ rowsDone: 4, rowsFailed: 0, prompts: 4, tokens: 15, cost: 0.5 });
    expect(connection?.lastRun).toMatchObject({ runId: 'r2', at: 6_000 });
    await world.service.noteRun({ ...completeRun(half, 9), done: 3, failed: 0, prompts: 3 });
    expect((await world.service.list())[0]?.lastRun?.runId).toBe('r2');
  });

  it('are stored when a run begins and when it rests, however often it is told of in between', async () => {
    await world.service.save({ id: 'c1', name: 'Notes', target });
    let stored = 0;
    let pushed = 0;
    world.stored.subscribe(() => stored++);
    world.service.numbersTopic.subscribe(() => pushed++);
    const going = run({ total: 60, startedAt: 1 });
    for (let done = 0; done < 60; done++) await world.service.noteRun({ ...going, done, prompts: done });
    expect(stored).toBe(1);
    expect(pushed).toBe(59);
    // Whoever looks sees the newest numbers all the same.
    const newest = { stats: { rowsDone: 59, prompts: 59 }, lastRun: { runId: 'r1', state: 'running' } };
    expect(await world.service.list()).toMatchObject([{ id: 'c1', name: 'Notes', ...newest }]);
    expect(await world.service.numbersTopic.read()).toMatchObject([{ id: 'c1', ...newest }]);
    await world.service.noteRun({ ...completeRun(going, 9), done: 60, prompts: 60 });
    expect(stored).toBe(2);
    expect(await world.service.numbersTopic.read()).toEqual([]);
    expect((await world.stored.read()).connections).toMatchObject([
      { stats: { rowsDone: 60, prompts: 60 }, lastRun: { state: 'done' } },
    ]);
  });

  it('are caught up with by the next worker, where the one before was stopped in the midst of a run', async () => {
    await world.service.save({ id: 'c1', name: 'Notes', target });
    const going = run({ startedAt: 1 });
    await world.service.noteRun(going);
    await world.service.noteRun({ ...going, done: 1, prompts: 1 });
    const next = world.restart();
    expect((await next.list())[0]?.stats.prompts).toBe(0);
    const ended = { ...completeRun(going, 9), done: 3, prompts: 3 };
    const never = run({ id: 'r9' });
    expect(await next.behind([ended, never])).toEqual([ended]);
    await next.noteRun(ended);
    expect(await next.behind([ended, never])).toEqual([]);
    expect((await next.list())[0]?.stats.prompts).toBe(3);
  });

  it('keep the numbers of a run that could not be stored', async () => {
    await world.service.save({ id: 'c1', name: 'Notes', target });
    const going = run({ startedAt: 1 });
    await world.service.noteRun(going);
    await world.service.noteRun({ ...going, done: 2 });
    world.store.failSetWith = 'storage-full';
    const ended = { ...completeRun(going, 9), done: 3 };
    await expect(world.service.noteRun(ended)).rejects.toMatchObject({ code: 'storage-full' });
    expect((await world.service.list())[0]?.stats.rowsDone).toBe(3);
    world.store.failSetWith = undefined;
    await world.service.noteRun(ended);
    expect((await world.service.list())[0]?.stats.rowsDone).toBe(3);
  });
});
