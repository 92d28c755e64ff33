/** Requests that move blocks to the trash, and arrive when the block is no longer what was looked at. */
import { describe, expect, it } from 'vitest';

import { AppError } from '../../../../lib/shared/app-error.ts';
import type { FakeHooks } from '../../../fakes/fake-notion-workspace.ts';
import { settle } from '../../../fakes/manual-clock.ts';
import { createPageWorld } from '../body/page-harness.ts';

const OLD = ['Old one.', 'Old two.', 'Old three.'];
const NEW = ['Alpha.', 'Beta.'];
const NESTED = '- One\n  - Two\n    - Three\n      - Four\n        - Five\n- Six';

type World = ReturnType<typeof createPageWorld>;
type Runs = ReturnType<World['boot']>;

async function write(world: World, answer = NEW.join('\n\n'), where: 'end' | 'replace' = 'end'): Promise<Runs> {
  world.model.otherwise(() => answer);
  const runs = world.boot();
  await runs.service.start({ id: 'run-1', request: world.request({ where }) });
  await world.finish(runs);
  return runs;
}

const startUndo = (runs: Runs) => runs.service.control({ runId: 'run-1', action: 'undo' });
const undoOf = async (runs: Runs) => (await runs.history.view('run-1')).undo;
const idOf = (world: World, text: string) =>
  world.notion.childIds(world.pageId)[world.notion.texts(world.pageId).indexOf(text)]!;

/** Until the nth request for the trash has left. */
async function untilTrashing(world: World, nth = 1): Promise<void> {
  while (world.notion.calls.filter(({ method }) => method === 'setBlockTrashed').length < nth) await settle();
}

/** Runs once, right before a request for this block is carried out. */
function beforeTrashing(world: World, block: string, act: () => void): void {
  const before: FakeHooks['beforeEffect'] = world.notion.hooks.beforeEffect;
  let isOver = false;
  world.notion.hooks.beforeEffect = async (method, target) => {
    await before?.(method, target);
    if (isOver || method !== 'setBlockTrashed' || target !== block) return;
    isOver = true;
    act();
  };
}

describe('a block that a person edits while Undo moves it to the trash', () => {
  it('comes back, and is counted as edited', async () => {
    const world = createPageWorld({ texts: OLD });
    const runs = await write(world);
    const beta = idOf(world, 'Beta.');
    beforeTrashing(world, beta, () => world.notion.person.setText(beta, 'Mine.'));
    await startUndo(runs);
    await world.clock.advance(10_000);
    expect(world.notion.texts(world.pageId)).toEqual([...OLD, 'Mine.']);
    expect(await undoOf(runs)).toMatchObject({ state: 'done', restored: 1, skipped: 1 });
  });

  it.each([false, true])('comes back when the request lands late (new worker meanwhile: %s)', async (isStopped) => {
    const world = createPageWorld({ texts: OLD });
    let runs = await write(world);
    const beta = idOf(world, 'Beta.');
    world.notion.failNext({ method: 'setBlockTrashed', when: 'late' });
    await startUndo(runs);
    await untilTrashing(world);
    world.notion.person.setText(beta, 'Mine.');
    if (isStopped) {
      world.stop();
      runs = world.boot();
      await runs.takeOver();
    }
    await world.clock.advance(20_000);
    expect(await undoOf(runs)).toMatchObject({ state: 'running', wait: { reason: 'confirming-write' } });
    world.notion.landLate();
    expect(world.notion.texts(world.pageId)).not.toContain('Mine.');
    await world.clock.advance(120_000);
    expect(world.notion.texts(world.pageId)).toEqual([...OLD, 'Mine.']);
    expect(await undoOf(runs)).toMatchObject({ state: 'done', restored: 1, skipped: 1 });
  });

  it('comes back where the person wrote below it, and the request lands late', async () => {
    const world = createPageWorld({ texts: OLD });
    const runs = await write(world, NESTED);
    const list = idOf(world, 'One');
    const child = world.notion.childIds(list)[0]!;
    world.notion.failNext({ method: 'setBlockTrashed', when: 'late', skip: 1 });
    await startUndo(runs);
    await untilTrashing(world, 2);
    world.notion.person.addParagraph(child, 'Mine.');
    await world.clock.advance(20_000);
    world.notion.landLate();
    await world.clock.advance(120_000);
    expect(world.notion.texts(world.pageId)).toContain('Mine.');
    expect(await undoOf(runs)).toMatchObject({ state: 'done', restored: 1, skipped: 1 });
  });
});

describe('a block of an earlier answer that a person edits while it is taken back', () => {
  const cut = { code: 'engine-answer-cut', retry: 'later' } as const;

  async function answerTwice(world: World): Promise<Runs> {
    world.model.answer({ steps: ['Alpha.\n\nWrong.\n\n', { pauseMs: 5000 }], failure: cut }, 'Alpha.\n\nBeta.');
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.clock.advance(2000);
    return runs;
  }

  it('stays', async () => {
    const world = createPageWorld({ texts: OLD });
    const runs = await answerTwice(world);
    const wrong = idOf(world, 'Wrong.');
    beforeTrashing(world, wrong, () => world.notion.person.setText(wrong, 'Mine.'));
    expect(await world.finish(runs)).toMatchObject({ state: 'done' });
    expect(world.notion.texts(world.pageId)).toEqual([...OLD, 'Alpha.', 'Beta.', 'Mine.']);
  });

  it('stays when the request lands late', async () => {
    const world = createPageWorld({ texts: OLD });
    world.notion.failNext({ method: 'setBlockTrashed', when: 'late' });
    const runs = await answerTwice(world);
    const wrong = idOf(world, 'Wrong.');
    while (world.notion.calls.every(({ method }) => method !== 'setBlockTrashed')) await world.clock.advance(100);
    world.notion.person.setText(wrong, 'Mine.');
    await world.clock.advance(20_000);
    world.notion.landLate();
    expect(await world.finish(runs)).toMatchObject({ state: 'done' });
    expect(world.notion.texts(world.pageId)).toEqual([...OLD, 'Alpha.', 'Beta.', 'Mine.']);
  });
});

describe('what was on its way to the trash when Notion refused the next try', () => {
  it('is waited for by Undo, and brought back', async () => {
    const world = createPageWorld({ texts: OLD });
    const second = idOf(world, 'Old two.');
    const before: FakeHooks['beforeEffect'] = world.notion.hooks.beforeEffect;
    let tries = 0;
    world.notion.hooks.beforeEffect = async (method, target) => {
      await before?.(method, target);
      if (method !== 'setBlockTrashed' || target !== second || (tries += 1) !== 2) return;
      throw new AppError('notion-rate-limited', 'wait', { retryAt: world.clock.now() + 600_000 });
    };
    world.notion.failNext({ method: 'setBlockTrashed', when: 'late', skip: 1 });
    world.model.otherwise(() => NEW.join('\n\n'));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request({ where: 'replace' }) });
    await world.clock.advance(20_000);
    expect(tries).toBe(2);
    await startUndo(runs);
    await world.clock.advance(1_000);
    world.notion.landLate();
    await world.clock.advance(120_000);
    expect(world.notion.texts(world.pageId)).toEqual(OLD);
    expect(await undoOf(runs)).toMatchObject({ state: 'done', skipped: 0 });
  });
});

describe('Undo right after the text was written', () => {
  it('goes through where what stands below a block is not shown yet', async () => {
    const world = createPageWorld({ texts: OLD });
    await world.clock.advance(60_000);
    const runs = await write(world, NESTED);
    world.notion.hooks.behindMs = (method) => (method === 'listChildren' ? 3_000 : 0);
    await startUndo(runs);
    await world.clock.advance(60_000);
    expect(await undoOf(runs)).toMatchObject({ state: 'done', skipped: 0 });
    expect((await undoOf(runs))?.failed).toBeUndefined();
    expect(world.notion.texts(world.pageId)).toEqual(OLD);
  });
});

describe('Undo of a page run while a late click tries it again', () => {
  it('ends the run: nothing of it may be written any more', async () => {
    const world = createPageWorld({ texts: OLD });
    world.model.otherwise(() => ({ steps: ['Alpha.\n\n', { pauseMs: 60_000 }, 'Beta.'] }));
    const before: FakeHooks['beforeEffect'] = world.notion.hooks.beforeEffect;
    world.notion.hooks.beforeEffect = async (method, target) => {
      await before?.(method, target);
      if (method === 'appendChildren') await world.clock.sleep(5_000);
    };
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.clock.advance(1_000);
    void startUndo(runs);
    await world.clock.advance(1_000);
    void runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    await world.clock.advance(300_000);
    expect(world.store.runs.get('run-1')).toMatchObject({ control: 'stopped', undo: { state: 'done' } });
    expect(world.store.runs.get('run-1')?.endedAt).toBeDefined();
    expect(world.notion.texts(world.pageId)).toEqual(OLD);
  });
});
