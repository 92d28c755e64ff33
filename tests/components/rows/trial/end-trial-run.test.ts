/** The end of a trial against the real service: what was accepted is written, and paid for once. */
import { expect, it } from 'vitest';

import { findAccepted } from '../../../../components/rows/trial/find-accepted.ts';
import { endTrial } from '../../../../components/rows/trial/end-trial.ts';
import { rowsRequest } from '../../../../components/rows/start/rows-request.ts';
import type { RowItem } from '../../../../components/rows/data/row-item.ts';
import type { RunView } from '../../../../lib/runs/run-views.ts';
import { settle } from '../../../fakes/manual-clock.ts';
import { createRowWorld, TOPICS } from '../../../lib/generation/rows/row-world.ts';

/** A trial of the first row whose answer waits, and a click on Generate for all rows. */
async function stage(output: 'cells' | 'bodies') {
  const made = createRowWorld();
  const { world, rows, rowsRequest: requestOf, model } = made;
  const runs = world.boot();
  const request = requestOf(output === 'bodies' ? { output: { kind: 'body', where: 'end' } } : {});
  const { target, options } = request;
  let state: RunView['state'] | undefined;
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 250) {
      await settle();
      await world.clock.advance(250);
    }
    await settle();
    state = (await runs.history.view('trial')).state;
  };
  await runs.service.startTrial({ id: 'trial', request, rowIds: rows.slice(0, 1) });
  await pass(20_000);
  const call = (name: string, command: never) =>
    (runs.handlers as unknown as Record<string, (command: never) => unknown>)[name]!(command);
  const items: readonly RowItem[] = rows.map((id, at) => ({
    key: id,
    id,
    title: TOPICS[at]!,
    savedTitle: TOPICS[at]!,
    generate: false,
    values: {},
  }));
  const generate = async () => {
    const deps = { client: { call: call as never }, sleep: pass, state: () => state };
    const justWritten = await endTrial('trial', deps);
    const found = await runs.handlers['trial.accepted']({
      databaseId: target.id,
      dataSourceId: target.dataSourceId!,
    });
    const accepted = findAccepted(found.rows, {
      options,
      items,
      readAt: 0,
      justWritten,
    });
    const selection = { kind: 'all' } as const;
    const asked = rowsRequest({ target, options, selection, chosen: items, toWrite: items, accepted });
    await runs.service.start({ id: 'run-1', request: asked! });
    return world.finish(runs, 'run-1');
  };
  const accept = () => runs.service.decideTrial({ jobId: `trial:${rows[0]!}`, accept: true });
  const askedFor = (topic: string) =>
    model.requests.filter(({ request: { messages } }) => messages.at(-1)!.text.includes(topic)).length;
  return { ...made, runs, pass, accept, generate, askedFor };
}

it.each(['cells', 'bodies'] as const)('pays once where the write is under way at the click (%s)', async (output) => {
  const { notion, rows, accept, generate, askedFor, contents, world } = await stage(output);
  const before = notion.hooks.beforeEffect!;
  let writes = 0;
  notion.hooks.beforeEffect = async (method, target) => {
    await before(method, target);
    if (['updatePage', 'appendChildren'].includes(method) && ++writes === 1) await world.clock.sleep(5_000);
  };
  await accept();
  expect(await generate()).toMatchObject({ state: 'done', done: 3 });
  expect(TOPICS.map(askedFor)).toEqual([1, 1, 1, 1]);
  if (output === 'cells') expect(contents()).toEqual(TOPICS.map((topic) => `About ${topic}`));
  else expect(rows.map((row) => notion.texts(row))).toEqual(TOPICS.map((topic) => [`About ${topic}`]));
});

it('writes what was accepted in a trial that is paused', async () => {
  const { runs, notion, rows, pass, accept, generate, askedFor } = await stage('bodies');
  await runs.service.control({ runId: 'trial', action: 'pause' });
  await accept();
  await pass(5_000);
  expect(notion.texts(rows[0]!)).toEqual([]);
  expect(await generate()).toMatchObject({ state: 'done', done: 3 });
  expect(rows.map((row) => notion.texts(row))).toEqual(TOPICS.map((topic) => [`About ${topic}`]));
  expect(askedFor('Alpha')).toBe(1);
});

it('leaves the row to be made where the trial cannot go on', async () => {
  const { runs, notion, rows, store, pass, accept, generate } = await stage('bodies');
  await store.changeUsage('workspace-1', (usage) => ({ ...usage, promptsTotal: 9 }));
  await accept();
  await store.changeUsage('workspace-1', (usage) => ({ ...usage, promptsTotal: 10 }));
  await pass(5_000);
  const paused = (await runs.history.view('trial')).state === 'paused';
  if (paused) await expect(generate()).rejects.toMatchObject({ code: 'prompts-used-up' });
  expect(paused).toBe(true);
  expect(notion.texts(rows[0]!)).toEqual([]);
  await store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
  expect(await generate()).toMatchObject({ state: 'done', done: 4 });
  expect(rows.map((row) => notion.texts(row))).toEqual(TOPICS.map((topic) => [`About ${topic}`]));
});
