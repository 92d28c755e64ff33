/** A trial that asks about several cells of a row: each is written as soon as it is accepted. */
import { describe, expect, it } from 'vitest';

import type { Runs } from '../../../../entrypoints/background/compose-runs.ts';
import { settle } from '../../../fakes/manual-clock.ts';
import type { StopWhen } from '../body/page-harness.ts';
import { createRowWorld } from './row-world.ts';

const NAMES = ['Content', 'Note', 'Hint'] as const;
type Name = (typeof NAMES)[number];

function createCellsWorld(options: Parameters<typeof createRowWorld>[0] = {}) {
  const made = createRowWorld(options, {}, { Note: { rich_text: {} }, Hint: { rich_text: {} } });
  const { world, rows, rowsRequest, notion, model, property } = made;
  model.otherwise(() => '{"p0":"Words","p1":"A note","p2":"A hint"}');
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      await settle();
      if (world.isStopped) return;
      await world.clock.advance(1000);
    }
  };
  const trial = {
    id: 'run-1',
    request: rowsRequest({ output: { kind: 'properties', propertyIds: NAMES.map(property) } }),
    rowIds: rows.slice(0, 1),
  };
  const start = async (runs: Runs) => {
    await runs.service.startTrial(trial);
    await pass(30);
  };
  const decide = (runs: Runs, name: Name, accept = true, text?: string) =>
    runs.service.decideTrial({
      jobId: `run-1:${rows[0]!}`,
      accept,
      propertyId: property(name),
      ...(text !== undefined && { text }),
    });
  const jobOf = async (runs: Runs) => (await runs.history.jobs({ runId: 'run-1', limit: 9 })).jobs[0]!;
  const cells = () => NAMES.map((name) => notion.cellText(rows[0]!, name));
  const used = async () => (await world.store.getUsage('workspace-1')).promptsTotal;
  return { ...made, trial, pass, start, decide, jobOf, cells, used };
}

describe('a cell that is accepted', () => {
  it('is written at once, the row counts once, and the others wait', async () => {
    const { world, start, decide, pass, jobOf, cells, used, property, model } = createCellsWorld();
    const runs = world.boot();
    await start(runs);
    expect(cells()).toEqual(['', '', '']);
    await decide(runs, 'Note', true, 'My note');
    await pass(5);
    expect(cells()).toEqual(['', 'My note', '']);
    expect(await jobOf(runs)).toMatchObject({ decision: 'open', cellDecisions: { [property('Note')]: 'accepted' } });
    expect((await jobOf(runs)).cells?.map(({ outcome }) => outcome)).toEqual([undefined, 'written', undefined]);
    expect(await runs.history.view('run-1')).toMatchObject({ state: 'waiting', wait: { count: 1 }, prompts: 1 });
    expect(await used()).toBe(1);

    await decide(runs, 'Content', false);
    await decide(runs, 'Hint');
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1, prompts: 1 });
    expect(cells()).toEqual(['', 'My note', 'A hint']);
    expect((await jobOf(runs)).cells?.map(({ outcome }) => outcome)).toEqual(['empty', 'written', 'written']);
    expect([await used(), model.requests.length]).toEqual([1, 1]);
    expect(world.defects).toEqual([]);
  });

  it('ends its row without another write when the others are rejected', async () => {
    const { world, start, decide, pass, cells, used } = createCellsWorld();
    const runs = world.boot();
    await start(runs);
    await decide(runs, 'Content');
    await pass(5);
    const writes = world.effects.filter((name) => name.includes('updatePage')).length;
    await decide(runs, 'Note', false);
    await decide(runs, 'Hint', false);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1, prompts: 1 });
    expect(cells()).toEqual(['Words', '', '']);
    expect(world.effects.filter((name) => name.includes('updatePage'))).toHaveLength(writes);
    expect(await used()).toBe(1);
  });

  it('is taken back by Undo while the others still wait', async () => {
    const { world, start, decide, pass, cells } = createCellsWorld();
    const runs = world.boot();
    await start(runs);
    await decide(runs, 'Content');
    await pass(5);
    expect(cells()).toEqual(['Words', '', '']);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await pass(10);
    expect(cells()).toEqual(['', '', '']);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ state: 'done', restored: 1 });
  });

  it('is heard while another one of its row is being written', async () => {
    const { world, start, decide, cells, used } = createCellsWorld();
    const runs = world.boot();
    await start(runs);
    await decide(runs, 'Content');
    // Not waited for: the worker holds the row by now.
    await Promise.all([decide(runs, 'Note'), decide(runs, 'Hint')]);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1, prompts: 1 });
    expect(cells()).toEqual(['Words', 'A note', 'A hint']);
    expect(await used()).toBe(1);
  });

  it('is heard by the worker that it starts, before that has taken over from one that was stopped in a write', async () => {
    const { world, start, decide, pass, cells, used } = createCellsWorld();
    const one = world.boot();
    await start(one);
    world.holdNext('notion.updatePage');
    await decide(one, 'Content');
    await pass(1);
    world.stop();
    const two = world.boot();
    await decide(two, 'Note', false);
    await decide(two, 'Hint');
    await two.takeOver();
    expect(await world.finish(two)).toMatchObject({ state: 'done', done: 1, prompts: 1 });
    expect(cells()).toEqual(['Words', '', 'A hint']);
    expect(await used()).toBe(1);
  });

  it('is not written where a person typed meanwhile, and what was written before stands', async () => {
    const { world, notion, rows, start, decide, pass, cells, jobOf } = createCellsWorld();
    const runs = world.boot();
    await start(runs);
    await decide(runs, 'Content');
    await pass(40);
    notion.person.setCell(rows[0]!, 'Note', { rich_text: [{ text: { content: 'Mine' } }] });
    await pass(60);
    await decide(runs, 'Note');
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1, prompts: 1 });
    expect(cells()).toEqual(['Words', 'Mine', '']);
    expect(await jobOf(runs)).toMatchObject({ failure: { code: 'row-edited' } });
  });

  it('is looked for when its answer was lost, whatever was accepted since', async () => {
    const { world, notion, start, decide, pass, cells, used } = createCellsWorld();
    const runs = world.boot();
    await start(runs);
    notion.failNext({ method: 'updatePage', when: 'after' });
    await decide(runs, 'Content');
    await decide(runs, 'Hint');
    await pass(30);
    expect(cells()).toEqual(['Words', '', 'A hint']);
    await decide(runs, 'Note', false);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1, prompts: 1 });
    expect(await used()).toBe(1);
  });
});

it('is written once, wherever the worker is stopped', async () => {
  const play = async (stage: ReturnType<typeof createCellsWorld>) => {
    const { world, pass, decide, trial } = stage;
    let runs = world.boot();
    const again = async () => {
      await pass(10);
      if (!world.isStopped) return;
      runs = world.boot();
      await runs.service.startTrial(trial);
      await runs.takeOver();
      await pass(150);
    };
    void runs.service.startTrial(trial);
    await again();
    const asking = world.effects.length;
    for (const [name, accept] of [
      ['Note', true],
      ['Content', false],
      ['Hint', true],
    ] as const) {
      void decide(runs, name, accept);
      await again();
      // A surface sends a command again whose answer a stop swallowed.
      void decide(runs, name, accept);
      await again();
    }
    return { asking, view: await world.finish(runs) };
  };
  const clean = createCellsWorld();
  const { asking } = await play(clean);
  const total = clean.world.effects.length;
  expect(total - asking).toBeGreaterThan(10);
  for (let effect = asking; effect < total; effect += 1) {
    for (const when of ['before', 'after'] as StopWhen[]) {
      const stage = createCellsWorld({ stopAt: { effect, when } });
      const point = `stopped ${when} effect ${effect}`;
      expect((await play(stage)).view, point).toMatchObject({ state: 'done', done: 1, prompts: 1 });
      expect(stage.cells(), point).toEqual(['', 'A note', 'A hint']);
      expect(await stage.used(), point).toBe(1);
      expect(stage.world.defects, point).toEqual([]);
    }
  }
}, 120_000);
