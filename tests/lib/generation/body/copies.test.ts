/** What stands on a page twice although it was sent once, and what a person copied. */
import { describe, expect, it } from 'vitest';

import { noteSending } from '../../../../lib/generation/body/late-writes.ts';
import type { RequestBlock } from '../../../../lib/markdown/block-types.ts';
import { createPageWorld, PARAGRAPHS, SLOW_STEPS } from './page-harness.ts';

const NESTED = '- One\n  - Two\n    - Three\n      - Four\n        - Five\n      - Four again\n- Six';
const NESTED_TEXTS = ['One', 'Two', 'Three', 'Four', 'Five', 'Four again', 'Six'];

type World = ReturnType<typeof createPageWorld>;

/** The nth append is sent twice. */
function sendTwice(world: World, nth: number, slowMs = 0): void {
  let appends = 0;
  world.notion.hooks.sendsTwice = (method) => method === 'appendChildren' && (appends += 1) === nth;
  if (slowMs === 0) return;
  const after = world.notion.hooks.afterEffect!;
  world.notion.hooks.afterEffect = async (method, target) => {
    if (method === 'appendChildren' && appends === nth) await world.clock.sleep(slowMs);
    await after(method, target);
  };
}

async function start(world: World, answer: string | readonly (string | { pauseMs: number })[]) {
  world.model.otherwise(() => (typeof answer === 'string' ? answer : { steps: answer }));
  const runs = world.boot();
  await runs.service.start({ id: 'run-1', request: world.request() });
  return runs;
}

describe('what the browser sent twice by itself', () => {
  it.each([1, 2, 3])('does not stay twice in a nested list (append %d)', async (nth) => {
    const world = createPageWorld();
    sendTwice(world, nth);
    await world.finish(await start(world, NESTED));
    expect(world.notion.texts(world.pageId)).toEqual(NESTED_TEXTS);
  });

  it.each([1, 2, 3])('goes with Undo, wherever the run was stopped (append %d)', async (nth) => {
    for (const seconds of [1, 2, 3, 5, 8]) {
      const world = createPageWorld({ texts: ['Old.'] });
      sendTwice(world, nth);
      const runs = await start(world, SLOW_STEPS);
      await world.clock.advance(seconds * 1000);
      await runs.service.control({ runId: 'run-1', action: 'stop' });
      await world.clock.advance(1000);
      const texts = world.notion.texts(world.pageId);
      expect(new Set(texts).size, 'a run that was stopped leaves no copy').toBe(texts.length);
      await runs.service.control({ runId: 'run-1', action: 'undo' });
      await world.clock.advance(10_000);
      expect(world.notion.texts(world.pageId)).toEqual(['Old.']);
      expect((await runs.history.view('run-1')).undo).toMatchObject({ state: 'done', skipped: 0 });
    }
  });

  it('does not stay twice where the list of the page is some seconds behind', async () => {
    const world = createPageWorld({ texts: ['Old.'] });
    await world.clock.advance(60_000);
    sendTwice(world, 1);
    world.notion.hooks.behindMs = (method) => (method === 'listChildren' ? 5000 : 0);
    await world.finish(await start(world, PARAGRAPHS.join('\n\n')));
    expect(world.notion.texts(world.pageId)).toEqual(['Old.', ...PARAGRAPHS]);
  });

  it('does not stay twice where the list is behind an answer that took long', async () => {
    const world = createPageWorld({ texts: ['Old.'] });
    await world.clock.advance(60_000);
    sendTwice(world, 1);
    const before = world.notion.hooks.beforeEffect!;
    world.notion.hooks.beforeEffect = async (method, target) => {
      await before(method, target);
      if (method === 'appendChildren') await world.clock.sleep(16_000);
    };
    world.notion.hooks.behindMs = (method) => (method === 'listChildren' ? 4000 : 0);
    await world.finish(await start(world, 'Alpha.'));
    expect(world.notion.texts(world.pageId)).toEqual(['Old.', 'Alpha.']);
  });

  it.each([1, 2, 3])('does not stay twice below a block that Notion does not show yet (append %d)', async (nth) => {
    const world = createPageWorld({ texts: ['Old.'] });
    await world.clock.advance(60_000);
    sendTwice(world, nth);
    world.notion.hooks.behindMs = (method) => (method === 'listChildren' ? 2000 : 0);
    await world.finish(await start(world, NESTED));
    expect(world.notion.texts(world.pageId)).toEqual(['Old.', ...NESTED_TEXTS]);
  });

  it('is found with a personal token when the answer came late', async () => {
    const world = createPageWorld({ writesAsPerson: true });
    sendTwice(world, 1, 8000);
    await world.finish(await start(world, PARAGRAPHS.join('\n\n')));
    expect(world.notion.texts(world.pageId)).toEqual(PARAGRAPHS);
  });
});

describe('what a person copied meanwhile', () => {
  it.each([false, true])('stays, also after Undo (personal token: %s)', async (writesAsPerson) => {
    const world = createPageWorld({ writesAsPerson });
    const runs = await start(world, SLOW_STEPS);
    await world.clock.advance(3000);
    expect(world.notion.texts(world.pageId)).toContain('Alpha.');
    world.notion.person.addParagraph(world.pageId, 'Alpha.');
    await world.finish(runs);
    expect(world.notion.texts(world.pageId).filter((text) => text === 'Alpha.')).toHaveLength(2);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(10_000);
    expect(world.notion.texts(world.pageId)).toEqual(['Alpha.']);
  });

  it('stays in a nested list', async () => {
    const world = createPageWorld();
    const runs = await start(world, NESTED);
    await world.finish(runs);
    const deep = world.notion.effects.findLast(({ method }) => method === 'appendChildren')!.target;
    world.notion.person.addParagraph(deep, 'Five');
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(10_000);
    expect(world.notion.texts(world.pageId).filter((text) => text === 'Five')).toHaveLength(2);
  });
});

describe('a paragraph with the same words that stood there long before', () => {
  it.each([false, true])('stays (personal token: %s)', async (writesAsPerson) => {
    const world = createPageWorld({ writesAsPerson });
    const paragraph = { type: 'paragraph', paragraph: { rich_text: [{ type: 'text', text: { content: 'Alpha.' } }] } };
    const { blockIds } = await world.notion.appendChildren(world.pageId, [paragraph as RequestBlock], { type: 'end' });
    const last = world.notion.person.addParagraph(world.pageId, 'Last.');
    await world.clock.advance(10 * 60_000);
    sendTwice(world, 1, 8000);
    const runs = await start(world, PARAGRAPHS.join('\n\n'));
    await world.clock.advance(4000);
    // The block behind which the run writes is gone: copies are then looked for on all of the page.
    world.notion.person.setTrashed(last, true);
    await world.finish(runs);
    expect(world.notion.isTrashed(blockIds[0]!)).toBe(false);
    expect(world.notion.texts(world.pageId)).toEqual(['Alpha.', ...PARAGRAPHS]);
  });
});

describe('a block of ours that says the same as one whose append was lost', () => {
  it('is not taken for it', async () => {
    const world = createPageWorld({ texts: ['Old.'] });
    const pause = { pauseMs: 4000 };
    world.model.answer({ steps: ['Same.\n\n', pause, 'Other.\n\n', pause, 'Same.\n\n', pause, 'End.'] });
    world.notion.failNext({ method: 'appendChildren', when: 'before', skip: 2 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.clock.advance(9000);
    // The block behind which the lost one was to stand is gone when it is looked for.
    const other = (await world.notion.listChildren(world.pageId, undefined)).results[2]!.id;
    world.notion.person.setTrashed(other, true);
    const view = await world.finish(runs);
    expect([view?.state, world.notion.texts(world.pageId)]).toEqual(['done', ['Old.', 'Same.', 'Same.', 'End.']]);
  });
});

describe('a request that is cut and lands later', () => {
  it('takes no block of the answer that stands in the end', async () => {
    const world = createPageWorld();
    const cut = { code: 'engine-answer-cut', retry: 'later' } as const;
    world.model.answer(
      { steps: ['Alpha.\n\nBeta.\n\nGamma.\n\n', { pauseMs: 5000 }], failure: cut },
      { steps: ['Alpha.\n\nOther.\n\n', { pauseMs: 5000 }], failure: cut },
      { steps: [PARAGRAPHS.join('\n\n')] },
    );
    // The second answer differs from the first: a block that is taken back goes to the trash some time later.
    world.notion.failNext({ method: 'setBlockTrashed', when: 'late', skip: 1 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    for (let second = 0; second < 30; second += 1) await world.clock.advance(1000);
    world.notion.landLate();
    await world.finish(runs);
    expect(world.notion.texts(world.pageId)).toEqual(PARAGRAPHS);
  });
});

describe('reads that are some seconds behind', () => {
  it('leave no block of an earlier answer on the page', async () => {
    const world = createPageWorld();
    await world.clock.advance(60_000);
    world.notion.hooks.behindMs = () => 5000;
    world.model.answer(
      { steps: ['Wrong.\n\n', { pauseMs: 1600 }], failure: { code: 'engine-answer-cut', retry: 'later' } },
      { steps: [PARAGRAPHS.join('\n\n')] },
    );
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done' });
    expect(world.notion.texts(world.pageId)).toEqual(PARAGRAPHS);
  });
});

describe('when a request goes out', () => {
  it('is stored anew where storing it took long: it may land that much later', async () => {
    let now = 0;
    const saved: number[] = [];
    const save = async (sentAt: number) => {
      saved.push(sentAt);
      if (saved.length === 1) now += 120_000;
    };
    expect(await noteSending({ serverNow: () => now }, save)).toBe(120_000);
    expect(saved).toEqual([0, 120_000]);
  });
});
