import { describe, expect, it } from 'vitest';

import type { StopWhen } from '../body/page-harness.ts';
import { createRowWorld, TOPICS } from './row-world.ts';

const ABOUT = TOPICS.map((topic) => `About ${topic}`);

describe('a worker stopped around any effect of a run of rows', () => {
  it('fills every row, pays each answer it received once, and counts exactly', async () => {
    const clean = createRowWorld();
    const first = clean.world.boot();
    await first.service.start({ id: 'run-1', request: clean.rowsRequest() });
    await clean.world.finish(first);
    const total = clean.world.effects.length;
    expect(total).toBeGreaterThan(30);
    for (let effect = 0; effect < total; effect += 1) {
      for (const when of ['before', 'after'] as StopWhen[]) {
        const { world, rowsRequest, contents, notion } = createRowWorld({ stopAt: { effect, when } });
        const one = world.boot();
        void one.service.start({ id: 'run-1', request: rowsRequest() });
        await world.finish(one);
        const point = `stopped ${when} effect ${effect} (${world.effects.at(-1)})`;
        const two = world.boot();
        await two.service.start({ id: 'run-1', request: rowsRequest() });
        await two.takeOver();
        expect(await world.finish(two), point).toMatchObject({ state: 'done', done: 4, total: 4, prompts: 4 });
        expect(contents(), point).toEqual(ABOUT);
        expect((await world.store.getUsage('workspace-1')).promptsTotal, point).toBe(4);
        const writes = notion.effects.filter(({ method }) => method === 'updatePage');
        expect(writes.length, point).toBe(4);
        expect(world.defects, point).toEqual([]);
      }
    }
  }, 120_000);

  it.each([0, 600])(
    'leaves the same cells and counts when it comes back %d s after another took over',
    async (seconds) => {
      const clean = createRowWorld();
      const first = clean.world.boot();
      await first.service.start({ id: 'run-1', request: clean.rowsRequest() });
      await clean.world.finish(first);
      const total = clean.world.effects.length;
      for (let effect = 0; effect < total; effect += 1) {
        for (const when of ['before', 'after'] as StopWhen[]) {
          const { world, rowsRequest, contents, model } = createRowWorld({
            stopAt: { effect, when, comesBack: true },
          });
          const one = world.boot();
          void one.service.start({ id: 'run-1', request: rowsRequest() }).catch(() => undefined);
          await world.finish(one);
          const point = `held up ${when} effect ${effect} (${world.effects.at(-1)})`;
          // Another effect began before this one ended.
          if (!world.isStopped) continue;
          const two = world.boot();
          await two.service.start({ id: 'run-1', request: rowsRequest() });
          await two.takeOver();
          await world.clock.advance(seconds * 1000);
          world.wake();
          const end = await world.finish(two);
          await world.clock.advance(300_000);
          expect(end, point).toMatchObject({ state: 'done', done: 4, total: 4 });
          expect(contents(), point).toEqual(ABOUT);
          // What it had sent, or was about to send, says the same. It may have asked for each row that it held.
          expect(model.requests.length, point).toBeLessThanOrEqual(8);
          expect((await world.store.getUsage('workspace-1')).promptsTotal, point).toBe(4);
          expect(world.defects, point).toEqual([]);
        }
      }
    },
    120_000,
  );
});
