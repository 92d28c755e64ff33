import { describe, expect, it } from 'vitest';
import { createPageWorld, type StopWhen } from './page-harness.ts';

const table = (rows: number) =>
  ['| n | square |', '| - | - |', ...Array.from({ length: rows }, (_, n) => `| ${n % 7} | same |`)].join('\n');
const list = (items: number) =>
  Array.from({ length: items }, (_, n) => `- item ${n}\n  - under ${n}\n    - deeper ${n}\n      - deepest ${n}`).join(
    '\n',
  );

type World = ReturnType<typeof createPageWorld>;

async function write(
  answer: string,
  prepare: (world: World) => unknown = () => undefined,
  options: Parameters<World['request']>[0] = {},
  old: readonly string[] = ['Old.'],
) {
  const world = createPageWorld({ texts: old });
  prepare(world);
  world.model.otherwise(() => answer);
  const runs = world.boot();
  await runs.service.start({ id: 'run-1', request: world.request(options) });
  const view = await world.finish(runs);
  expect(view).toMatchObject({ state: 'done' });
  const requests: Record<string, number> = {};
  for (const { method } of world.notion.calls) requests[method] = (requests[method] ?? 0) + 1;
  return { texts: world.notion.texts(world.pageId).slice(old.length), requests, wroteAt: view?.wroteAt };
}

describe('the requests of a long answer', () => {
  it('are one append for each hundred rows of a table', async () => {
    const { texts, requests } = await write(table(1_000));
    expect(texts).toHaveLength(1 + 1 + 1_000);
    // The look is for where the rows end that came with the table: an append that is lost is told by it.
    expect(requests).toEqual({ appendChildren: 11, listChildren: 1 });
  });

  it('are one append for each list item of four levels, and one for the items themselves', async () => {
    const { texts, requests } = await write(list(20));
    expect(texts.slice(0, 5)).toEqual(['item 0', 'under 0', 'deeper 0', 'deepest 0', 'item 1']);
    expect(texts).toHaveLength(80);
    expect(requests).toEqual({ appendChildren: 21 });
  });

  it('are one more at each place where the browser may have sent one twice', async () => {
    const { requests } = await write(list(20), (world) => {
      let appends = 0;
      world.notion.hooks.sendsTwice = (method) => method === 'appendChildren' && (appends += 1) === 5;
    });
    expect(requests).toEqual({ appendChildren: 21, listChildren: 1, setBlockTrashed: 1 });
  });
});

describe('the requests of a short answer', () => {
  const blocks = (count: number) => Array.from({ length: count }, (_, n) => `Block ${n}.`).join('\n\n');

  it.each([1, 10])('of %d blocks are its append alone', async (count) => {
    expect((await write(blocks(count))).requests).toEqual({ appendChildren: 1 });
  });

  it('are two where the page is read first', async () => {
    const { requests } = await write(blocks(10), () => undefined, { usePageContent: true });
    expect(requests).toEqual({ getPageMarkdown: 1, appendChildren: 1 });
  });

  it('are two on a blank page too, and the run says that it was filled', async () => {
    const { requests, wroteAt } = await write('One.', () => undefined, { usePageContent: true }, []);
    expect(requests).toEqual({ getPageMarkdown: 1, appendChildren: 1 });
    expect(wroteAt).toBe('filled');
  });

  it('begin with a look at the page while Notion’s time is not known', async () => {
    const { requests } = await write(blocks(1), (world) => (world.notion.hasServerTime = false));
    expect(requests).toEqual({ listChildren: 1, appendChildren: 1 });
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

describe('an answer that is still being written', () => {
  const started = async (steps: readonly (string | { pauseMs: number })[]) => {
    const world = createPageWorld();
    world.model.otherwise(() => ({ steps }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    const appends = () => world.notion.calls.filter(({ method }) => method === 'appendChildren').map(({ at }) => at);
    return { world, runs, appends };
  };

  it('is written from its first finished block on, then at most every second and a half', async () => {
    const steps = Array.from({ length: 20 }, (_, n) => [`Block ${n}.\n\n`, { pauseMs: 200 }]).flat();
    const { world, runs, appends } = await started(steps);
    const begun = world.clock.now();
    expect(await world.finish(runs)).toMatchObject({ state: 'done' });
    expect(appends().map((at) => at - begun)).toEqual([0, 1_500, 3_000, 4_000]);
    expect(world.notion.texts(world.pageId)).toEqual(Array.from({ length: 20 }, (_, n) => `Block ${n}.`));
  });

  it('waits for nothing where the next block comes late', async () => {
    const { world, runs, appends } = await started([
      'One.\n\nTw',
      { pauseMs: 10_000 },
      'o.\n\nThree.',
      { pauseMs: 500 },
      '\n\nFour.',
    ]);
    const begun = world.clock.now();
    expect(await world.finish(runs)).toMatchObject({ state: 'done' });
    expect(appends().map((at) => at - begun)).toEqual([0, 10_000, 10_500]);
  });
});
