import { describe, expect, it } from 'vitest';

import type { WebSearch } from '../../../../lib/language-model/web-source.ts';
import { createPageWorld } from '../body/page-harness.ts';

const REDIRECT = 'https://vertexaisearch.cloud.google.com/grounding-api-redirect/1';
const FOUND: WebSearch = { count: 2, queries: ['bread'], cited: [{ url: REDIRECT, title: 'a.example' }], seen: [] };
const SEARCH = { most: 2, addSources: true };

function open(options: Parameters<typeof createPageWorld>[0] = {}) {
  const world = createPageWorld(options);
  const runs = world.boot();
  world.model.otherwise(() => ({
    steps: ['# Bread\n\n', `Old. See [this](https://stranger.example/?q=1).`],
    search: FOUND,
  }));
  const preview = () => runs.handlers['preview.page']({ request: world.request({ search: SEARCH }) });
  const month = async () => Object.values((await world.store.getUsage('workspace-1')).months)[0];
  const blocks = async () => JSON.stringify((await world.notion.listChildren(world.pageId, undefined)).results);
  return { ...world, runs, preview, month, blocks };
}

describe('a page that is looked at before it is written', () => {
  it('writes and stores nothing; what it cost is counted at once, and no prompt', async () => {
    const world = open();
    const made = await world.preview();
    expect(world.model.requests[0]?.request).toMatchObject({ isPreview: true, search: { most: 5 } });
    expect(made.text).toContain('# Bread');
    // The engine's way to a page ends soon: Notion gets the page's name.
    expect(made.text).toMatch(/## Sources\n\n- a\.example$/m);
    expect(made.sources).toEqual(FOUND.cited);
    expect(await world.blocks()).toBe('[]');
    expect(await world.store.listRuns(10)).toEqual([]);
    expect(await world.month()).toMatchObject({ prompts: 0, cost: 0.001 });
  });

  it('is refused where the plan has no prompt left to write it', async () => {
    const world = open();
    await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, promptsTotal: 10 }));
    await expect(world.preview()).rejects.toMatchObject({ code: 'prompts-used-up' });
    expect(world.model.requests).toEqual([]);
  });

  it('leaves nothing where all is erased while the answer is on its way', async () => {
    const world = open();
    world.model.otherwise(() => ({ steps: [{ pauseMs: 5_000 }, 'Bread.'], search: FOUND }));
    const made = world.preview().catch((error: unknown) => error);
    await world.clock.advance(1_000);
    await world.runs.stopAll();
    expect(await made).toMatchObject({ code: 'stopped' });
    await world.clock.advance(10_000);
    expect(await world.month()).toBeUndefined();
  });

  it('is written as it was shown, without a second answer, and then no copy of it stays', async () => {
    const world = open();
    const { text, model } = await world.preview();
    const request = { ...world.request({ search: SEARCH }), given: { text, model } };
    await world.runs.service.start({ id: 'run-1', request });
    expect(await world.finish(world.runs)).toMatchObject({ state: 'done', prompts: 1 });
    expect(world.model.requests).toHaveLength(1);
    const written = await world.blocks();
    expect(written).toContain('Bread');
    expect(written).toContain('a.example');
    // What the web says is a stranger's: its links do not get into Notion.
    expect(written).not.toContain('stranger.example/');
    expect(await world.month()).toMatchObject({ prompts: 1, cost: 0.001 });
    const run = await world.store.getRun('run-1');
    const jobs = await world.store.listJobs('run-1', { limit: 10 });
    expect(run?.request.given).toBeUndefined();
    expect(JSON.stringify([run, jobs])).not.toContain('Old. See');
    await world.runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.finish(world.runs);
    expect(await world.blocks()).toBe('[]');
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('goes on from where a worker was stopped (before effect %i)', async (effect) => {
    const world = open({ stopAt: { effect, when: 'before' } });
    const request = { ...world.request({ search: SEARCH }), given: { text: '# Bread\n\nOld.', model: 'm' } };
    const starting = world.runs.service.start({ id: 'run-1', request });
    await Promise.race([starting, world.finish(world.runs).catch(() => undefined)]);
    await world.finish(world.runs).catch(() => undefined);
    const next = world.boot();
    if ((await world.store.getRun('run-1')) === undefined) await next.service.start({ id: 'run-1', request });
    await next.takeOver();
    expect(await world.finish(next)).toMatchObject({ state: 'done', prompts: 1 });
    expect((await world.notion.listChildren(world.pageId, undefined)).results).toHaveLength(2);
    expect(world.model.requests).toEqual([]);
  });
});
