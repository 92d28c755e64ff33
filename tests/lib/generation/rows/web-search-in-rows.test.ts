import { describe, expect, it } from 'vitest';

import type { WebSearch } from '../../../../lib/language-model/web-source.ts';
import { createRowWorld, TOPICS } from './row-world.ts';

const PAGE = { url: 'https://a.example/bread', title: 'On bread' };
const FOUND: WebSearch = { count: 1, queries: ['bread'], cited: [PAGE], seen: [{ url: 'https://b.example/' }] };
const NOTHING: WebSearch = { count: 0, queries: [], cited: [], seen: [] };
const SEARCH = { most: 2, addSources: true };

function createSearchWorld(options: Parameters<typeof createRowWorld>[0] = {}, content: Record<string, string> = {}) {
  const world = createRowWorld(options, content);
  const { notion, dataSourceId } = world;
  const runs = world.boot();
  const run = async (request: Parameters<typeof world.rowsRequest>[0]) => {
    await runs.service.start({ id: 'run-1', request: world.rowsRequest(request) });
    await world.finish(runs);
    return runs.history.view('run-1');
  };
  const jobs = async () => (await runs.history.jobs({ runId: 'run-1', limit: 10 })).jobs;
  const kinds = async () => {
    const pages = await Promise.all(world.rows.map((row) => notion.getPage(row)));
    return pages.map(
      ({ properties }) => (properties['Kind'] as { select?: { name: string } | null }).select?.name ?? '',
    );
  };
  return { ...world, runs, run, jobs, kinds, dataSourceId };
}

describe('rows that are searched for on the web', () => {
  it('carry a bound, are counted, and have their sources in details, export and history', async () => {
    const world = createSearchWorld();
    world.model.otherwise(() => ({ steps: ['Bread.'], search: FOUND }));
    const view = await world.run({ search: SEARCH });
    expect(world.model.requests.map(({ request }) => request.search)).toEqual(Array(4).fill({ most: 2 }));
    expect(view).toMatchObject({ state: 'done', searches: 4 });
    const [job] = await world.jobs();
    expect(job?.sources).toEqual([PAGE]);
    expect(await world.runs.history.jobDetails({ jobId: job!.id })).toMatchObject({ search: FOUND });
    const file = await world.runs.history.export({ runId: 'run-1', format: 'csv' });
    expect(file.content).toContain(PAGE.url);
  });

  it('count what their searches cost towards the cap, where the model’s price is not known', async () => {
    const world = createSearchWorld({ feePerSearch: 0.01 });
    const search = { ...FOUND, count: 2 };
    world.model.otherwise(() => ({ steps: ['Bread.'], search }));
    expect(await world.run({ search: SEARCH })).toMatchObject({ state: 'done', searches: 8 });
    const view = await world.runs.history.view('run-1');
    expect(view.cost).toBeUndefined();
    expect(view.fees).toBeCloseTo(0.08);
    await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited', spendingCap: 0.09 }));
    await world.runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.finish(world.runs);
    await world.runs.service.start({ id: 'run-2', request: world.rowsRequest({ search: SEARCH }) });
    await world.finish(world.runs, 'run-2');
    expect(await world.runs.history.view('run-2')).toMatchObject({
      state: 'paused',
      failure: { code: 'spending-cap' },
    });
    expect(world.model.requests.length).toBeLessThan(8);
  });

  it('say so where the answer came without a search, or the engine cannot search at all', async () => {
    const world = createSearchWorld();
    world.model.otherwise(() => ({ steps: ['Bread.'], search: NOTHING }));
    await world.run({ search: SEARCH });
    expect((await world.jobs()).map(({ failure }) => failure?.code)).toEqual(Array(4).fill('search-not-done'));
    const other = createSearchWorld({ cannotSearch: true });
    other.model.otherwise(() => 'Bread.');
    await other.run({ search: SEARCH });
    expect(other.model.requests.every(({ request }) => request.search === undefined)).toBe(true);
    expect((await other.jobs()).map(({ failure }) => failure?.code)).toEqual(Array(4).fill('search-not-done'));
  });

  it('write the sources into a property beside the output, leave what a person has there, and are undone with it', async () => {
    const world = createSearchWorld({}, { Beta: 'Mine' });
    const into = world.property('Content');
    const output = { kind: 'property', propertyId: world.property('Kind') } as const;
    const made = { url: 'https://made-up.example/' };
    world.model.otherwise(() => ({
      steps: [
        JSON.stringify({
          p0: 'Post',
          sources: [
            { url: 'https://b.example/', title: 'B' },
            { ...made, title: 'x' },
          ],
        }),
      ],
      search: FOUND,
    }));
    await world.run({ search: { ...SEARCH, into }, output });
    expect(await world.kinds()).toEqual(Array(4).fill('Post'));
    expect(world.contents()).toEqual(['B', 'Mine', 'B', 'B']);
    await world.runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.finish(world.runs);
    expect(world.contents()).toEqual(['', 'Mine', '', '']);
    expect(await world.kinds()).toEqual(Array(4).fill(''));
  });

  it('with several steps list the sources of all of them, and are undone step by step', async () => {
    const world = createSearchWorld({}, { Beta: 'Mine' });
    const into = world.property('Content');
    const other = { url: 'https://c.example/', title: 'C' };
    world.model.otherwise((request) => {
      const isSecond = request.messages.at(-1)?.text.includes('Second') ?? false;
      return isSecond
        ? { steps: ['{"p0":7,"sources":[]}'], search: { ...FOUND, queries: ['more'], cited: [PAGE, other] } }
        : { steps: ['{"p0":"Post","sources":[]}'], search: FOUND };
    });
    await world.run({
      search: { ...SEARCH, into },
      output: { kind: 'property', propertyId: world.property('Kind') },
      steps: [{ prompt: 'Second', output: { kind: 'property', propertyId: world.property('Score') } }],
    });
    expect(world.contents()).toEqual(['On bread\nC', 'Mine', 'On bread\nC', 'On bread\nC']);
    const [job] = await world.jobs();
    expect(job?.sources).toEqual([PAGE, other]);
    expect(await world.runs.history.jobDetails({ jobId: job!.id })).toMatchObject({
      search: { count: 2, queries: ['bread', 'more'], cited: [PAGE, other] },
    });
    await world.runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.finish(world.runs);
    expect(world.contents()).toEqual(['', 'Mine', '', '']);
  });

  it('in their page bodies end with the sources, also where a property was chosen for them', async () => {
    const world = createSearchWorld();
    world.model.otherwise(() => ({ steps: ['Bread is old.'], search: FOUND }));
    await world.run({ search: { ...SEARCH, into: world.property('Content') }, output: { kind: 'body', where: 'end' } });
    const blocks = JSON.stringify((await world.notion.listChildren(world.rows[0]!, undefined)).results);
    expect(blocks).toContain('"Sources"');
    expect(blocks).toContain(PAGE.url);
  });

  it('keep a citation as a link, and no address that a page of the web brought in', async () => {
    const world = createSearchWorld();
    world.model.otherwise(() => ({
      steps: [`See [a](${PAGE.url}), [home](https://b.example) and [c](https://stranger.example/?q=${TOPICS[0]})`],
      search: FOUND,
    }));
    await world.run({ search: SEARCH });
    const cell = JSON.stringify((await world.notion.getPage(world.rows[0]!)).properties);
    expect(cell).toContain(PAGE.url);
    expect(cell).toContain('https://b.example');
    expect(cell).not.toContain('https://stranger.example');
    expect((await world.jobs())[0]?.failure).toMatchObject({ code: 'links-removed' });
  });
});

describe('a page that is searched for on the web', () => {
  it('ends with its sources, as links', async () => {
    const world = createSearchWorld();
    world.model.otherwise(() => ({ steps: ['First.\n\n', `See [a](${PAGE.url}).`], search: FOUND }));
    const request = world.request({ search: SEARCH });
    await world.runs.service.start({ id: 'run-2', request });
    await world.finish(world.runs, 'run-2');
    const blocks = JSON.stringify((await world.notion.listChildren(world.pageId, undefined)).results);
    expect(blocks.match(/"Sources"/g)?.length).toBeGreaterThan(0);
    expect(blocks).toContain(PAGE.url);
    expect(await world.runs.history.view('run-2')).toMatchObject({ state: 'done', searches: 1 });
  });

  it('has none where they are not wanted', async () => {
    const world = createSearchWorld();
    world.model.otherwise(() => ({ steps: ['First.'], search: FOUND }));
    await world.runs.service.start({
      id: 'run-2',
      request: world.request({ search: { ...SEARCH, addSources: false } }),
    });
    await world.finish(world.runs, 'run-2');
    expect(JSON.stringify((await world.notion.listChildren(world.pageId, undefined)).results)).not.toContain('Sources');
  });
});
