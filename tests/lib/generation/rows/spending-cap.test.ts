import { describe, expect, it } from 'vitest';

import { settle } from '../../../fakes/manual-clock.ts';
import type { Runs } from '../../../../entrypoints/background/compose-runs.ts';
import { createPageWorld } from '../body/page-harness.ts';

const ANSWER = 0.01;
/** As an engine does it: nothing for the question, and so much for an answer of a hundred tokens. */
const priceOf = ({ outputTokens }: { outputTokens: number }) => (outputTokens / 100) * ANSWER;

/** A database of rows whose answers take a while, and an engine that has got up to its full pace of twelve at once. */
async function createCapWorld(options: Parameters<typeof createPageWorld>[0] = {}) {
  const world = createPageWorld({ priceOf, ...options });
  const { notion, store, model, clock } = world;
  const { databaseId, dataSourceId } = notion.addDatabase({
    title: 'Ideas',
    properties: { Topic: { title: {} }, Content: { rich_text: {} }, More: { rich_text: {} } },
  });
  const rows = Array.from({ length: 30 }, (_, at) =>
    notion.addRow(dataSourceId, { Topic: { title: [{ text: { content: `Row ${at}` } }] } }),
  );
  let atOnce = 0;
  let mostAtOnce = 0;
  /** Tokens of the answers, in the order in which they are asked for. */
  const lengths: number[] = [];
  model.otherwise(() => ({
    steps: [{ pauseMs: 5_000 }, 'About it.'],
    inputTokens: 0,
    outputTokens: lengths.shift() ?? 100,
  }));
  const rowsRequest = (property: 'Content' | 'More', most = rows.length) => ({
    kind: 'rows' as const,
    target: {
      kind: 'database' as const,
      id: databaseId,
      dataSourceId,
      title: 'Ideas',
      url: 'https://app.notion.com/p/1',
    },
    options: {
      prompt: 'Write about it',
      where: 'end' as const,
      usePageContent: false,
      output: { kind: 'property' as const, propertyId: notion.propertyId(dataSourceId, property) },
    },
    selection: { kind: 'ticked' as const, rowIds: rows.slice(0, most) },
  });
  const spent = async () => Object.values((await store.getUsage('workspace-1')).months)[0]?.cost ?? 0;
  await store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
  const capAfter = async (dollars: number) => {
    const spendingCap = (await spent()) + dollars;
    await store.changeUsage('workspace-1', (usage) => ({ ...usage, spendingCap }));
    return spendingCap;
  };
  const boot = async (): Promise<Runs> => {
    const runs = world.boot();
    // Next to nothing: what answers took so far tells nothing of what is to come.
    lengths.push(...rows.map(() => 1));
    await runs.service.start({ id: 'warm-up', request: rowsRequest('More') });
    await world.finish(runs, 'warm-up');
    return runs;
  };
  const watch = async (seconds: number) => {
    for (let at = 0; at < seconds; at += 1) {
      await settle();
      atOnce = model.requests.filter(({ isFinished, isAborted }) => !isFinished && !isAborted).length;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await clock.advance(1_000);
    }
    return mostAtOnce;
  };
  return { world, rowsRequest, spent, capAfter, boot, watch, store, model, lengths, notion };
}

describe('a spending cap that is near while a dozen rows are asked for at once', () => {
  it('is reached and not passed, though no answer of the run has come yet, and as many as fit are asked for', async () => {
    const { world, boot, capAfter, spent, rowsRequest, model } = await createCapWorld();
    const runs = await boot();
    const before = model.requests.length;
    const cap = await capAfter(3 * ANSWER);
    await runs.service.start({ id: 'run-1', request: rowsRequest('Content') });
    expect(await world.finish(runs)).toMatchObject({
      state: 'paused',
      done: 3,
      failed: 0,
      failure: { code: 'spending-cap' },
    });
    expect(model.requests.length - before).toBe(3);
    expect(await spent()).toBeCloseTo(cap, 6);
  });

  it('holds nothing up while it is far away', async () => {
    const { world, boot, capAfter, rowsRequest, watch } = await createCapWorld();
    const runs = await boot();
    await capAfter(500 * ANSWER);
    await runs.service.start({ id: 'run-1', request: rowsRequest('Content') });
    expect(await watch(4)).toBe(12);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 30 });
  });

  it('is passed by one answer at most where the answers are longer than expected', async () => {
    const { world, boot, capAfter, spent, rowsRequest, lengths } = await createCapWorld();
    const runs = await boot();
    const cap = await capAfter(3 * ANSWER);
    // The first ones tell how long they are here: eight times what was expected.
    lengths.push(...Array.from({ length: 30 }, () => 800));
    await runs.service.start({ id: 'run-1', request: rowsRequest('Content') });
    expect(await world.finish(runs)).toMatchObject({ state: 'paused', failure: { code: 'spending-cap' } });
    expect(await spent()).toBeLessThanOrEqual(cap + 8 * ANSWER);
  });

  it('is shared by two runs, one of which was started by itself', async () => {
    const { world, boot, capAfter, spent, rowsRequest, model } = await createCapWorld();
    const runs = await boot();
    const before = model.requests.length;
    const cap = await capAfter(3 * ANSWER);
    await runs.service.start({ id: 'run-1', request: rowsRequest('Content', 15) });
    await runs.service.start({ id: 'page-1', request: world.request() });
    await world.finish(runs);
    await world.finish(runs, 'page-1');
    expect(model.requests.length - before).toBe(3);
    expect(await spent()).toBeCloseTo(cap, 6);
  });

  it('is free again when the worker that had asked is gone, and when a run is stopped', async () => {
    const { world, boot, capAfter, rowsRequest, model, spent } = await createCapWorld();
    const runs = await boot();
    const cap = await capAfter(3 * ANSWER);
    await runs.service.start({ id: 'run-1', request: rowsRequest('Content') });
    await world.clock.advance(2_000);
    world.stop();
    const next = world.boot();
    await next.takeOver();
    await world.clock.advance(2_000);
    const stopping = next.service.control({ runId: 'run-1', action: 'stop' });
    await world.clock.advance(1_000);
    await stopping;
    const before = model.requests.length;
    await next.service.start({ id: 'run-2', request: rowsRequest('Content') });
    expect(await world.finish(next, 'run-2')).toMatchObject({ state: 'paused', done: 3 });
    expect(model.requests.length - before).toBe(3);
    expect(await spent()).toBeCloseTo(cap, 6);
  });

  it('counts answers that are cut off, and so of no use', async () => {
    const { world, boot, capAfter, spent, rowsRequest, model } = await createCapWorld();
    const runs = await boot();
    model.otherwise(() => ({ steps: ['About'], finish: 'length', inputTokens: 0, outputTokens: 100 }));
    const cap = await capAfter(3 * ANSWER);
    await runs.service.start({ id: 'run-1', request: rowsRequest('Content') });
    expect(await world.finish(runs)).toMatchObject({ state: 'paused', failed: 3, failure: { code: 'spending-cap' } });
    expect(await spent()).toBeCloseTo(cap, 6);
  });

  it('counts the searches that a row may make', async () => {
    const { world, boot, capAfter, rowsRequest, spent, model } = await createCapWorld({ feePerSearch: 0.01 });
    const found = { count: 1, queries: ['bread'], cited: [], seen: [] };
    const runs = await boot();
    model.otherwise(() => ({ steps: [{ pauseMs: 5_000 }, 'About it.'], search: found }));
    const cap = await capAfter(3 * 0.01);
    const request = rowsRequest('Content');
    await runs.service.start({
      id: 'run-1',
      request: { ...request, options: { ...request.options, search: { most: 2, addSources: false } } },
    });
    expect(await world.finish(runs)).toMatchObject({ state: 'paused', done: 3, searches: 3 });
    expect(await spent()).toBeCloseTo(cap, 6);
  });
});

describe('the last prompts of a plan while a dozen rows are asked for at once', () => {
  it('are never passed, and all of them are used', async () => {
    const { world, boot, store, rowsRequest } = await createCapWorld();
    const runs = await boot();
    await store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'starter', promptsTotal: 5 }));
    await runs.service.start({ id: 'run-1', request: rowsRequest('Content') });
    expect(await world.finish(runs)).toMatchObject({ state: 'paused', done: 5, failure: { code: 'prompts-used-up' } });
    expect((await store.getUsage('workspace-1')).promptsTotal).toBe(10);
  });

  it('are for those that wait, where one of those that had them fails', async () => {
    const { world, boot, store, rowsRequest, model } = await createCapWorld();
    const runs = await boot();
    await store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'starter', promptsTotal: 5 }));
    model.fail({ code: 'engine-refused', retry: 'never' });
    await runs.service.start({ id: 'run-1', request: rowsRequest('Content') });
    expect(await world.finish(runs)).toMatchObject({ state: 'paused', done: 5, failed: 1 });
    expect((await store.getUsage('workspace-1')).promptsTotal).toBe(10);
  });
});
