import { describe, expect, it } from 'vitest';

import { findExamples } from '../../../lib/runs/find-examples.ts';
import type { Runs } from '../../../entrypoints/background/compose-runs.ts';
import { createRowWorld } from '../generation/rows/row-world.ts';

/** A world in which trials were made and decided. */
function createTriedWorld() {
  const made = createRowWorld();
  const { world, rows, rowsRequest, databaseId, dataSourceId, property } = made;
  const target = { id: databaseId, dataSourceId };
  const output = { kind: 'property', propertyId: property('Content') } as const;
  const tryRows = async (runs: Runs, id: string, count = 3) => {
    await runs.service.startTrial({ id, request: rowsRequest(), rowIds: rows.slice(0, count) });
    for (let second = 0; second < 30; second += 1) await world.clock.advance(1000);
  };
  const decide = (runs: Runs, row: number, accept: boolean, more: { text?: string } = {}) =>
    runs.service.decideTrial({
      jobId: `trial:${rows[row]!}`,
      accept,
      ...('text' in more && { propertyId: property('Content'), ...more }),
    });
  const find = () => findExamples(world.store, target, output);
  return { ...made, tryRows, decide, find };
}

describe('accepted rows as examples', () => {
  it('are what was accepted, as it was edited, and not what was rejected or nobody decided on', async () => {
    const { world, tryRows, decide, find } = createTriedWorld();
    const runs = world.boot();
    await tryRows(runs, 'trial');
    await decide(runs, 0, true, { text: 'Alpha, as I like it' });
    await decide(runs, 1, false);
    expect(await find()).toMatchObject([{ topic: 'Alpha', answers: [{ text: 'Alpha, as I like it' }] }]);
  });

  it('go to the model with each row of the next run, the same for all, also after the worker was stopped', async () => {
    const { world, rows, tryRows, decide, model, rowsRequest } = createTriedWorld();
    const runs = world.boot();
    await tryRows(runs, 'trial', 2);
    await decide(runs, 0, true, { text: 'Alpha, as I like it' });
    await decide(runs, 1, true);
    await world.finish(runs, 'trial');
    const before = model.requests.length;
    const selection = { kind: 'ticked', rowIds: rows.slice(2) } as const;
    await runs.service.start({ id: 'run-1', request: rowsRequest({ useExamples: true }, selection) });
    world.stop();
    const next = world.boot();
    await next.takeOver();
    await world.finish(next);
    const texts = model.requests.slice(before).map(({ request }) => request.messages[0]!.text);
    expect(texts).toHaveLength(2);
    for (const text of texts) {
      expect(text).toContain('Alpha, as I like it');
      expect(text).toContain('About Beta');
      expect(text).toMatch(/accepted/);
    }
    expect(world.defects).toEqual([]);
  });

  it('are not sent unless that is asked', async () => {
    const { world, rows, tryRows, decide, model, rowsRequest } = createTriedWorld();
    const runs = world.boot();
    await tryRows(runs, 'trial', 1);
    await decide(runs, 0, true);
    await world.finish(runs, 'trial');
    const selection = { kind: 'ticked', rowIds: rows.slice(2) } as const;
    await runs.service.start({ id: 'run-1', request: rowsRequest({}, selection) });
    await world.finish(runs);
    expect(model.requests.at(-1)!.request.messages[0]!.text).not.toContain('About Alpha');
  });

  it('count in the estimate', async () => {
    const { world, tryRows, decide, rowsRequest } = createTriedWorld();
    const runs = world.boot();
    await tryRows(runs, 'trial', 1);
    await decide(runs, 0, true, { text: 'A long answer. '.repeat(60) });
    const estimate = (useExamples: boolean) =>
      runs.handlers['runs.estimate']({ request: rowsRequest({ useExamples }), rows: 100 });
    const [without, withThem] = [await estimate(false), await estimate(true)];
    expect(withThem.inputTokens - without.inputTokens).toBeGreaterThan(100 * 200);
  });

  it('are at most five, none of them long, and none of a trial that was undone', async () => {
    const { world, tryRows, decide, find } = createTriedWorld();
    const runs = world.boot();
    await tryRows(runs, 'trial', 3);
    await decide(runs, 0, true, { text: 'word '.repeat(5_000) });
    const [example] = await find();
    expect(example!.answers[0]!.text.length).toBeLessThanOrEqual(1_001);
    await decide(runs, 1, false);
    await decide(runs, 2, false);
    await world.finish(runs, 'trial');
    await runs.service.control({ runId: 'trial', action: 'undo' });
    expect(await find()).toEqual([]);
  });
});
