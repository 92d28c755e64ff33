import { describe, expect, it } from 'vitest';

import type { StopWhen } from '../body/page-harness.ts';
import { createOutdatedWorld, SHOUT } from './outdated-world.ts';
import { TOPICS } from './row-world.ts';

describe('a worker stopped around any effect of making rows anew', () => {
  it.each([
    ['cells', {}],
    ['bodies', { output: { kind: 'body', where: 'end' } as const }],
  ])(
    'leaves one new text in each row: %s',
    async (_name, options) => {
      const textsOf = ({ notion, rows }: ReturnType<typeof createOutdatedWorld>) =>
        rows.map((row) => ('output' in options ? notion.texts(row).join('|') : notion.cellText(row, 'Content')));
      const clean = createOutdatedWorld();
      const first = clean.world.boot();
      await clean.fill(first, 'run-1', options);
      const before = clean.world.effects.length;
      await clean.renew(first, 'run-2', { ...options, ...SHOUT });
      const total = clean.world.effects.length;
      expect(total - before).toBeGreaterThan(20);
      const wanted = TOPICS.map((topic) => `LOUD ${topic}`);
      expect(textsOf(clean)).toEqual(wanted);
      for (let effect = before; effect < total; effect += 1) {
        for (const when of ['before', 'after'] as StopWhen[]) {
          const stage = createOutdatedWorld({ stopAt: { effect, when } });
          const { world, rowsRequest, rows } = stage;
          const one = world.boot();
          await stage.fill(one, 'run-1', options);
          const request = rowsRequest({ ...options, ...SHOUT }, { kind: 'outdated', rowIds: rows });
          void one.service.start({ id: 'run-2', request });
          await world.finish(one, 'run-2');
          const point = `stopped ${when} effect ${effect} (${world.effects.at(-1)})`;
          const two = world.boot();
          await two.service.start({ id: 'run-2', request });
          await two.takeOver();
          expect(await world.finish(two, 'run-2'), point).toMatchObject({ state: 'done', done: 4, prompts: 4 });
          expect(textsOf(stage), point).toEqual(wanted);
          expect(world.defects, point).toEqual([]);
        }
      }
    },
    120_000,
  );
});
