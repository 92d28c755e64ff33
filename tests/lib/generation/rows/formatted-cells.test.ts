import { describe, expect, it } from 'vitest';
import { hashPrompt, isOutdated } from '../../../../lib/notion/outdated.ts';
import { createRowWorld, TOPICS } from './row-world.ts';

interface Run {
  readonly plain_text: string;
  readonly href: string | null;
  readonly annotations: Readonly<Record<string, unknown>>;
}

/** Bold in the middle, a link whose address Notion spells differently, and a formula. */
const FORMATTED = 'Tea is **warm**, see [the shop](https://shop.example) for $2x$';

function createWorld(content: Record<string, string> = {}) {
  const stage = createRowWorld({}, content);
  stage.model.otherwise(() => FORMATTED);
  const runsOf = (row: number) => stage.notion.cell(stage.rows[row]!, 'Content')['rich_text'] as readonly Run[];
  return { ...stage, runsOf, trusting: stage.rowsRequest({ prompt: 'Write about https://shop.example' }) };
}

describe('a cell with formatting', () => {
  it('holds bold, links and formulas, and no Markdown', async () => {
    const { world, trusting, runsOf } = createWorld();
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: trusting });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
    expect(runsOf(0).map(({ plain_text: text }) => text)).toEqual([
      'Tea is ',
      'warm',
      ', see ',
      'the shop',
      ' for ',
      '2x',
    ]);
    expect(runsOf(0)[1]?.annotations).toMatchObject({ bold: true });
    expect(runsOf(0)[3]?.href).toBe('https://shop.example/');
    const { jobs } = await runs.history.jobs({ runId: 'run-1', limit: 1 });
    expect(jobs[0]?.answer).toBe('Tea is warm, see the shop for 2x');
  });

  it('has no link to a host that neither the prompt nor the row names', async () => {
    const { world, rowsRequest, runsOf } = createWorld();
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.finish(runs);
    expect(runsOf(0).every(({ href }) => href === null)).toBe(true);
  });

  it('is known again: Undo takes it back, and it is out of date only by another prompt', async () => {
    const { world, trusting, dataSourceId, rows, property, contents } = createWorld({ Beta: 'Mine.' });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: trusting });
    await world.finish(runs);
    const read = await world.database['database.rows']({ dataSourceId });
    const made = read.rows.find(({ id }) => id === rows[0])?.made?.[property('Content')];
    expect(made).toBeDefined();
    expect(isOutdated(made, hashPrompt(trusting.options.prompt))).toBe(false);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5_000);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ restored: 3, skipped: 0 });
    expect(contents()).toEqual(['', 'Mine.', '', '']);
  });

  it('is the person’s as soon as only its formatting was changed', async () => {
    const { world, trusting, rows, notion } = createWorld();
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: trusting });
    await world.finish(runs);
    const plain = [{ text: { content: 'Tea is warm, see the shop for 2x' } }];
    notion.person.setCell(rows[0]!, 'Content', { rich_text: plain });
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5_000);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ restored: 3, skipped: 1 });
  });

  it.each(['before', 'after', 'late'] as const)('is written once when a write is lost (%s)', async (when) => {
    const { world, trusting, notion, runsOf, model } = createWorld();
    notion.failNext({ method: 'updatePage', when, skip: 2 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: trusting });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
    expect(TOPICS.map((_, row) => runsOf(row)[1]?.plain_text)).toEqual(['warm', 'warm', 'warm', 'warm']);
    expect(model.requests).toHaveLength(4);
  });

  it('is not taken for written where the same words stood there without formatting', async () => {
    const words = 'Tea is warm, see the shop for 2x';
    const { world, trusting, notion, runsOf } = createWorld({ Alpha: words });
    notion.failNext({ method: 'updatePage', when: 'before' });
    const runs = world.boot();
    const request = { ...trusting, options: { ...trusting.options, overwriteFilled: true } };
    await runs.service.start({ id: 'run-1', request });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
    expect(runsOf(0)).toHaveLength(6);
  });
});
