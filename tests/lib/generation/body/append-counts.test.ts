import { describe, expect, it } from 'vitest';
import { createPageWorld, type StopWhen } from './page-harness.ts';

const table = (rows: number) =>
  ['| n | square |', '| - | - |', ...Array.from({ length: rows }, (_, n) => `| ${n % 7} | same |`)].join('\n');
const list = (items: number) =>
  Array.from({ length: items }, (_, n) => `- item ${n}\n  - under ${n}\n    - deeper ${n}\n      - deepest ${n}`).join(
    '\n',
  );

async function write(answer: string) {
  const world = createPageWorld();
  world.model.otherwise(() => answer);
  const runs = world.boot();
  await runs.service.start({ id: 'run-1', request: world.request() });
  expect(await world.finish(runs)).toMatchObject({ state: 'done' });
  const count = (method: string) => world.notion.calls.filter((call) => call.method === method).length;
  return { texts: world.notion.texts(world.pageId), appends: count('appendChildren'), lists: count('listChildren') };
}

describe('the requests of a long answer', () => {
  it('are one append for each hundred rows of a table', async () => {
    const small = await write('One.');
    const { texts, appends, lists } = await write(table(1_000));
    expect(texts).toHaveLength(1 + 1 + 1_000);
    expect(appends).toBeLessThanOrEqual(11);
    // One look where the rows end, and one at the end for copies that a browser may have sent: a hundred rows an answer.
    expect(lists - small.lists).toBeLessThanOrEqual(1 + 11);
  });

  it('are one append for each list item of four levels, and one for the items themselves', async () => {
    const small = await write('One.');
    const { texts, appends, lists } = await write(list(20));
    expect(texts.slice(0, 5)).toEqual(['item 0', 'under 0', 'deeper 0', 'deepest 0', 'item 1']);
    expect(texts).toHaveLength(80);
    expect(appends).toBeLessThanOrEqual(21);
    // None to find a place; at the end one at each place for copies that a browser may have sent.
    expect(lists - small.lists).toBeLessThanOrEqual(20);
  });
});

describe('a worker stopped around any effect of a long answer', () => {
  it('leaves each row and each item once, in order', async () => {
    const answer = `${table(210)}\n\n${list(3)}`;
    const start = (world: ReturnType<typeof createPageWorld>) => {
      world.model.otherwise(() => answer);
      const runs = world.boot();
      void runs.service.start({ id: 'run-1', request: world.request() });
      return runs;
    };
    const clean = createPageWorld();
    await clean.finish(start(clean));
    const wanted = clean.notion.texts(clean.pageId);
    expect(wanted).toHaveLength(1 + 1 + 210 + 12);
    const total = clean.effects.length;
    for (let effect = 0; effect < total; effect += 1) {
      for (const when of ['before', 'after'] as StopWhen[]) {
        const world = createPageWorld({ stopAt: { effect, when } });
        await world.finish(start(world));
        const point = `stopped ${when} effect ${effect} (${world.effects.at(-1)})`;
        const two = start(world);
        await two.takeOver();
        expect(await world.finish(two), point).toMatchObject({ state: 'done', prompts: 1 });
        expect(world.notion.texts(world.pageId), point).toEqual(wanted);
      }
    }
  }, 60_000);

  it.each(['before', 'after', 'late'] as const)(
    'and an append that was lost (%s) is not written twice',
    async (when) => {
      for (const skip of [0, 1, 2, 3, 4]) {
        const world = createPageWorld();
        world.model.otherwise(() => `${table(210)}\n\n${list(2)}`);
        world.notion.failNext({ method: 'appendChildren', when, skip });
        const runs = world.boot();
        await runs.service.start({ id: 'run-1', request: world.request() });
        await world.clock.advance(30_000);
        world.notion.landLate();
        expect(await world.finish(runs), `append ${skip}`).toMatchObject({ state: 'done' });
        expect(world.notion.texts(world.pageId), `append ${skip}`).toHaveLength(1 + 1 + 210 + 8);
      }
    },
  );
});
