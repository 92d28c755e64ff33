import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../lib/shared/app-error.ts';
import { isOutdated, hashPrompt } from '../../../../lib/notion/outdated.ts';
import { createRowWorld } from './row-world.ts';

/** Each row relates to so many of the projects; Alpha to all of them. */
async function createWorld(projects = 40) {
  const stage = createRowWorld();
  const { notion, rows, dataSourceId } = stage;
  const other = notion.addDatabase({
    title: 'Projects',
    properties: { Name: { title: {} }, Stage: { select: { options: [{ name: 'Draft' }, { name: 'Live' }] } } },
  });
  const ids = Array.from({ length: projects }, (_, index) =>
    notion.addRow(other.dataSourceId, {
      Name: { title: [{ text: { content: `Project ${index + 1}` } }] },
      Stage: { select: { name: index === 0 ? 'Live' : 'Draft' } },
    }),
  );
  await notion.updateDataSource(dataSourceId, {
    properties: { Projects: { relation: { data_source_id: other.dataSourceId, single_property: {} } } },
  });
  const relate = (row: number, to: readonly string[]) =>
    notion.person.setCell(rows[row]!, 'Projects', { relation: to.map((id) => ({ id })) });
  relate(0, ids);
  relate(1, ids.slice(0, 1));
  relate(2, ids.slice(0, 2));
  const sent = () => stage.model.requests.map(({ request }) => request.messages[0]?.text ?? '');
  const calls = (method: string) => notion.calls.filter((call) => call.method === method).length;
  return { ...stage, ids, relate, sent, calls, projectsId: other.databaseId };
}

describe('a relation in a prompt', () => {
  it('is the titles of all its pages, read once for all rows', async () => {
    const { world, rowsRequest, sent, calls, notion } = await createWorld();
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ prompt: 'Which fits {{Projects}}?' }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 3, skipped: 1 });
    const alpha = sent().find((text) => text.includes('Project 40'))!;
    expect(alpha).toContain('Project 1, Project 2,');
    expect(sent().join()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    expect(calls('listRelated')).toBe(1);
    // Its own rows once, and the projects once; no page by itself but the two whose row came first.
    expect(calls('getPage')).toBeLessThanOrEqual(3);
    expect(notion.calls.filter(({ method }) => method === 'queryDataSource').length).toBeLessThanOrEqual(4);
  });

  it('says that there are more than are given', async () => {
    const { world, rowsRequest, sent, rows } = await createWorld(320);
    const runs = world.boot();
    const selection = { kind: 'ticked', rowIds: [rows[0]!] } as const;
    await runs.service.start({ id: 'run-1', request: rowsRequest({ prompt: 'Fits {{Projects}}?' }, selection) });
    await world.finish(runs);
    expect(sent()[0]).toContain('Project 300 … (only the first 300 are given, there are more)');
    expect(sent()[0]).not.toContain('Project 301');
  });

  it('gives values of the related pages by {{Relation.Property}}, also to page bodies', async () => {
    const { world, rowsRequest, sent } = await createWorld(3);
    const runs = world.boot();
    const prompt = 'Stage: {{projects.stage}}';
    await runs.service.start({ id: 'run-1', request: rowsRequest({ prompt }) });
    expect(await world.finish(runs)).toMatchObject({ done: 3, skipped: 1 });
    expect(sent().filter((text) => />Live</.test(text))).toHaveLength(1);
    expect(sent().join()).toContain('Project 1: Live\nProject 2: Draft');
    const body = { prompt, output: { kind: 'body', where: 'end' } } as const;
    await runs.service.start({ id: 'run-2', request: rowsRequest(body) });
    expect(await world.finish(runs, 'run-2')).toMatchObject({ done: 3, skipped: 1 });
    expect(sent().slice(3).join()).toContain('Project 1: Live\nProject 2: Draft');
  });

  it('leaves a name that the related database does not have as it is typed', async () => {
    const { world, rowsRequest, sent, rows } = await createWorld(3);
    const runs = world.boot();
    const selection = { kind: 'ticked', rowIds: [rows[1]!] } as const;
    await runs.service.start({
      id: 'run-1',
      request: rowsRequest({ prompt: '{{title}}: {{Projects.Nope}}' }, selection),
    });
    await world.finish(runs);
    expect(sent()[0]).toContain('{{Projects.Nope}}');
  });

  it('goes on where the related pages are not shared', async () => {
    const { world, rowsRequest, sent, notion, projectsId } = await createWorld();
    notion.person.setShared(projectsId, false);
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ prompt: '{{title}} {{Projects}}' }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
    expect(sent().join()).toContain('(a page that cannot be read)');
    expect(notion.calls.filter(({ method }) => method === 'getPage').length).toBeLessThanOrEqual(3);
  });

  it('waits with Notion, and asks again for what it could not read', async () => {
    const { world, rowsRequest, notion } = await createWorld();
    const retryAt = world.clock.now() + 20_000;
    const limited = new AppError('notion-rate-limited', 'wait', { retryAt });
    notion.failNext({ method: 'listRelated', when: 'before', error: limited });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ prompt: 'Fits {{Projects}}?' }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 3 });
  });

  it('makes a row out of date when other pages are related', async () => {
    const { world, rowsRequest, relate, ids, dataSourceId, rows, property } = await createWorld(5);
    const runs = world.boot();
    const prompt = 'Fits {{Projects}}?';
    await runs.service.start({ id: 'run-1', request: rowsRequest({ prompt }) });
    await world.finish(runs);
    const outdated = async () => {
      const read = await world.database['database.rows']({ dataSourceId });
      return rows.map((id) =>
        isOutdated(read.rows.find((row) => row.id === id)?.made?.[property('Content')], hashPrompt(prompt)),
      );
    };
    expect(await outdated()).toEqual([false, false, false, false]);
    relate(1, ids.slice(1, 2));
    expect(await outdated()).toEqual([false, true, false, false]);
  });
});
