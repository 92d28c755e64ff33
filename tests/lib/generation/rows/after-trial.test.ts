import { describe, expect, it } from 'vitest';

import type { Output } from '../../../../lib/run-request/output.ts';
import { createRowWorld } from './row-world.ts';

/** A trial on three rows: the first is accepted, the second rejected, the third undecided. Then the whole database is filled. */
async function tryThenFill(change: { prompt?: string } = {}, output?: Output) {
  const { world, rows, model, rowsRequest, contents } = createRowWorld();
  const runs = world.boot();
  await runs.service.startTrial({
    id: 'trial',
    request: rowsRequest({ ...(output && { output }) }),
    rowIds: rows.slice(0, 3),
  });
  await world.clock.advance(10_000);
  await runs.service.decideTrial({ jobId: `trial:${rows[0]!}`, accept: true });
  await runs.service.decideTrial({ jobId: `trial:${rows[1]!}`, accept: false });
  await world.clock.advance(10_000);
  const asked = model.requests.length;
  await runs.service.start({ id: 'run-1', request: rowsRequest({ ...change, ...(output && { output }) }) });
  await world.finish(runs);
  const { jobs } = await runs.history.jobs({ runId: 'run-1', limit: 9 });
  const reasons = jobs.map(({ state, failure }) => failure?.code ?? state);
  const bodies = () => rows.map((row) => world.notion.texts(row));
  return { world, runs, rows, reasons, bodies, asked: model.requests.length - asked, contents };
}

describe('a run after a trial', () => {
  it('says of an accepted row that it was accepted, and keeps what is undecided without paying again', async () => {
    const { reasons, asked, runs, rows, world, contents } = await tryThenFill();
    expect(reasons).toEqual(['row-accepted', 'done', 'row-undecided', 'done']);
    expect(asked).toBe(2);
    await runs.service.decideTrial({ jobId: `trial:${rows[2]!}`, accept: true });
    await world.clock.advance(10_000);
    expect(contents()).toEqual(['About Alpha', 'About Beta', 'About Gamma', 'About Delta']);
    expect((await world.store.getUsage('workspace-1')).promptsTotal).toBe(4);
  });

  it('does the same with the bodies of pages', async () => {
    const { reasons, asked, runs, rows, world, bodies } = await tryThenFill({}, { kind: 'body', where: 'end' });
    expect(reasons).toEqual(['row-accepted', 'done', 'row-undecided', 'done']);
    expect(asked).toBe(2);
    await runs.service.decideTrial({ jobId: `trial:${rows[2]!}`, accept: true });
    await world.clock.advance(10_000);
    expect(bodies()).toEqual([['About Alpha'], ['About Beta'], ['About Gamma'], ['About Delta']]);
  });

  it('asks anew for an undecided row where the prompt is another one', async () => {
    const { reasons } = await tryThenFill({ prompt: 'Write something else' });
    expect(reasons).toEqual(['row-accepted', 'done', 'done', 'done']);
  });
});
