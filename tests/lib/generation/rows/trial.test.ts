import { describe, expect, it } from 'vitest';

import type { GenerationOptions } from '../../../../lib/run-request/generation-options.ts';
import type { Where } from '../../../../lib/run-request/target.ts';
import { hashPrompt } from '../../../../lib/notion/outdated.ts';
import type { Runs } from '../../../../entrypoints/background/compose-runs.ts';
import { settle } from '../../../fakes/manual-clock.ts';
import type { StopWhen } from '../body/page-harness.ts';
import { answerTo, createRowWorld, TOPICS } from './row-world.ts';

const DAY_MS = 86_400_000;

/** A row world in which a trial of page bodies can be made; the model answers in two paragraphs. */
function createTrialWorld(options: Parameters<typeof createRowWorld>[0] = {}) {
  const made = createRowWorld(options);
  const { world, rows, rowsRequest, notion, model } = made;
  model.otherwise((request) => `${answerTo(request)}\n\nMore.`);
  const bodyRequest = (where: Where = 'end', overrides: Partial<GenerationOptions> = {}) =>
    rowsRequest({ output: { kind: 'body', where }, ...overrides });
  const start = async (runs: Runs, request = bodyRequest(), count = 3, id = 'run-1') => {
    await runs.service.startTrial({ id, request, rowIds: rows.slice(0, count) });
    await pass(60);
  };
  /** So many seconds. */
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      await settle();
      if (world.isStopped) return;
      await world.clock.advance(1000);
    }
  };
  const decide = (runs: Runs, row: number, accept: boolean, id = 'run-1') =>
    runs.service.decideTrial({ jobId: `${id}:${rows[row]!}`, accept });
  const jobsOf = async (runs: Runs, runId = 'run-1') => (await runs.history.jobs({ runId, limit: 9 })).jobs;
  const bodies = () => rows.map((row) => notion.texts(row));
  const written = (row: number) => [`About ${TOPICS[row]!}`, 'More.'];
  const used = async () => (await world.store.getUsage('workspace-1')).promptsTotal;
  return { ...made, bodyRequest, start, pass, decide, jobsOf, bodies, written, used };
}

describe('a trial of page bodies', () => {
  it('writes nothing until it is accepted, then exactly what was shown, and asks the model once', async () => {
    const stage = createTrialWorld();
    const { world, notion, rows, model, start, pass, decide, jobsOf, bodies, written, used, bodyRequest } = stage;
    notion.person.addParagraph(rows[1]!, 'Mine.');
    const runs = world.boot();
    await start(runs, bodyRequest());
    expect(bodies()).toEqual([[], ['Mine.'], [], []]);
    expect(notion.effects).toEqual([]);
    expect(await jobsOf(runs)).toMatchObject([
      { decision: 'open', state: 'pending', answer: 'About Alpha\n\nMore.' },
      { decision: 'open', state: 'pending', before: 'Mine.' },
      { decision: 'open', state: 'pending' },
    ]);
    expect((await jobsOf(runs)).map(({ before, failure }) => [before, failure])).toEqual([
      [undefined, undefined],
      ['Mine.', undefined],
      [undefined, undefined],
    ]);
    await decide(runs, 0, true);
    await decide(runs, 1, true);
    await decide(runs, 2, false);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 2, skipped: 1, prompts: 2 });
    await pass(5);
    expect(bodies()).toEqual([written(0), ['Mine.', ...written(1)], [], []]);
    expect(model.requests).toHaveLength(3);
    expect(await used()).toBe(2);
    expect(world.defects).toEqual([]);
  });

  it('puts the text where its place is when it is written, not where it was when it was asked for', async () => {
    const { world, notion, rows, start, decide, bodies, written, bodyRequest } = createTrialWorld();
    const old = notion.person.addParagraph(rows[0]!, 'Old end.');
    const runs = world.boot();
    await start(runs, bodyRequest(), 1);
    notion.person.setTrashed(old, true);
    notion.person.addParagraph(rows[0]!, 'New end.');
    await decide(runs, 0, true);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1 });
    expect(bodies()[0]).toEqual(['New end.', ...written(0)]);
  });

  it('asks nothing for a filled page that may not be replaced', async () => {
    const { world, notion, rows, model, start, jobsOf, bodies, bodyRequest } = createTrialWorld();
    notion.person.addParagraph(rows[0]!, 'Mine.');
    const runs = world.boot();
    await start(runs, bodyRequest('replace'), 1);
    expect(await jobsOf(runs)).toMatchObject([{ state: 'skipped', failure: { code: 'row-filled' } }]);
    expect(model.requests).toHaveLength(0);
    expect(bodies()[0]).toEqual(['Mine.']);
  });

  it('leaves a page alone that was blank when it was asked for and is written by a person now', async () => {
    const { world, notion, rows, start, decide, jobsOf, bodies, used, bodyRequest } = createTrialWorld();
    const runs = world.boot();
    await start(runs, bodyRequest('replace'), 1);
    notion.person.addParagraph(rows[0]!, 'Typed meanwhile.');
    await decide(runs, 0, true);
    await world.finish(runs);
    expect(await jobsOf(runs)).toMatchObject([{ state: 'skipped', failure: { code: 'row-edited' } }]);
    expect(bodies()[0]).toEqual(['Typed meanwhile.']);
    expect(await used()).toBe(0);
  });

  it('replaces with “Overwrite” what was shown as before, and keeps what a person added since; Undo puts it back', async () => {
    const { world, notion, rows, start, pass, decide, bodies, written, bodyRequest } = createTrialWorld();
    notion.person.addParagraph(rows[0]!, 'Old.');
    const changed = notion.person.addParagraph(rows[0]!, 'Old too.');
    const runs = world.boot();
    await start(runs, bodyRequest('replace', { overwriteFilled: true }), 1);
    notion.person.setText(changed, 'Old, edited.');
    notion.person.addParagraph(rows[0]!, 'Added meanwhile.');
    await decide(runs, 0, true);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1, canUndo: true });
    expect(bodies()[0]).toEqual([...written(0), 'Added meanwhile.']);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await pass(5);
    expect(bodies()[0]).toEqual(['Old.', 'Old, edited.', 'Added meanwhile.']);
  });

  it('tries rows out of date: the text of ours goes when the new one is accepted, and stays once a person edited it', async () => {
    const { world, notion, rows, rowsRequest, pass, decide, jobsOf, bodies, written } = createTrialWorld();
    notion.person.addParagraph(rows[0]!, 'Mine.');
    const runs = world.boot();
    const output = { kind: 'body', where: 'end' } as const;
    await runs.service.start({ id: 'run-0', request: rowsRequest({ output }) });
    await world.finish(runs, 'run-0');
    const rowIds = rows.slice(0, 3);
    const request = rowsRequest({ output, prompt: 'Once more' }, { kind: 'outdated', rowIds });
    world.model.otherwise((asked) => `New ${answerTo(asked)}`);
    await runs.service.startTrial({ id: 'run-1', request, rowIds });
    await pass(60);
    expect((await jobsOf(runs)).map(({ decision }) => decision)).toEqual(['open', 'open', 'open']);
    expect((await jobsOf(runs))[0]).toMatchObject({ before: expect.stringContaining('Mine.') as unknown });
    notion.person.setText(notion.childIds(rows[1]!)[0]!, 'Edited.');
    for (const row of [0, 1]) await decide(runs, row, true);
    await decide(runs, 2, false);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1, skipped: 2, prompts: 1 });
    expect(bodies()).toEqual([['Mine.', 'New About Alpha'], ['Edited.', 'More.'], written(2), written(3)]);
    expect((await jobsOf(runs))[1]).toMatchObject({ failure: { code: 'row-edited' } });
  });

  it('keeps bodies that are still asked about out of Only empty, with whatever prompt', async () => {
    const { world, rows, start, rowsRequest, jobsOf, bodies, written } = createTrialWorld();
    const runs = world.boot();
    await start(runs);
    const output = { kind: 'body', where: 'end' } as const;
    const request = rowsRequest({ output, prompt: 'Another one' }, { kind: 'empty' });
    await runs.service.start({ id: 'run-2', request });
    expect(await world.finish(runs, 'run-2')).toMatchObject({ done: 1, skipped: 3 });
    expect((await jobsOf(runs, 'run-2')).filter(({ failure }) => failure?.code === 'row-undecided')).toHaveLength(3);
    expect(bodies()).toEqual([[], [], [], written(rows.length - 1)]);
  });

  it('says when it is written that the length limit cut it', async () => {
    const { world, model, start, decide, jobsOf } = createTrialWorld();
    model.otherwise(() => ({ steps: ['Half a'], finish: 'length' }));
    const runs = world.boot();
    await start(runs, undefined, 1);
    expect(await jobsOf(runs)).toMatchObject([{ decision: 'open', answer: 'Half a' }]);
    await decide(runs, 0, true);
    await world.finish(runs);
    expect(await jobsOf(runs)).toMatchObject([{ state: 'done', failure: { code: 'engine-answer-length' } }]);
  });

  it('is not decided by an empty answer', async () => {
    const { world, model, start, jobsOf, used } = createTrialWorld();
    model.otherwise(() => ' ');
    const runs = world.boot();
    await start(runs, undefined, 1);
    const [job] = await jobsOf(runs);
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'engine-answer-empty' } });
    expect(job?.decision).toBeUndefined();
    expect(await used()).toBe(0);
  });
});

describe('a worker stopped around any effect of a trial', () => {
  /** Boots, and goes on where an earlier worker was stopped, until the trial waits; then decides, and goes on until it ended. */
  it.each(['bodies', 'cells'] as const)(
    'asks once per row, writes what was accepted once, and counts exactly (%s)',
    async (kind) => {
      const play = async (stage: ReturnType<typeof createTrialWorld>, stops: boolean) => {
        const { world, pass, decide, jobsOf, rows } = stage;
        const request = kind === 'bodies' ? stage.bodyRequest() : stage.rowsRequest();
        let runs = world.boot();
        const again = async () => {
          if (!world.isStopped) return;
          runs = world.boot();
          await runs.service.startTrial({ id: 'run-1', request, rowIds: rows.slice(0, 2) });
          await runs.takeOver();
          await pass(300);
        };
        void runs.service.startTrial({ id: 'run-1', request, rowIds: rows.slice(0, 2) });
        await pass(stops ? 300 : 30);
        await again();
        expect((await jobsOf(runs)).map(({ decision }) => decision)).toEqual(['open', 'open']);
        const asking = world.effects.length;
        for (const [row, accept] of [
          [0, true],
          [1, false],
        ] as const) {
          void decide(runs, row, accept);
          await pass(stops ? 300 : 30);
          await again();
          // A decision that a stop swallowed is made again by the person, who still sees the question.
          void decide(runs, row, accept);
          await pass(stops ? 300 : 30);
          await again();
        }
        return { view: await world.finish(runs), asking };
      };
      const clean = createTrialWorld();
      const { asking } = await play(clean, false);
      const total = clean.world.effects.length;
      expect(total).toBeGreaterThan(15);
      for (let effect = 0; effect < total; effect += 1) {
        for (const when of ['before', 'after'] as StopWhen[]) {
          const stage = createTrialWorld({ stopAt: { effect, when } });
          const { world, bodies, written, used, model } = stage;
          const point = `stopped ${when} effect ${effect}`;
          const { view } = await play(stage, true);
          expect(view, `${point} (${world.effects.join(' ')})`).toMatchObject({
            state: 'done',
            done: 1,
            skipped: 1,
            prompts: 1,
          });
          if (kind === 'bodies') expect(bodies(), point).toEqual([written(0), [], [], []]);
          else expect(stage.contents(), point).toEqual([written(0).join('\n\n'), '', '', '']);
          expect(await used(), point).toBe(1);
          // Two are in flight: stopped between an answer and its keeping, it has to be asked for again.
          if (effect < asking) expect(model.requests.length, point).toBeLessThanOrEqual(4);
          else expect(model.requests, point).toHaveLength(2);
          expect(world.defects, point).toEqual([]);
        }
      }
    },
    120_000,
  );
});

describe('a trial that waits for the person', () => {
  it('shows as waiting, with how many answers there are to decide on, in the list and by itself', async () => {
    const { world, start, decide, pass, rowsRequest } = createTrialWorld();
    const runs = world.boot();
    await start(runs, rowsRequest());
    const waiting = { state: 'waiting', wait: { reason: 'decision', count: 3 } };
    expect(await runs.history.view('run-1')).toMatchObject(waiting);
    expect(await runs.history.list()).toMatchObject([waiting]);
    expect((await runs.history.view('run-1')).secondsLeft).toBeUndefined();
    await decide(runs, 1, false);
    await pass(5);
    expect(await runs.history.view('run-1')).toMatchObject({ state: 'waiting', wait: { count: 2 } });
    await decide(runs, 0, true);
    await decide(runs, 2, true);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 2, skipped: 1 });
  });

  it('is running while it still asks', async () => {
    const { world, start, model, rowsRequest } = createTrialWorld();
    model.otherwise((request) => ({
      steps: [{ pauseMs: answerTo(request) === 'About Beta' ? 100_000 : 0 }, answerTo(request)],
    }));
    const runs = world.boot();
    await start(runs, rowsRequest());
    expect(await runs.history.view('run-1')).toMatchObject({ state: 'running' });
  });

  it('keeps no worker busy, also a new one', async () => {
    const { world, store, start, pass } = createTrialWorld();
    await start(world.boot());
    const runs = world.boot();
    await runs.takeOver();
    const effects = world.effects.length;
    await pass(600);
    await runs.takeOver();
    expect(world.effects.slice(effects).filter((name) => !/claim|releaseLeases/.test(name))).toEqual([]);
    expect(world.effects.length - effects).toBeLessThan(10);
    expect((await store.listOpenRuns()).map(({ id }) => id)).toEqual(['run-1']);
  });

  it('can be stopped: what was not decided is let go, and is no question any more', async () => {
    const { world, start, pass, decide, jobsOf, bodies, written, used } = createTrialWorld();
    const runs = world.boot();
    await start(runs);
    await decide(runs, 0, true);
    await pass(10);
    expect(await runs.service.control({ runId: 'run-1', action: 'stop' })).toMatchObject({
      state: 'stopped',
      canUndo: true,
    });
    expect((await jobsOf(runs)).map(({ decision }) => decision)).toEqual(['accepted', undefined, undefined]);
    await decide(runs, 1, true);
    await pass(10);
    expect(bodies()).toEqual([written(0), [], [], []]);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await pass(10);
    expect(bodies()).toEqual([[], [], [], []]);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ state: 'done', restored: 1, skipped: 0 });
    expect(await used()).toBe(1);
  });

  it('can be undone at once: what was accepted is taken back, and nothing is asked any more', async () => {
    const { world, start, pass, decide, bodies, jobsOf } = createTrialWorld();
    const runs = world.boot();
    await start(runs);
    await decide(runs, 0, true);
    await pass(10);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await pass(10);
    expect(bodies()).toEqual([[], [], [], []]);
    expect(await runs.history.view('run-1')).toMatchObject({ state: 'stopped', undo: { state: 'done', restored: 1 } });
    expect((await jobsOf(runs)).some(({ decision }) => decision === 'open')).toBe(false);
  });

  it('is forgotten when nobody decided for as long as the history is kept, and not while somebody does', async () => {
    const { world, start, pass, decide, bodies, store, written } = createTrialWorld();
    const runs = world.boot();
    await start(runs);
    await world.clock.advance(2 * DAY_MS);
    await decide(runs, 0, true);
    await pass(10);
    await world.clock.advance(2 * DAY_MS);
    await runs.service.prune(3);
    expect(await runs.history.list()).toHaveLength(1);
    await world.clock.advance(2 * DAY_MS);
    await runs.service.prune(3);
    expect(await runs.history.list()).toEqual([]);
    expect(store.jobs.size).toBe(0);
    expect(bodies()).toEqual([written(0), [], [], []]);
  });
});

describe('what was accepted', () => {
  const listed = async (runs: Runs, target: { id: string; dataSourceId?: string }) =>
    (await runs.handlers['trial.accepted']({ databaseId: target.id, dataSourceId: target.dataSourceId! })).rows;

  it('is known of all trials of the database, by a new worker too, until it is undone', async () => {
    const { world, rows, start, pass, decide, bodyRequest } = createTrialWorld();
    const first = world.boot();
    const { target, options } = bodyRequest();
    const origin = { prompt: hashPrompt(options.prompt), output: options.output, written: true };
    await start(first);
    for (const row of [0, 1]) await decide(first, row, true);
    await decide(first, 2, false);
    await pass(30);
    const runs = world.boot();
    await runs.service.startTrial({ id: 'run-2', request: bodyRequest(), rowIds: [rows[3]!] });
    await pass(60);
    await decide(runs, 3, true, 'run-2');
    await pass(30);
    const kept = await listed(runs, target);
    expect(kept.map(({ rowId }) => rowId).toSorted()).toEqual([rows[0], rows[1], rows[3]].toSorted());
    for (const one of kept) expect(one).toMatchObject(origin);
    expect(await listed(runs, { ...target, id: 'another' })).toEqual([]);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await pass(30);
    expect((await listed(runs, target)).map(({ rowId }) => rowId)).toEqual([rows[3]]);
  });

  it('is on its way until it is written, and not kept any more when its trial is stopped before', async () => {
    const { world, notion, rows, start, pass, decide, bodyRequest } = createTrialWorld();
    const runs = world.boot();
    await start(runs, undefined, 1);
    notion.failNext({ method: 'appendChildren', when: 'before', times: 3 });
    await decide(runs, 0, true);
    await pass(1);
    const { target } = bodyRequest();
    expect(await listed(runs, target)).toMatchObject([{ rowId: rows[0], written: false }]);
    await runs.service.control({ runId: 'run-1', action: 'stop' });
    expect(await listed(runs, target)).toEqual([]);
  });
});

describe('what was accepted', () => {
  it('is kept for the next run of the database alone', async () => {
    const { world, rows, start, pass, decide, bodyRequest } = createTrialWorld();
    const runs = world.boot();
    await start(runs, undefined, 2);
    for (const row of [0, 1]) await decide(runs, row, true);
    await pass(30);
    const rowIds = [rows[0]!];
    const again = bodyRequest('end', { prompt: 'Other' });
    const request = { databaseId: again.target.id, dataSourceId: again.target.dataSourceId! };
    const kept = async () => (await runs.handlers['trial.accepted'](request)).rows.map(({ rowId }) => rowId);
    expect(await kept()).toEqual(rows.slice(0, 2));
    await runs.service.start({ id: 'run-2', request: { ...again, selection: { kind: 'ticked', rowIds } } });
    await world.finish(runs, 'run-2');
    expect(await kept()).toEqual([]);
  });
});

describe('a trial and the prompts of the plan', () => {
  const usedUpTo = (stage: ReturnType<typeof createTrialWorld>, promptsTotal: number) =>
    stage.store.changeUsage('workspace-1', (usage) => ({ ...usage, promptsTotal }));

  it.each(['cells', 'bodies'] as const)('asks for no more answers than could be accepted (%s)', async (kind) => {
    const stage = createTrialWorld();
    const { world, start, decide, jobsOf, used, model, rowsRequest, bodyRequest } = stage;
    await usedUpTo(stage, 9);
    const runs = world.boot();
    await start(runs, kind === 'cells' ? rowsRequest() : bodyRequest());
    expect(model.requests).toHaveLength(1);
    const jobs = await jobsOf(runs);
    expect(jobs.filter(({ decision }) => decision === 'open')).toHaveLength(1);
    expect(jobs.filter(({ failure }) => failure?.code === 'prompts-used-up')).toHaveLength(2);
    for (const row of [0, 1, 2]) await decide(runs, row, true);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1, skipped: 2, prompts: 1 });
    expect(await used()).toBe(10);
  });

  it('knows of answers that wait since before the worker was started', async () => {
    const stage = createTrialWorld();
    const { world, start, model, jobsOf, rows, pass } = stage;
    await usedUpTo(stage, 9);
    await start(world.boot(), undefined, 1);
    const runs = world.boot();
    await runs.takeOver();
    const request = stage.bodyRequest();
    await runs.service.startTrial({ id: 'run-2', request, rowIds: [rows[3]!] });
    await pass(30);
    expect(await jobsOf(runs, 'run-2')).toMatchObject([{ state: 'skipped', failure: { code: 'prompts-used-up' } }]);
    expect(model.requests).toHaveLength(1);
  });

  it('keeps no other run from its prompts, and refuses to accept what no longer fits, keeping the answer', async () => {
    const stage = createTrialWorld();
    const { world, start, decide, pass, jobsOf, bodies, written, used, model } = stage;
    await usedUpTo(stage, 8);
    const runs = world.boot();
    await start(runs, undefined, 2);
    await runs.service.start({ id: 'page-1', request: world.request() });
    expect(await world.finish(runs, 'page-1')).toMatchObject({ state: 'done', prompts: 1 });
    const decisions = await Promise.allSettled([decide(runs, 0, true)]);
    expect(decisions).toMatchObject([{ status: 'fulfilled' }]);
    await expect(decide(runs, 1, true)).rejects.toMatchObject({ code: 'prompts-used-up' });
    await pass(10);
    await expect(decide(runs, 1, true)).rejects.toMatchObject({ code: 'prompts-used-up' });
    expect(await used()).toBe(10);
    expect((await jobsOf(runs))[1]).toMatchObject({ decision: 'open', answer: 'About Beta\n\nMore.' });
    await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
    const asked = model.requests.length;
    await decide(runs, 1, true);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 2 });
    expect(bodies().slice(0, 2)).toEqual([written(0), written(1)]);
    expect(model.requests).toHaveLength(asked);
  });

  it('never counts more than the plan has, whoever accepts at the same time', async () => {
    const stage = createTrialWorld();
    const { world, store, start, decide, pass, used, bodies } = stage;
    await usedUpTo(stage, 7);
    const runs = world.boot();
    await start(runs);
    await store.changeUsage('workspace-1', (usage) => ({ ...usage, promptsTotal: 9 }));
    await Promise.allSettled([0, 1, 2].map((row) => decide(runs, row, true)));
    await pass(60);
    expect(await used()).toBe(10);
    expect(bodies().filter((texts) => texts.length > 0)).toHaveLength(1);
  });

  it('goes on when an answer is accepted after what had paused it was mended', async () => {
    const stage = createTrialWorld();
    const { world, store, start, decide, pass, used, jobsOf } = stage;
    await usedUpTo(stage, 8);
    const runs = world.boot();
    await start(runs, undefined, 2);
    await store.changeUsage('workspace-1', (usage) => ({ ...usage, promptsTotal: 9 }));
    await Promise.allSettled([0, 1].map((row) => decide(runs, row, true)));
    await pass(60);
    const waits = (await jobsOf(runs)).filter(({ state }) => state !== 'done');
    expect(waits).toHaveLength(1);
    await store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
    const [left] = waits;
    await runs.service.decideTrial({ jobId: left!.id, accept: true });
    if ((await runs.history.view('run-1')).state === 'paused')
      await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 2 });
    expect(await used()).toBe(11);
  });

  it.each(['cells', 'bodies'] as const)(
    'writes an accepted answer, which is paid for, though the trial itself reached the spending cap (%s)',
    async (kind) => {
      const stage = createTrialWorld();
      const { world, store, start, decide, used, model, notion, rows, bodies, written } = stage;
      const runs = world.boot();
      await start(runs, kind === 'cells' ? stage.rowsRequest() : stage.bodyRequest(), 1);
      await store.changeUsage('workspace-1', (usage) => ({ ...usage, spendingCap: 0.0005 }));
      await expect(runs.service.start({ id: 'page-1', request: world.request() })).rejects.toMatchObject({
        code: 'spending-cap',
      });
      await decide(runs, 0, true);
      expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1 });
      if (kind === 'cells') expect(notion.cellText(rows[0]!, 'Content')).toBe(written(0).join('\n\n'));
      else expect(bodies()[0]).toEqual(written(0));
      expect(model.requests).toHaveLength(1);
      expect(await used()).toBe(1);
    },
  );

  it.each(['cells', 'bodies'] as const)(
    'keeps the prompt of what is accepted, also while a stopped worker left it half written (%s)',
    async (kind) => {
      const method = kind === 'cells' ? 'updatePage' : 'appendChildren';
      const play = async (stage: ReturnType<typeof createTrialWorld>) => {
        const { world, start, pass, decide } = stage;
        await usedUpTo(stage, 9);
        const runs = world.boot();
        await start(runs, kind === 'cells' ? stage.rowsRequest() : stage.bodyRequest(), 1);
        void decide(runs, 0, true);
        await pass(30);
      };
      const clean = createTrialWorld();
      await play(clean);
      const effect = clean.world.effects.findIndex((name) => name.includes(method));
      expect(effect).toBeGreaterThan(0);
      const stage = createTrialWorld({ stopAt: { effect, when: 'after' } });
      const { world, used, pass } = stage;
      await play(stage);
      expect(world.isStopped).toBe(true);
      const runs = world.boot();
      await runs.service.start({ id: 'page-1', request: world.request() });
      await pass(30);
      await runs.takeOver();
      await pass(300);
      expect(await used()).toBe(10);
      expect(await runs.history.view('run-1')).toMatchObject({ state: 'done', done: 1 });
      expect(await runs.history.view('page-1')).toMatchObject({ failure: { code: 'prompts-used-up' } });
    },
  );

  it('belongs to the connection that it was asked for in, also where the database has another', async () => {
    const { world, rowsRequest, rows } = createRowWorld();
    const runs = world.boot();
    const request = rowsRequest();
    await runs.service.startTrial({ id: 'run-1', request, rowIds: [rows[0]!], connectionId: 'second' });
    expect(await runs.history.view('run-1')).toMatchObject({ trial: true, connectionId: 'second' });
  });
});
