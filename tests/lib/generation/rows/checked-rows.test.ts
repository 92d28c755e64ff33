import { describe, expect, it } from 'vitest';

import type { OutputChecks } from '../../../../lib/run-request/generation-options.ts';
import { BODY_OUTPUT } from '../../../../lib/notion/outdated.ts';
import type { Runs } from '../../../../entrypoints/background/compose-runs.ts';
import type { StopWhen } from '../body/page-harness.ts';
import { answerTo, createRowWorld } from './row-world.ts';

/** Four rows whose answers are “About Alpha” …; “About Alpha” and “About Gamma” are longer than ten characters. */
function createCheckedWorld(options: Parameters<typeof createRowWorld>[0] = {}, content: Record<string, string> = {}) {
  const made = createRowWorld(options, content);
  const { world, rows, property, rowsRequest } = made;
  const checked = (checks: OutputChecks, overrides: Parameters<typeof rowsRequest>[0] = {}) =>
    rowsRequest({ checks: { [property('Content')]: checks }, ...overrides });
  const run = async (runs: Runs, request: ReturnType<typeof rowsRequest>) => {
    await runs.service.start({ id: 'run-1', request });
    return world.finish(runs);
  };
  const jobId = (row: number) => `run-1:${rows[row]!}`;
  const jobsOf = async (runs: Runs) => (await runs.history.jobs({ runId: 'run-1', limit: 9 })).jobs;
  const used = async () => (await world.store.getUsage('workspace-1')).promptsTotal;
  return { ...made, checked, run, jobId, jobsOf, used };
}

describe('a run of rows whose output has checks', () => {
  it('writes what passes, and holds back what fails with the reason', async () => {
    const { world, contents, checked, run, jobsOf, used } = createCheckedWorld();
    const runs = world.boot();
    const view = await run(runs, checked({ longest: 10 }));
    expect(view).toMatchObject({ state: 'done', done: 1, skipped: 3, review: 3, prompts: 1, total: 4 });
    expect(contents()).toEqual(['', 'About Beta', '', '']);
    expect(await used()).toBe(1);
    const jobs = await jobsOf(runs);
    expect(jobs.map(({ state }) => state)).toEqual(['review', 'done', 'review', 'review']);
    expect(jobs[0]!.cells).toMatchObject([
      { outcome: 'review', after: 'About Alpha', problems: [{ check: 'longest', limit: 10, length: 11 }] },
    ]);
    const held = await runs.history.jobs({ runId: 'run-1', limit: 9, state: 'review' });
    expect(held.jobs).toHaveLength(3);
    expect((await runs.history.jobs({ runId: 'run-1', limit: 9, state: 'skipped' })).jobs).toEqual([]);
    const { content } = await runs.history.export({ runId: 'run-1', format: 'csv' });
    expect(content).toContain('"Alpha","review"');
    expect(content).toContain('Needs review');
    expect(world.defects).toEqual([]);
  });

  it('writes one anyway, another as it was edited, and asks once more for the third', async () => {
    const { world, contents, checked, run, jobId, property, model, used, jobsOf } = createCheckedWorld();
    const runs = world.boot();
    await run(runs, checked({ longest: 10 }));
    const propertyId = property('Content');
    const written = await runs.service.decideReview({ jobId: jobId(0), action: 'write', propertyId });
    expect(written.state).toBe('pending');
    await runs.service.decideReview({ jobId: jobId(2), action: 'write', propertyId, text: 'Mine.' });
    model.otherwise(() => 'Shorter');
    await runs.service.decideReview({ jobId: jobId(3), action: 'again' });
    const view = await world.finish(runs);
    expect(view).toMatchObject({ state: 'done', done: 4, skipped: 0, prompts: 4 });
    expect(view?.review).toBeUndefined();
    expect(contents()).toEqual(['About Alpha', 'About Beta', 'Mine.', 'Shorter']);
    expect(model.requests).toHaveLength(5);
    expect(await used()).toBe(4);
    expect((await jobsOf(runs)).every(({ state }) => state === 'done')).toBe(true);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5000);
    expect(contents()).toEqual(['', '', '', '']);
  });

  it('writes the other properties of the row, and keeps them when the one that failed is asked for again', async () => {
    const { world, notion, rows, property, rowsRequest, model, jobId, used } = createCheckedWorld();
    model.otherwise(() => '{"p0":"Far too long","p1":7}');
    const output = { kind: 'properties', propertyIds: [property('Content'), property('Score')] } as const;
    const checks = { [property('Content')]: { longest: 5 } };
    const runs = world.boot();
    const selection = { kind: 'ticked', rowIds: rows.slice(0, 1) } as const;
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output, checks }, selection) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', review: 1, done: 0, prompts: 1 });
    const score = () => (notion.cell(rows[0]!, 'Score') as { number: number }).number;
    expect([notion.cellText(rows[0]!, 'Content'), score()]).toEqual(['', 7]);
    model.otherwise(() => '{"p0":"Good","p1":99}');
    await runs.service.decideReview({ jobId: jobId(0), action: 'again' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1, prompts: 1 });
    expect([notion.cellText(rows[0]!, 'Content'), score()]).toEqual(['Good', 7]);
    expect(await used()).toBe(1);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5000);
    expect([notion.cellText(rows[0]!, 'Content'), score()]).toEqual(['', null]);
    expect(world.defects).toEqual([]);
  });

  it('leaves a cell alone that a person filled before they said “Write anyway”', async () => {
    const { world, notion, rows, contents, checked, run, jobId } = createCheckedWorld();
    const runs = world.boot();
    await run(runs, checked({ longest: 10 }));
    notion.person.setCell(rows[0]!, 'Content', { rich_text: [{ text: { content: 'Typed since.' } }] });
    await world.clock.advance(86_400_000);
    await runs.service.decideReview({ jobId: jobId(0), action: 'write' });
    await world.finish(runs);
    expect(contents()[0]).toBe('Typed since.');
  });

  it('lets no two rows have the same, nor one that another row has already', async () => {
    const { world, contents, checked, run, model, jobsOf } = createCheckedWorld({}, { Delta: 'Taken' });
    model.otherwise((request) => (answerTo(request) === 'About Alpha' ? 'taken ' : 'Fresh'));
    const runs = world.boot();
    expect(await run(runs, checked({ unique: true }))).toMatchObject({ done: 1, review: 2, skipped: 3 });
    expect(contents().filter((text) => text === 'Fresh')).toHaveLength(1);
    expect(contents()[3]).toBe('Taken');
    const problems = (await jobsOf(runs)).flatMap(({ cells = [] }) => cells.flatMap((cell) => cell.problems ?? []));
    expect(problems).toEqual([{ check: 'unique' }, { check: 'unique' }]);
  });

  it('holds a page body back as a whole, and writes it once it is released', async () => {
    const { world, notion, rows, rowsRequest, jobId, model, used } = createCheckedWorld();
    model.otherwise((request) => `${answerTo(request)}\n\nMore.`);
    const output = { kind: 'body', where: 'end' } as const;
    const checks = { [BODY_OUTPUT]: { mustNotContain: 'alpha' } };
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output, checks }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 3, review: 1, prompts: 3 });
    expect(rows.map((row) => notion.texts(row).length)).toEqual([0, 2, 2, 2]);
    await runs.service.decideReview({ jobId: jobId(0), action: 'write' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, prompts: 4 });
    expect(notion.texts(rows[0]!)).toEqual(['About Alpha', 'More.']);
    expect(model.requests).toHaveLength(4);
    expect(await used()).toBe(4);
    expect(world.defects).toEqual([]);
  });

  it('takes up one row of a stopped run, and leaves what was not reached', async () => {
    const { world, contents, checked, jobId, model } = createCheckedWorld();
    model.otherwise((request) => {
      const answer = answerTo(request);
      return answer === 'About Alpha' ? answer : { steps: [{ pauseMs: 600_000 }, answer] };
    });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: checked({ longest: 10 }) });
    await world.clock.advance(5_000);
    await runs.service.control({ runId: 'run-1', action: 'stop' });
    await world.clock.advance(5_000);
    await runs.service.decideReview({ jobId: jobId(0), action: 'write' });
    expect(await world.finish(runs)).toMatchObject({ state: 'stopped', done: 1, skipped: 0, rest: { rows: 3 } });
    expect(contents()).toEqual(['About Alpha', '', '', '']);
  });

  it('refuses to write anyway when the plan has no prompt left, and keeps the answer', async () => {
    const { world, contents, checked, run, jobId, jobsOf } = createCheckedWorld();
    const runs = world.boot();
    await run(runs, checked({ longest: 10 }));
    await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, promptsTotal: 10 }));
    await expect(runs.service.decideReview({ jobId: jobId(0), action: 'write' })).rejects.toMatchObject({
      code: 'prompts-used-up',
    });
    expect((await jobsOf(runs))[0]).toMatchObject({ state: 'review', cells: [{ after: 'About Alpha' }] });
    expect(contents()[0]).toBe('');
  });

  it('says in a trial what a check found, and writes what is accepted all the same', async () => {
    const { world, rows, contents, checked, jobId, jobsOf } = createCheckedWorld();
    const runs = world.boot();
    await runs.service.startTrial({ id: 'run-1', request: checked({ longest: 10 }), rowIds: rows.slice(0, 1) });
    for (let second = 0; second < 30; second += 1) await world.clock.advance(1000);
    expect((await jobsOf(runs))[0]).toMatchObject({ decision: 'open', cells: [{ problems: [{ check: 'longest' }] }] });
    await runs.service.decideTrial({ jobId: jobId(0), accept: true });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1, prompts: 1 });
    expect(contents()[0]).toBe('About Alpha');
  });
});

describe('a worker stopped around any effect of a run with checks and its review', () => {
  /** The run, then one row written anyway and one asked for again. */
  async function perform(made: ReturnType<typeof createCheckedWorld>, runs: Runs): Promise<void> {
    const { world, checked, jobId, model } = made;
    await runs.service.start({ id: 'run-1', request: checked({ longest: 10 }) });
    await world.finish(runs);
    if (world.isStopped) return;
    model.otherwise((request) => (answerTo(request) === 'About Gamma' ? 'Short' : answerTo(request)));
    await runs.service.decideReview({ jobId: jobId(0), action: 'write' });
    await runs.service.decideReview({ jobId: jobId(2), action: 'again' });
    await world.finish(runs);
  }

  it('writes each row once, loses no answer, and counts exactly', async () => {
    const clean = createCheckedWorld();
    await perform(clean, clean.world.boot());
    const total = clean.world.effects.length;
    expect(total).toBeGreaterThan(30);
    for (let effect = 0; effect < total; effect += 1) {
      for (const when of ['before', 'after'] as StopWhen[]) {
        const made = createCheckedWorld({ stopAt: { effect, when } });
        const { world, contents, notion, used } = made;
        const one = world.boot();
        void perform(made, one).catch(() => undefined);
        await world.finish(one);
        for (let step = 0; step < 20 && !world.isStopped; step += 1) await world.clock.advance(1000);
        const point = `stopped ${when} effect ${effect} (${world.effects.at(-1)})`;
        const two = world.boot();
        await two.takeOver();
        await perform(made, two);
        expect(await two.history.view('run-1'), point).toMatchObject({ state: 'done', done: 3, review: 1, prompts: 3 });
        expect(contents(), point).toEqual(['About Alpha', 'About Beta', 'Short', '']);
        expect(await used(), point).toBe(3);
        expect(notion.effects.filter(({ method }) => method === 'updatePage').length, point).toBe(3);
        expect(world.defects, point).toEqual([]);
      }
    }
  }, 120_000);
});
