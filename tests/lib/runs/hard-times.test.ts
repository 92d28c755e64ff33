import { describe, expect, it } from 'vitest';

import { AppError } from '../../../lib/shared/app-error.ts';
import { settle } from '../../fakes/manual-clock.ts';
import { createPageWorld } from '../generation/body/page-harness.ts';
import { answerTo, createRowWorld, TOPICS } from '../generation/rows/row-world.ts';

const HOUR_MS = 3_600_000;

describe('a row that stops the worker each time the model is asked', () => {
  it('is parked alone: the rows that were in flight beside it are done', async () => {
    const { world, model, rowsRequest } = createRowWorld();
    let stops = 0;
    model.otherwise((request) => {
      const text = answerTo(request);
      if (text.includes('Beta')) {
        world.stop();
        stops += 1;
      }
      return { steps: [{ pauseMs: 1_500 }, text] };
    });
    let runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    let known = 0;
    for (let second = 0; second < 200; second += 1) {
      await settle();
      if ((await world.store.getRun('run-1'))?.endedAt !== undefined) break;
      if (stops > known) {
        known = stops;
        runs = world.boot();
        void runs.takeOver();
      } else await world.clock.advance(1_000);
    }
    const jobs = await world.store.listJobs('run-1', { limit: 10 });
    expect(jobs.map(({ title, state, failure }) => [title, state, failure?.code])).toEqual([
      ['Alpha', 'done', undefined],
      ['Beta', 'failed', 'row-parked'],
      ['Gamma', 'done', undefined],
      ['Delta', 'done', undefined],
    ]);
    expect(stops).toBeLessThanOrEqual(9);
  });
});

describe('a page whose worker is stopped again and again within seconds', () => {
  it('is written all the same', async () => {
    const world = createPageWorld();
    world.model.otherwise(() => ({ steps: [{ pauseMs: 3_000 }, 'One.\n\nTwo.'] }));
    let runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    for (let stop = 0; stop < 10; stop += 1) {
      await world.clock.advance(1_000);
      world.stop();
      runs = world.boot();
      await runs.takeOver();
    }
    expect(await world.finish(runs)).toMatchObject({ state: 'done', prompts: 1 });
    expect(world.notion.texts(world.pageId)).toEqual(['One.', 'Two.']);
  });
});

describe('a clock that is put back', () => {
  it.each(['while the worker runs', 'while no worker runs'])(
    'lets rows be tried again as soon as before (%s)',
    async (when) => {
      const { world, model, rowsRequest, contents } = createRowWorld();
      model.fail({ code: 'engine-rate-limited', retry: 'wait', retryAt: world.clock.now() + 30_000 });
      let runs = world.boot();
      await runs.service.start({ id: 'run-1', request: rowsRequest() });
      await world.clock.advance(5_000);
      world.clock.set(world.clock.now() - 2 * HOUR_MS);
      if (when === 'while no worker runs') {
        runs = world.boot();
        await runs.takeOver();
      }
      for (let look = 0; look < 4; look += 1) {
        await runs.pump();
        await world.clock.advance(30_000);
      }
      expect(await runs.history.view('run-1')).toMatchObject({ state: 'done', done: 4 });
      expect(contents()).toEqual(TOPICS.map((topic) => `About ${topic}`));
    },
  );
});

describe('a clock that is put forward, or a laptop that slept', () => {
  it('is no time of work: the pace and the time left stay what they were', async () => {
    const { world, model, rowsRequest } = createRowWorld();
    model.otherwise((request) => ({
      steps: [{ pauseMs: answerTo(request) === 'About Alpha' ? 10_000 : 12 * HOUR_MS }, 'Text.'],
    }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(20_000);
    const before = await runs.history.view('run-1');
    expect(before).toMatchObject({ done: 1 });
    // As the alarm does every half a minute.
    await runs.pump();
    world.clock.set(world.clock.now() + 8 * HOUR_MS);
    await runs.pump();
    const after = await runs.history.view('run-1');
    expect(after.rowsPerMinute! / before.rowsPerMinute!).toBeCloseTo(1, 1);
    expect(after.secondsLeft! / before.secondsLeft!).toBeCloseTo(1, 1);
  });

  it('ends no wait for good', async () => {
    const { world, model, rowsRequest } = createRowWorld();
    for (let wait = 0; wait < 7; wait += 1)
      model.fail({ code: 'engine-rate-limited', retry: 'wait', retryAt: world.clock.now() + (wait + 1) * 20_000 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    for (let look = 0; look < 60; look += 1) {
      await world.clock.advance(5_000);
      if (look === 5) world.clock.set(world.clock.now() + 8 * HOUR_MS);
      await runs.pump();
    }
    expect(await runs.history.view('run-1')).toMatchObject({ state: 'done', done: 4 });
  });
});

describe('a full disk', () => {
  it.each([
    ['answers cannot be stored', ['change']],
    ['nothing can be stored', ['change', 'changeRun', 'claim', 'makeDue', 'releaseLeasesOfOthers']],
  ])('pauses with a sentence, and asks no model twice (%s)', async (_what, refused) => {
    const { world, model, rowsRequest, contents } = createRowWorld();
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    const before = world.store.beforeEffect;
    let isFull = true;
    world.store.beforeEffect = async (name) => {
      await before(name);
      if (isFull && refused.includes(name)) throw new AppError('storage-full', 'never');
    };
    const seen = new Set<string>();
    for (let second = 0; second < 600; second += 1) {
      await settle();
      await world.clock.advance(1_000);
      const { state, failure } = await runs.history.view('run-1');
      if (second > 5) seen.add(`${state} ${failure?.code}`);
    }
    expect([...seen]).toEqual(['paused storage-full']);
    expect(model.requests.length).toBeLessThanOrEqual(4);
    isFull = false;
    await world.clock.advance(61_000);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, prompts: 4 });
    expect(model.requests).toHaveLength(4);
    expect(contents()).toEqual(TOPICS.map((topic) => `About ${topic}`));
  });
});

describe('a wait that never succeeds', () => {
  const limited = (world: { clock: { now(): number } }) => ({
    failure: {
      code: 'engine-rate-limited' as const,
      retry: 'wait' as const,
      retryAt: world.clock.now() + 25_000,
      details: { said: 'Request too large: limit 6000, requested 9000' },
    },
    steps: [],
  });

  it('pauses the run with the words of the engine', async () => {
    const { world, model, rowsRequest } = createRowWorld();
    model.otherwise(() => limited(world));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    const run = await world.finish(runs);
    expect(run).toMatchObject({ state: 'paused', failure: { code: 'engine-rate-limited' } });
    expect(run?.failure?.details?.['said']).toContain('Request too large');
    expect(world.clock.now() - run!.createdAt).toBeLessThan(10 * 60_000);
    expect(model.requests.length).toBeLessThanOrEqual(60);
  });

  it('fails the one row that meets it, and the others are done', async () => {
    const { world, model, rowsRequest } = createRowWorld();
    model.otherwise((request) => (answerTo(request).includes('Beta') ? limited(world) : answerTo(request)));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    const view = await world.finish(runs);
    expect(view).toMatchObject({ state: 'done-with-errors', done: 3, failed: 1 });
    const [failed] = await world.store.listJobs('run-1', { limit: 1, state: 'failed' });
    expect(failed?.failure?.details?.['said']).toContain('Request too large');
  });

  it('is forgotten with the first success', async () => {
    const { world, model, rowsRequest } = createRowWorld();
    let asked = 0;
    model.otherwise((request) => ((asked += 1) % 5 === 0 ? answerTo(request) : limited(world)));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
  });
});

describe('a page to which access is withdrawn', () => {
  const SLOWLY = { steps: ['One.\n\n', { pauseMs: 5_000 }, 'Two.\n\n', { pauseMs: 5_000 }, 'Three.'] };

  async function writeFirstBlock() {
    const world = createPageWorld({ texts: ['Old.'] });
    world.model.otherwise(() => SLOWLY);
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.clock.advance(3_000);
    expect(world.notion.texts(world.pageId)).toEqual(['Old.', 'One.']);
    return { world, runs };
  }

  it('rests half written while the browser withholds Notion, and goes on by itself once it does not', async () => {
    const { world, runs } = await writeFirstBlock();
    const error = new AppError('notion-permission', 'never');
    world.notion.failNext({ method: 'appendChildren', when: 'before', error });
    expect(await world.finish(runs)).toMatchObject({ state: 'paused', failure: { code: 'notion-permission' } });
    await runs.service.resumeAfter(['notion-permission']);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', prompts: 1 });
    expect(world.notion.texts(world.pageId)).toEqual(['Old.', 'One.', 'Two.', 'Three.']);
    expect(world.model.requests).toHaveLength(1);
  });

  it('rests half written while it is not shared, and Resume goes on once it is', async () => {
    const { world, runs } = await writeFirstBlock();
    world.notion.person.setShared(world.pageId, false);
    expect(await world.finish(runs)).toMatchObject({ state: 'paused', failure: { code: 'notion-not-found' } });
    world.notion.person.setShared(world.pageId, true);
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', prompts: 1 });
    expect(world.notion.texts(world.pageId)).toEqual(['Old.', 'One.', 'Two.', 'Three.']);
  });

  it('stays paused where a person paused it', async () => {
    const { world, runs } = await writeFirstBlock();
    await runs.service.control({ runId: 'run-1', action: 'pause' });
    await runs.service.resumeAfter(['notion-permission']);
    await world.clock.advance(60_000);
    expect((await runs.history.view('run-1')).state).toBe('paused');
  });
});
