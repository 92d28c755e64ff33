import { describe, expect, it } from 'vitest';
import { createPageWorld } from './page-harness.ts';

describe('thoughts that look like an answer', () => {
  it('are taken back when their end mark comes after they were written', async () => {
    const world = createPageWorld({ texts: ['Old.'] });
    const steps = [
      'Bread is flour.\n\nAnd water.\n\n',
      { pauseMs: 4000 },
      '</think>\n\nBake bread.\n\n',
      { pauseMs: 4000 },
      'Slowly.',
    ];
    world.model.otherwise(() => ({ steps }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.clock.advance(3500);
    expect(world.notion.texts(world.pageId)).toEqual(['Old.', 'Bread is flour.', 'And water.']);
    const view = await world.finish(runs);
    expect(view).toMatchObject({ state: 'done', prompts: 1 });
    expect(world.notion.texts(world.pageId)).toEqual(['Old.', 'Bake bread.', 'Slowly.']);
    expect(world.defects).toEqual([]);
  });

  it('never reach the page when they begin as thoughts do', async () => {
    const world = createPageWorld();
    const steps = ['Okay, the user wants bread.\n\nFlour first.\n\n', { pauseMs: 4000 }, '</think>\n\nBake bread.'];
    world.model.otherwise(() => ({ steps }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.clock.advance(3500);
    expect(world.notion.texts(world.pageId)).toEqual([]);
    await world.finish(runs);
    expect(world.notion.texts(world.pageId)).toEqual(['Bake bread.']);
  });

  it('leave nothing behind when no answer follows them', async () => {
    const world = createPageWorld();
    world.model.otherwise(() => ({ steps: ['Bread is flour.\n\n', { pauseMs: 4000 }, 'So.\n</think>\n'] }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    const view = await world.finish(runs);
    expect(view).toMatchObject({ state: 'failed' });
    expect(world.notion.texts(world.pageId)).toEqual([]);
  });

  it('are asked for three times when an answer never holds more than a comment', async () => {
    const world = createPageWorld();
    world.model.otherwise(() => ({ steps: ['<!-- nothing -->'] }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    expect(await world.finish(runs)).toMatchObject({ state: 'failed' });
    expect(world.model.requests).toHaveLength(3);
  });
});
