import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { AppError } from '../../../../lib/shared/app-error.ts';
import { createPageWorld, type StopWhen } from '../body/page-harness.ts';

const OLD = ['Old one.', 'Old two.', 'Old three.'];
const NEW = ['Alpha.', 'Beta.'];
const NESTED = '- One\n  - Two\n    - Three\n      - Four\n        - Five\n- Six';
const NESTED_TEXTS = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'];

type World = ReturnType<typeof createPageWorld>;
type Runs = ReturnType<World['boot']>;

async function begin(world: World, where: 'end' | 'replace' = 'replace', answer = NEW.join('\n\n')): Promise<Runs> {
  world.model.otherwise(() => answer);
  const runs = world.boot();
  await runs.service.start({ id: 'run-1', request: world.request({ where }) });
  return runs;
}

async function undo(world: World, runs: Runs, seconds = 10) {
  await runs.service.control({ runId: 'run-1', action: 'undo' });
  for (let second = 0; second < seconds; second += 1) {
    await world.clock.advance(1000);
    const view = await runs.history.view('run-1');
    if (view.undo?.state === 'done') return view.undo;
  }
  return (await runs.history.view('run-1')).undo;
}

describe('Undo of a page whose replacing was stopped', () => {
  it('brings back the block that was on its way to the trash when Stop was clicked', async () => {
    const world = createPageWorld({ texts: OLD });
    const before = world.notion.hooks.afterEffect!;
    let trashed = 0;
    world.notion.hooks.afterEffect = async (method, target) => {
      await before(method, target);
      if (method === 'setBlockTrashed' && (trashed += 1) === 2) await world.clock.sleep(1000);
    };
    const runs = await begin(world);
    while (trashed < 2) await world.clock.advance(100);
    await runs.service.control({ runId: 'run-1', action: 'stop' });
    await world.clock.advance(5000);
    expect(await undo(world, runs)).toMatchObject({ state: 'done', skipped: 0 });
    expect(world.notion.texts(world.pageId)).toEqual(OLD);
  });

  it('brings back everything, wherever the worker was stopped before', async () => {
    const whole = createPageWorld({ texts: OLD });
    await whole.finish(await begin(whole));
    for (let effect = 4; effect < whole.effects.length; effect += 1) {
      for (const when of ['before', 'after'] as StopWhen[]) {
        const world = createPageWorld({ texts: OLD, stopAt: { effect, when } });
        world.model.otherwise(() => NEW.join('\n\n'));
        const first = world.boot();
        void first.service.start({ id: 'run-1', request: world.request({ where: 'replace' }) });
        await world.finish(first);
        const point = `stopped ${when} effect ${effect} (${world.effects.at(-1)})`;
        const second = world.boot();
        if (!world.store.runs.has('run-1')) continue;
        expect(await undo(world, second, 200), point).toMatchObject({ state: 'done', skipped: 0 });
        expect(world.notion.texts(world.pageId), point).toEqual(OLD);
      }
    }
  });

  it('waits for a block whose way to the trash nobody heard of, as it may still go there', async () => {
    const world = createPageWorld({ texts: OLD });
    world.notion.failNext({ method: 'setBlockTrashed', when: 'late', skip: 1 });
    const runs = await begin(world);
    await world.clock.advance(3000);
    await runs.service.control({ runId: 'run-1', action: 'stop' });
    void undo(world, runs, 1);
    await world.clock.advance(20_000);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ wait: { reason: 'confirming-write' } });
    world.notion.landLate();
    await world.clock.advance(100_000);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ state: 'done', skipped: 0 });
    expect(world.notion.texts(world.pageId)).toEqual(OLD);
  });

  it('need not wait where the next worker saw that the block had gone', async () => {
    const world = createPageWorld({ texts: OLD });
    world.notion.failNext({ method: 'setBlockTrashed', when: 'after', skip: 1 });
    const runs = await begin(world);
    await world.finish(runs);
    expect(await undo(world, runs, 5)).toMatchObject({ state: 'done', skipped: 0 });
    expect(world.notion.texts(world.pageId)).toEqual(OLD);
  });

  it('leaves what another run wrote in the trash when that run was undone too', async () => {
    const world = createPageWorld({ texts: OLD });
    const runs = await begin(world, 'end');
    await world.finish(runs);
    await runs.service.start({ id: 'run-2', request: world.request({ where: 'replace' }) });
    await world.finish(runs, 'run-2');
    await undo(world, runs);
    await runs.service.control({ runId: 'run-2', action: 'undo' });
    await world.clock.advance(10_000);
    expect(world.notion.texts(world.pageId)).toEqual(OLD);
  });
});

describe('Undo and the device’s clock', () => {
  it('takes a nested list back, however wrong the device’s clock is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -3 * 86_400_000, max: 3 * 86_400_000 }), async (notionAheadMs) => {
        const world = createPageWorld({ texts: OLD, notionAheadMs });
        const runs = await begin(world, 'end', NESTED);
        await world.finish(runs);
        expect(world.notion.texts(world.pageId)).toEqual([...OLD, ...NESTED_TEXTS]);
        expect(await undo(world, runs)).toMatchObject({ state: 'done', skipped: 0 });
        expect(world.notion.texts(world.pageId)).toEqual(OLD);
      }),
      { numRuns: 25 },
    );
  });

  it.each([false, true])('keeps a list below which a person wrote (personal token: %s)', async (writesAsPerson) => {
    const world = createPageWorld({ texts: OLD, writesAsPerson });
    const runs = await begin(world, 'end', NESTED);
    await world.finish(runs);
    const list = world.notion.childIds(world.pageId)[OLD.length]!;
    world.notion.person.addParagraph(world.notion.childIds(list)[0]!, 'Mine.');
    expect(await undo(world, runs)).toMatchObject({ state: 'done', skipped: 1, restored: 1 });
    expect(world.notion.texts(world.pageId)).toEqual([...OLD, 'One', 'Two', 'Three', 'Four', 'Five', 'Mine.']);
  });
});

describe('Undo of a page that is out of reach', () => {
  it('says that nothing could be put back when the page is not shared any more', async () => {
    const world = createPageWorld({ texts: OLD });
    const runs = await begin(world);
    await world.finish(runs);
    world.notion.person.setShared(world.pageId, false);
    expect(await undo(world, runs)).toMatchObject({ state: 'done', restored: 0, failed: 1 });
  });

  it('says so too when the page is in the trash', async () => {
    const world = createPageWorld({ texts: OLD });
    const runs = await begin(world);
    await world.finish(runs);
    world.notion.person.setTrashed(world.pageId, true);
    expect(await undo(world, runs)).toMatchObject({ state: 'done', restored: 0, failed: 1 });
  });
});

describe('Undo itself', () => {
  it('shows how far it is, can be stopped, and goes on when asked again', async () => {
    const world = createPageWorld({ texts: OLD });
    const runs = await begin(world, 'end', Array.from({ length: 8 }, (_, at) => `Paragraph ${at}.`).join('\n\n'));
    await world.finish(runs);
    const before = world.notion.hooks.beforeEffect!;
    world.notion.hooks.beforeEffect = async (method, target) => {
      if (method === 'setBlockTrashed') await world.clock.sleep(1000);
      await before(method, target);
    };
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(3500);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ state: 'running', done: 3, total: 8 });
    const stopped = await runs.service.control({ runId: 'run-1', action: 'stop' });
    expect(stopped).toMatchObject({ canUndo: true, undo: { state: 'stopped' } });
    await world.clock.advance(60_000);
    expect(world.notion.texts(world.pageId)).toHaveLength(OLD.length + 4);
    expect(await undo(world, runs, 20)).toMatchObject({ state: 'done', restored: 8, skipped: 0 });
    expect(world.notion.texts(world.pageId)).toEqual(OLD);
  });

  it('ends with Clear: nothing more is sent', async () => {
    const world = createPageWorld();
    const runs = await begin(world, 'end', 'One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.');
    await world.finish(runs);
    const before = world.notion.hooks.beforeEffect!;
    world.notion.hooks.beforeEffect = async (method, target) => {
      if (method === 'setBlockTrashed') await world.clock.sleep(300);
      await before(method, target);
    };
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(700);
    const calls = world.notion.calls.length;
    await runs.service.stopAll();
    await world.store.clear();
    await world.clock.advance(60_000);
    expect(world.notion.calls.length).toBe(calls);
    expect(world.defects).toEqual([]);
  });

  it('does not keep a small one waiting behind a large one', async () => {
    const world = createPageWorld();
    const large = world.notion.addPage({ title: 'Large' });
    const runs = await begin(world, 'end', 'One.\n\nTwo.');
    await world.finish(runs);
    world.model.otherwise(() => Array.from({ length: 60 }, (_, at) => `Paragraph ${at}.`).join('\n\n'));
    const target = { ...world.request().target, id: large };
    await runs.service.start({ id: 'run-2', request: { ...world.request(), target } });
    await world.finish(runs, 'run-2');
    const before = world.notion.hooks.beforeEffect!;
    world.notion.hooks.beforeEffect = async (method, id) => {
      if (method === 'setBlockTrashed') await world.clock.sleep(300);
      await before(method, id);
    };
    await runs.service.control({ runId: 'run-2', action: 'undo' });
    await world.clock.advance(1000);
    await undo(world, runs, 3);
    expect(world.notion.texts(world.pageId)).toEqual([]);
    expect(world.notion.texts(large).length).toBeGreaterThan(40);
  });

  it('is put to rest with the reason while the token is refused, and goes on when asked again', async () => {
    const world = createPageWorld({ texts: OLD });
    const runs = await begin(world);
    await world.finish(runs);
    const error = new AppError('notion-token-invalid', 'never');
    world.notion.failNext({ method: 'setBlockTrashed', when: 'before', error });
    expect(await undo(world, runs)).toMatchObject({ state: 'stopped', failure: { code: 'notion-token-invalid' } });
    expect(await undo(world, runs)).toMatchObject({ state: 'done', skipped: 0 });
    expect(world.notion.texts(world.pageId)).toEqual(OLD);
  });

  it('waits with the reason in words, and then goes on by itself', async () => {
    const world = createPageWorld({ texts: OLD });
    const runs = await begin(world);
    await world.finish(runs);
    const retryAt = world.clock.now() + 41_000;
    const error = new AppError('notion-rate-limited', 'wait', { retryAt });
    world.notion.failNext({ method: 'setBlockTrashed', when: 'before', error });
    expect(await undo(world, runs, 5)).toMatchObject({ wait: { reason: 'notion-limit', until: retryAt } });
    await world.clock.advance(60_000);
    const { undo: ended } = await runs.history.view('run-1');
    expect(ended).toMatchObject({ state: 'done', skipped: 0 });
    expect(ended).not.toHaveProperty('wait');
  });
});
