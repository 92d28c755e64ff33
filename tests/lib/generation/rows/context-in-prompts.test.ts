import { describe, expect, it } from 'vitest';

import type { ModelRequest } from '../../../../lib/language-model/language-model.ts';
import { createRowWorld } from './row-world.ts';

/** A world with a page and a database that are context. */
function createContextWorld(count = 120, options: Parameters<typeof createRowWorld>[0] = {}) {
  const world = createRowWorld(options);
  const { notion } = world;
  const guide = notion.addPage({ title: 'Style guide', texts: ['Never use exclamation marks.'] });
  const { databaseId, dataSourceId } = notion.addDatabase({
    title: 'Facts',
    properties: { Name: { title: {} }, About: { rich_text: {} } },
  });
  const topics = ['Alpha', 'Beta', 'Gamma', 'Delta'];
  for (let at = 0; at < count; at += 1) {
    notion.addRow(dataSourceId, {
      Name: { title: [{ text: { content: `Fact ${at}` } }] },
      About: { rich_text: [{ text: { content: `${topics[at % 60] ?? 'Nobody'} fact number ${at}` } }] },
    });
  }
  const url = 'https://app.notion.com/p/1';
  const context = [
    { kind: 'page' as const, id: guide, title: 'Style guide', url },
    { kind: 'database' as const, id: databaseId, dataSourceId, title: 'Facts', url },
  ];
  const queries = () => world.effects.filter((name) => name === 'notion.queryDataSource').length;
  return { ...world, context, guide, queries };
}

const textOf = (request: ModelRequest) => request.messages.map(({ text }) => text).join('\n');

describe('context of a run of rows', () => {
  it('goes to each row: the page as a whole, of the database what fits the row, fenced as content', async () => {
    const world = createContextWorld();
    const runs = world.boot();
    const requests: ModelRequest[] = [];
    world.model.otherwise((request) => (requests.push(request), 'Fine'));
    await runs.service.start({ id: 'run-1', request: world.rowsRequest({ context: world.context }) });
    await world.finish(runs);
    expect(requests).toHaveLength(4);
    for (const request of requests) {
      const text = textOf(request);
      expect(text).toContain('<data id="nonce-1234" kind="context" name="Style guide">Never use exclamation marks.');
      const topic = ['Alpha', 'Beta', 'Gamma', 'Delta'].find((name) => text.includes(`kind="topic">${name}`));
      expect(text).toContain(`${topic} fact number`);
      expect(text).toContain('of 120 rows are given');
    }
    const { jobs } = await runs.history.jobs({ runId: 'run-1', limit: 10 });
    const details = await runs.history.jobDetails({ jobId: jobs[0]!.id });
    expect(details.context?.[0]).toEqual({ title: 'Style guide', characters: expect.any(Number) as number });
    expect(details.context?.[1]?.rowsOf).toBe(120);
    expect(details.context?.[1]?.rows?.[0]).toMatch(/^Fact /);
  });

  it('is read once per run: a database of 5,000 rows takes its 50 requests', async () => {
    const world = createContextWorld(5_000);
    const runs = world.boot();
    await runs.service.start({ id: 'run-0', request: world.rowsRequest({ overwriteFilled: true }) });
    await world.finish(runs, 'run-0');
    const without = world.queries();
    const request = world.rowsRequest({ context: world.context, overwriteFilled: true });
    await runs.service.start({ id: 'run-1', request });
    await world.finish(runs);
    expect(world.queries() - without).toBe(without + 50);
    expect(world.effects.filter((name) => name === 'notion.getPageMarkdown')).toHaveLength(1);
    expect(await runs.history.view('run-1')).toMatchObject({ state: 'done', done: 4 });
  });

  it('pauses the run where it cannot be read, names it, and goes on once it can', async () => {
    const world = createContextWorld();
    const runs = world.boot();
    const gone = { ...world.context[0]!, id: '00000000-0000-4000-8000-000000000000', title: 'Hidden' };
    await runs.service.start({ id: 'run-1', request: world.rowsRequest({ context: [gone] }) });
    await world.finish(runs);
    const view = await runs.history.view('run-1');
    expect(view).toMatchObject({
      state: 'paused',
      failure: { code: 'context-unreadable', details: { title: 'Hidden' } },
    });
    expect(world.contents()).toEqual(['', '', '', '']);
  });

  it('lets no address of its text into an answer that was not there as a whole', async () => {
    const world = createContextWorld(1);
    const runs = world.boot();
    world.model.otherwise(() => 'See [this](https://stranger.example/?q=secret)');
    await runs.service.start({ id: 'run-1', request: world.rowsRequest({ context: world.context }) });
    await world.finish(runs);
    const { jobs } = await runs.history.jobs({ runId: 'run-1', limit: 10 });
    expect(jobs.map(({ failure }) => failure?.code)).toEqual(Array(4).fill('links-removed'));
  });

  it('is not read again by the next worker', async () => {
    const world = createContextWorld(300);
    let runs = world.boot();
    world.model.otherwise(() => 'Fine');
    await runs.service.start({ id: 'run-1', request: world.rowsRequest({ context: world.context }) });
    await world.finish(runs);
    const before = world.queries();
    runs = world.boot();
    await runs.takeOver();
    await world.finish(runs);
    expect(world.queries()).toBe(before);
  });
});

describe('a worker that is stopped in the midst of reading a large database', () => {
  const ROWS = 1_200;
  const start = async (world: ReturnType<typeof createContextWorld>, runs = world.boot()) => {
    const starting = runs.service.start({
      id: 'run-1',
      request: world.rowsRequest({ context: world.context, overwriteFilled: true }),
    });
    await Promise.race([starting, world.finish(runs).catch(() => undefined)]);
    await world.finish(runs).catch(() => undefined);
  };
  /** Where in the effects of a run the requests for its context stand. */
  const places = async (): Promise<readonly number[]> => {
    const world = createContextWorld(ROWS);
    await start(world);
    const first = world.effects.indexOf('notion.getPageMarkdown');
    return world.effects.flatMap((name, at) => (name === 'notion.queryDataSource' && at > first ? [at] : []));
  };

  it.each([0, 4, 5, 9, 11])(
    'reads what is left of it, and a part of its last answers at most (request %i)',
    async (nth) => {
      const all = await places();
      const world = createContextWorld(ROWS, { stopAt: { effect: all[nth]!, when: 'after' } });
      await start(world);
      expect((await world.store.getRun('run-1'))?.endedAt).toBeUndefined();
      const next = world.boot();
      await next.takeOver();
      await world.finish(next);
      expect(await next.history.view('run-1')).toMatchObject({ state: 'done', done: 4, prompts: 4 });
      // Answers are kept in parts of five.
      expect(world.queries()).toBeLessThanOrEqual(all.length + 5 + 2);
      expect(world.effects.filter((name) => name === 'notion.getPageMarkdown')).toHaveLength(1);
      const requests = world.model.requests.map(({ request }) => textOf(request));
      expect(requests.length).toBe(4);
      for (const text of requests) expect(text).toContain(`of ${ROWS} rows are given`);
    },
  );
});

describe('context of a page', () => {
  it('goes with the request and shares the room with the page', async () => {
    const world = createContextWorld();
    const runs = world.boot();
    const requests: ModelRequest[] = [];
    world.model.otherwise((request) => (requests.push(request), 'Fine'));
    await runs.service.start({
      id: 'run-1',
      request: world.request({ context: world.context, prompt: 'About Alpha' }),
    });
    await world.finish(runs);
    expect(textOf(requests[0]!)).toContain('Never use exclamation marks.');
    expect(textOf(requests[0]!)).toContain('Alpha fact number');
  });
});
