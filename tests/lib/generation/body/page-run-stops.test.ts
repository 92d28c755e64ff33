import { describe, expect, it } from 'vitest';

import { answerSlowly, createPageWorld, PARAGRAPHS, type StopWhen } from './page-harness.ts';

describe('a worker stopped around any effect', () => {
  async function countEffects(where: 'end' | 'top' | 'replace'): Promise<number> {
    const world = createPageWorld({ texts: ['Old.'] });
    answerSlowly(world);
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request({ where }) });
    await world.finish(runs);
    return world.effects.length;
  }

  const expected = { end: ['Old.', ...PARAGRAPHS], top: [...PARAGRAPHS, 'Old.'], replace: PARAGRAPHS } as const;

  it.each(['end', 'top', 'replace'] as const)(
    'leaves every block on the page once, in order (%s)',
    async (where) => {
      const total = await countEffects(where);
      expect(total).toBeGreaterThan(15);
      for (let effect = 0; effect < total; effect += 1) {
        for (const when of ['before', 'after'] as StopWhen[]) {
          const world = createPageWorld({ texts: ['Old.'], stopAt: { effect, when } });
          answerSlowly(world);
          const first = world.boot();
          void first.service.start({ id: 'run-1', request: world.request({ where }) });
          await world.finish(first);
          const point = `stopped ${when} effect ${effect} (${world.effects.at(-1)})`;
          const second = world.boot();
          // A click whose answer was lost is sent again with the same id.
          await second.service.start({ id: 'run-1', request: world.request({ where }) });
          await second.takeOver();
          const view = await world.finish(second);
          expect(view, point).toMatchObject({ state: 'done', prompts: 1 });
          expect(world.notion.texts(world.pageId), point).toEqual(expected[where]);
          expect((await world.store.getUsage('workspace-1')).promptsTotal, point).toBe(1);
          expect(world.defects, point).toEqual([]);
        }
      }
    },
    120_000,
  );

  it.each([0, 30, 600])(
    'leaves the same page when it comes back %d s after another took over',
    async (seconds) => {
      const clean = createPageWorld({ texts: ['Old.'] });
      answerSlowly(clean);
      const only = clean.boot();
      await only.service.start({ id: 'run-1', request: clean.request() });
      await clean.finish(only);
      for (let effect = 0; effect < clean.effects.length; effect += 1) {
        for (const when of ['before', 'after'] as StopWhen[]) {
          const world = createPageWorld({ texts: ['Old.'], stopAt: { effect, when, comesBack: true } });
          answerSlowly(world);
          const first = world.boot();
          void first.service.start({ id: 'run-1', request: world.request() }).catch(() => undefined);
          await world.finish(first);
          // Another effect began before this one ended.
          if (!world.isStopped) continue;
          // Its time is looked at right before it is sent: no append is under way for so long.
          if (seconds > 90 && when === 'before' && world.effects.at(-1) === 'notion.appendChildren') continue;
          const point = `held up ${when} effect ${effect} (${world.effects.at(-1)})`;
          const second = world.boot();
          await second.service.start({ id: 'run-1', request: world.request() });
          await second.takeOver();
          await world.clock.advance(seconds * 1000);
          world.wake();
          expect(await world.finish(second), point).toMatchObject({ state: 'done' });
          await world.clock.advance(300_000);
          expect(world.notion.texts(world.pageId), point).toEqual(expected.end);
          expect((await world.store.getUsage('workspace-1')).promptsTotal, point).toBe(1);
          expect(world.defects, point).toEqual([]);
        }
      }
    },
    120_000,
  );
});
