import { describe, expect, it } from 'vitest';

import type { GenerationStep } from '../../../../lib/run-request/generation-options.ts';
import type { ModelRequest } from '../../../../lib/language-model/language-model.ts';
import type { Runs } from '../../../../entrypoints/background/compose-runs.ts';
import type { StopWhen } from '../body/page-harness.ts';
import { answerTo, createRowWorld, TOPICS } from './row-world.ts';

/** Step 1 writes Content; step 2 makes a score of {{Content}}: what it was given is the answer's length. */
function createStepWorld(options: Parameters<typeof createRowWorld>[0] = {}, content: Record<string, string> = {}) {
  const made = createRowWorld(options, content);
  const { world, property, rowsRequest, notion, rows } = made;
  const lengthIn = (request: ModelRequest) => {
    const given = /kind="property" name="Content">([^<]*)</u.exec(request.messages.at(-1)!.text)?.[1] ?? '';
    return given.trim().length;
  };
  const answer = (request: ModelRequest) =>
    request.messages.at(-1)!.text.startsWith('Count') ? `{"p0":${lengthIn(request)}}` : answerTo(request);
  made.model.otherwise(answer);
  const count: GenerationStep = {
    prompt: 'Count {{Content}}',
    output: { kind: 'property', propertyId: property('Score') },
  };
  const stepped = (overrides: Parameters<typeof rowsRequest>[0] = {}, step: Partial<GenerationStep> = {}) =>
    rowsRequest({ steps: [{ ...count, ...step }], ...overrides });
  const scores = () => rows.map((row) => (notion.cell(row, 'Score') as { number: number | null }).number);
  const used = async () => (await world.store.getUsage('workspace-1')).promptsTotal;
  const run = async (runs: Runs, request: ReturnType<typeof rowsRequest>) => {
    await runs.service.start({ id: 'run-1', request });
    return world.finish(runs);
  };
  const jobsOf = async (runs: Runs) => (await runs.history.jobs({ runId: 'run-1', limit: 9 })).jobs;
  return { ...made, answer, stepped, scores, used, run, jobsOf };
}

const ABOUT = TOPICS.map((topic) => `About ${topic}`);
const LENGTHS = ABOUT.map(({ length }) => length);

describe('a run of rows with two steps', () => {
  it('does both for each row, the second with what the first wrote, and counts two prompts a row', async () => {
    const { world, stepped, run, contents, scores, used, jobsOf, model } = createStepWorld();
    const runs = world.boot();
    expect(await run(runs, stepped())).toMatchObject({ state: 'done', done: 4, total: 4, prompts: 8 });
    expect(contents()).toEqual(ABOUT);
    expect(scores()).toEqual(LENGTHS);
    expect(await used()).toBe(8);
    expect(model.requests).toHaveLength(8);
    const [first] = await jobsOf(runs);
    expect(first!.cells).toMatchObject([
      { name: 'Content', outcome: 'written', after: 'About Alpha' },
      { name: 'Score', outcome: 'written', after: '11' },
    ]);
    const details = await runs.history.jobDetails({ jobId: first!.id });
    expect(details.sent).toContain('Write about it');
    expect(details.sent).toContain('Count');
    expect(world.defects).toEqual([]);
  });

  it('takes both back as one', async () => {
    const { world, stepped, run, contents, scores } = createStepWorld({}, { Beta: 'Mine.' });
    const runs = world.boot();
    await run(runs, stepped({ overwriteFilled: true }));
    expect(contents()).toEqual(ABOUT);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5000);
    expect(contents()).toEqual(['', 'Mine.', '', '']);
    expect(scores()).toEqual([null, null, null, null]);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ state: 'done', restored: 4, skipped: 0 });
  });

  it('passes over a step whose cells are filled, and leaves a row with nothing to do', async () => {
    const { world, stepped, run, contents, scores, notion, rows, jobsOf, model } = createStepWorld(
      {},
      { Alpha: 'Mine.', Beta: 'Also mine.' },
    );
    notion.person.setCell(rows[1]!, 'Score', { number: 3 });
    const runs = world.boot();
    expect(await run(runs, stepped())).toMatchObject({ state: 'done', done: 3, skipped: 1, prompts: 5 });
    expect(contents()).toEqual(['Mine.', 'Also mine.', ABOUT[2], ABOUT[3]]);
    expect(scores()).toEqual([5, 3, LENGTHS[2], LENGTHS[3]]);
    expect(model.requests).toHaveLength(5);
    const [first] = await jobsOf(runs);
    expect(first!.cells).toMatchObject([{ outcome: 'kept' }, { outcome: 'written' }]);
  });

  it('finds rows where the output of any step is empty', async () => {
    const { world, stepped, rows, notion, scores, contents } = createStepWorld({}, { Alpha: 'Mine.' });
    for (const row of rows.slice(1)) notion.person.setCell(row, 'Score', { number: 1 });
    for (const row of rows.slice(2)) notion.person.setCell(row, 'Content', { rich_text: [{ text: { content: 'x' } }] });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: { ...stepped(), selection: { kind: 'empty' } } });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 2, total: 2, prompts: 2 });
    expect(scores()).toEqual([5, 1, 1, 1]);
    expect(contents()[1]).toBe('About Beta');
  });

  it('asks a step only where its conditions are met by then', async () => {
    const { world, stepped, run, scores, property, contents } = createStepWorld();
    const conditions = [{ propertyId: property('Content'), comparison: 'contains', value: 'beta' }] as const;
    const runs = world.boot();
    expect(await run(runs, stepped({}, { conditions }))).toMatchObject({ state: 'done', done: 4, prompts: 5 });
    expect(scores()).toEqual([null, 10, null, null]);
    expect(contents()).toEqual(ABOUT);
  });

  it('skips, with the reason, a row that meets the conditions of no step', async () => {
    const { world, stepped, run, property, jobsOf, contents } = createStepWorld();
    const conditions = [{ propertyId: property('Topic'), comparison: 'is', value: 'Gamma' }] as const;
    const runs = world.boot();
    expect(await run(runs, stepped({ conditions }, { conditions }))).toMatchObject({ done: 1, skipped: 3, prompts: 2 });
    expect(contents()).toEqual(['', '', 'About Gamma', '']);
    expect((await jobsOf(runs))[0]).toMatchObject({ state: 'skipped', failure: { code: 'row-condition' } });
  });

  it('stops a row at an answer that a check holds back, and goes on with the next step once it is written', async () => {
    const { world, stepped, run, scores, property, rows, contents, used } = createStepWorld();
    const checks = { [property('Content')]: { mustNotContain: 'alpha' } };
    const runs = world.boot();
    expect(await run(runs, stepped({ checks }))).toMatchObject({ done: 3, review: 1, prompts: 6 });
    expect(scores()[0]).toBeNull();
    await runs.service.decideReview({ jobId: `run-1:${rows[0]!}`, action: 'write' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, prompts: 8 });
    expect([contents(), scores(), await used()]).toEqual([ABOUT, LENGTHS, 8]);
  });

  it('goes on with the step that failed, and asks for nothing that is there', async () => {
    const { world, stepped, run, scores, answer, model } = createStepWorld();
    model.otherwise((request) => (answer(request) === '{"p0":10}' ? '{"p0":"many"}' : answer(request)));
    const runs = world.boot();
    expect(await run(runs, stepped())).toMatchObject({ state: 'done-with-errors', done: 3, failed: 1, prompts: 7 });
    const asked = model.requests.length;
    model.otherwise(answer);
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, prompts: 8 });
    expect(scores()).toEqual(LENGTHS);
    expect(model.requests.length - asked).toBe(1);
  });

  it('leaves a cell of a later step alone that a person filled meanwhile', async () => {
    const { world, stepped, answer, model, notion, rows, scores, contents } = createStepWorld();
    model.otherwise((request) => ({ steps: [{ pauseMs: 20_000 }, answer(request)] }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: stepped() });
    await world.clock.advance(5_000);
    notion.person.setCell(rows[2]!, 'Score', { number: 99 });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, prompts: 7 });
    expect(contents()).toEqual(ABOUT);
    expect(scores()[2]).toBe(99);
  });

  it('writes a page body in one step and a cell in the other, and takes both back', async () => {
    const { world, stepped, run, notion, rows, scores, contents } = createStepWorld();
    const body = { prompt: 'Write about {{Content}}', output: { kind: 'body', where: 'end' } } as const;
    const runs = world.boot();
    expect(await run(runs, stepped({}, body))).toMatchObject({ state: 'done', done: 4, prompts: 8 });
    expect(rows.map((row) => notion.texts(row))).toEqual(ABOUT.map((text) => [text]));
    expect(contents()).toEqual(ABOUT);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    for (let second = 0; second < 30; second += 1) await world.clock.advance(1000);
    expect(rows.map((row) => notion.texts(row))).toEqual([[], [], [], []]);
    expect([contents(), scores()]).toEqual([
      ['', '', '', ''],
      [null, null, null, null],
    ]);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ restored: 4 });
  });

  it('never passes the plan: a row waits between its steps', async () => {
    const { world, stepped, run } = createStepWorld();
    await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, promptsTotal: 5 }));
    const runs = world.boot();
    const view = await run(runs, stepped());
    expect(view).toMatchObject({ state: 'paused', failure: { code: 'prompts-used-up' }, prompts: 5 });
    expect(world.model.requests).toHaveLength(5);
  });

  it('counts every step in the estimate', async () => {
    const { world, stepped, rowsRequest } = createStepWorld();
    const runs = world.boot();
    const [one, two] = [
      await runs.handlers['runs.estimate']({ request: rowsRequest(), rows: 100 }),
      await runs.handlers['runs.estimate']({ request: stepped(), rows: 100 }),
    ];
    expect([one.prompts, two.prompts, two.rows]).toEqual([100, 200, 100]);
    expect(two.inputTokens).toBeGreaterThan(one.inputTokens * 1.8);
    expect(two.minutes).toBeGreaterThan(one.minutes);
    const some = await runs.handlers['runs.estimate']({ request: stepped(), rows: 100, stepRows: [40, 100] });
    expect([some.prompts, some.rows]).toEqual([140, 100]);
  });
});

describe('a worker stopped around any effect of a run with two steps', () => {
  it('does each step of each row once, pays each answer that it received once, and counts exactly', async () => {
    const clean = createStepWorld();
    const first = clean.world.boot();
    await first.service.start({ id: 'run-1', request: clean.stepped() });
    await clean.world.finish(first);
    const total = clean.world.effects.length;
    expect(total).toBeGreaterThan(60);
    for (let effect = 0; effect < total; effect += 1) {
      for (const when of ['before', 'after'] as StopWhen[]) {
        const { world, stepped, contents, scores, used, notion } = createStepWorld({ stopAt: { effect, when } });
        const one = world.boot();
        void one.service.start({ id: 'run-1', request: stepped() });
        await world.finish(one);
        const point = `stopped ${when} effect ${effect} (${world.effects.at(-1)})`;
        const two = world.boot();
        await two.service.start({ id: 'run-1', request: stepped() });
        await two.takeOver();
        expect(await world.finish(two), point).toMatchObject({ state: 'done', done: 4, total: 4, prompts: 8 });
        expect([contents(), scores()], point).toEqual([ABOUT, LENGTHS]);
        expect(await used(), point).toBe(8);
        expect(notion.effects.filter(({ method }) => method === 'updatePage').length, point).toBe(8);
        expect(world.defects, point).toEqual([]);
      }
    }
  }, 180_000);

  it('takes all of it back, wherever Undo was stopped', async () => {
    const perform = async ({ world, stepped }: ReturnType<typeof createStepWorld>, runs: Runs) => {
      await runs.service.start({ id: 'run-1', request: stepped({ overwriteFilled: true }) });
      await world.finish(runs);
    };
    const clean = createStepWorld({}, { Beta: 'Mine.' });
    await perform(clean, clean.world.boot());
    const filled = clean.world.effects.length;
    const last = clean.world.boot();
    await last.service.control({ runId: 'run-1', action: 'undo' });
    for (let second = 0; second < 20; second += 1) await clean.world.clock.advance(1000);
    const total = clean.world.effects.length;
    expect(total - filled).toBeGreaterThan(4);
    for (let effect = filled; effect < total; effect += 2) {
      const made = createStepWorld({ stopAt: { effect, when: 'after' } }, { Beta: 'Mine.' });
      const { world, contents, scores } = made;
      await perform(made, world.boot());
      void world.boot().service.control({ runId: 'run-1', action: 'undo' });
      for (let second = 0; second < 20 && !world.isStopped; second += 1) await world.clock.advance(1000);
      const two = world.boot();
      await two.service.control({ runId: 'run-1', action: 'undo' });
      await two.takeOver();
      for (let second = 0; second < 20; second += 1) await world.clock.advance(1000);
      expect([contents(), scores()], `effect ${effect}`).toEqual([
        ['', 'Mine.', '', ''],
        [null, null, null, null],
      ]);
    }
  }, 120_000);
});
