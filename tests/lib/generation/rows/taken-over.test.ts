import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { GenerationOptions } from '../../../../lib/run-request/generation-options.ts';
import type { RowSelection } from '../../../../lib/run-request/row-selection.ts';
import type { CursorKind } from '../../../fakes/fake-notion-workspace.ts';
import { createRowWorld } from './row-world.ts';

const ROWS = 130;
const topic = (content: string) => ({ title: [{ text: { content } }] });
const text = (content: string) => ({ rich_text: [{ text: { content } }] });

/** A database of 130 rows that a person opened a few minutes ago; every fourth cell is filled. */
async function openDatabase(cursors: CursorKind = 'offset', page = 100) {
  const stage = createRowWorld({ notion: { cursors, queryPage: page } });
  const { world, notion, dataSourceId, databaseId } = stage;
  for (const row of stage.rows) notion.person.setTrashed(row, true);
  const start = world.clock.now();
  const rows = Array.from({ length: ROWS }, (_, at) => {
    world.clock.set(start - (ROWS - at + 10) * 60_000);
    return notion.addRow(dataSourceId, {
      Topic: topic(`Topic ${at}`),
      Kind: { select: { name: 'Post' } },
      ...(at % 4 === 3 && { Content: text('Mine.') }),
    });
  });
  world.clock.set(start);
  const reads = () => notion.calls.filter(({ method }) => method === 'queryDataSource' || method === 'getPage').length;
  let before = 0;
  let atFirstQuestion: number | undefined;
  world.model.otherwise((request) => {
    atFirstQuestion ??= reads() - before;
    return `About ${/Topic \d+|Renamed/.exec(request.messages.at(-1)!.text)?.[0] ?? 'nothing'}`;
  });
  await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
  const opened = await world.database['database.open']({ databaseId, dataSourceId });
  for (let cursor = opened.first?.nextCursor; cursor !== undefined;)
    ({ nextCursor: cursor } = await world.database['database.rows']({ dataSourceId, cursor }));
  await world.clock.advance(4 * 60_000);
  const runs = world.boot();
  before = reads();
  return {
    ...stage,
    rows,
    runs,
    content: (at: number) => notion.cellText(rows[at]!, 'Content'),
    reads: () => reads() - before,
    /** Reads of Notion before the model was asked for the first time. */
    readsAtFirstQuestion: () => atFirstQuestion,
    start: (selection: RowSelection, options: Partial<GenerationOptions> = {}) =>
      runs.service.start({ id: 'run-1', request: stage.rowsRequest(options, selection) }),
  };
}

describe('rows that were read when their database was opened', () => {
  it('are asked about after one request, wherever the ticked ones stand, and none is listed again', async () => {
    const opened = await openDatabase();
    await opened.start({ kind: 'ticked', rowIds: opened.rows.slice(110, 123) });
    await opened.world.finish(opened.runs);
    expect(opened.readsAtFirstQuestion()).toBe(1);
    // One more: what was edited since the click, before the first row is written.
    expect(opened.reads()).toBe(2);
    expect([opened.content(110), opened.content(111)]).toEqual(['About Topic 110', 'Mine.']);
  });

  it('are all taken over where all are meant', async () => {
    const opened = await openDatabase();
    await opened.start({ kind: 'all' });
    const run = await opened.world.finish(opened.runs);
    expect(opened.readsAtFirstQuestion()).toBe(1);
    expect(run).toMatchObject({
      state: 'done',
      total: ROWS,
      done: 98,
      skipped: 32,
    });
  });

  it('are judged as they are now: what a person did since counts', async () => {
    const opened = await openDatabase();
    const { rows, notion, dataSourceId } = opened;
    notion.person.setCell(rows[1]!, 'Topic', topic('Renamed'));
    notion.person.setCell(rows[2]!, 'Content', text('By hand.'));
    notion.person.setCell(rows[3]!, 'Content', text(''));
    const added = notion.addRow(dataSourceId, { Topic: topic('Topic 999') });
    await opened.start({ kind: 'all' });
    await opened.world.finish(opened.runs);
    expect([1, 2, 3].map(opened.content)).toEqual(['About Renamed', 'By hand.', 'About Topic 3']);
    expect(notion.cellText(added, 'Content')).toBe('About Topic 999');
  });

  it('are not written where they went to the trash, and the run says which', async () => {
    const opened = await openDatabase();
    opened.notion.person.setTrashed(opened.rows[112]!, true);
    await opened.start({ kind: 'ticked', rowIds: opened.rows.slice(108, 118) });
    const run = await opened.world.finish(opened.runs);
    expect(run).toMatchObject({ state: 'done-with-errors', failed: 1 });
  });

  it.each([
    ['the prompt names what changes without an edit of the row', { prompt: 'Write about {{Sum}}' }],
    ['conditions choose the rows', { conditions: [{ propertyId: 'Score', comparison: 'empty' as const }] }],
  ])('are read anew where %s', async (_why, options) => {
    const opened = await openDatabase();
    const { conditions } = options as Partial<GenerationOptions>;
    const real = conditions && [{ ...conditions[0]!, propertyId: opened.property('Score') }];
    await opened.notion.updateDataSource(opened.dataSourceId, {
      properties: { Sum: { formula: { expression: '1' } } },
    });
    await opened.start({ kind: 'all' }, { ...options, ...(real && { conditions: real }) });
    await opened.world.finish(opened.runs);
    expect(opened.reads()).toBeGreaterThanOrEqual(2);
    expect(opened.notion.calls.filter(({ method }) => method === 'queryDataSource').length).toBeGreaterThanOrEqual(4);
  });

  it('are read anew where more than a hundred were edited since, and after a quarter of an hour', async () => {
    const edited = await openDatabase();
    for (const row of edited.rows.slice(0, 101)) edited.notion.person.setCell(row, 'Score', { number: 1 });
    await edited.start({ kind: 'all' });
    expect(await edited.world.finish(edited.runs)).toMatchObject({ state: 'done', total: ROWS });
    // What was edited, and then two pages; one look at what was edited since the click.
    expect(edited.reads()).toBeGreaterThanOrEqual(3);
    const old = await openDatabase();
    await old.world.clock.advance(12 * 60_000);
    await old.start({ kind: 'all' });
    expect(await old.world.finish(old.runs)).toMatchObject({ state: 'done', total: ROWS });
    expect(old.reads()).toBe(3);
  });

  it('are read anew where a property was renamed since, which edits no row', async () => {
    const opened = await openDatabase();
    const { notion, dataSourceId } = opened;
    notion.person.renameProperty(dataSourceId, 'Kind', 'Form');
    await opened.start({ kind: 'all' }, { prompt: 'Write a {{Form}}' });
    expect(await opened.world.finish(opened.runs)).toMatchObject({ state: 'done', total: ROWS, done: 98 });
    expect(opened.world.model.requests[0]?.request.messages.at(-1)?.text).toMatch(/^Write a <data [^>]*>Post</);
  });

  it('are read anew by a worker that did not read them', async () => {
    const opened = await openDatabase();
    const runs = opened.world.boot();
    await runs.service.start({ id: 'run-1', request: opened.rowsRequest({}, { kind: 'all' }) });
    expect(await opened.world.finish(runs)).toMatchObject({ state: 'done', total: ROWS });
  });
});

const deed = fc.record({
  row: fc.nat(ROWS - 1),
  what: fc.constantFrom('trash' as const, 'fill' as const, 'empty' as const, 'add' as const),
  /** Before the click, or so long after it (ms). */
  at: fc.option(fc.nat(8_000), { nil: undefined }),
});

describe('Only empty, of rows that were read before', () => {
  it.each(['offset', 'keyset', 'row', 'snapshot'] as const)(
    'every row that was empty at the click is in the run, whatever a person does meanwhile (%s cursors)',
    async (cursors) => {
      await fc.assert(
        fc.asyncProperty(fc.array(deed, { maxLength: 8 }), async (deeds) => {
          const opened = await openDatabase(cursors, 20);
          const { notion, world, rows, dataSourceId } = opened;
          const act = ({ row, what }: (typeof deeds)[number]) => {
            if (what === 'trash') notion.person.setTrashed(rows[row]!, true);
            else if (what === 'add') notion.addRow(dataSourceId, { Topic: topic('Topic 777') });
            else notion.person.setCell(rows[row]!, 'Content', text(what === 'fill' ? 'Mine.' : ''));
          };
          for (const one of deeds) if (one.at === undefined) act(one);
          // A person may fill a row before it is come to: then nothing is left to do.
          const empty = rows.filter((row, at) => notion.cellText(row, 'Content') === '' && !isTaken(deeds, at));
          notion.hooks.beforeEffect = async (method) => {
            if (method === 'queryDataSource') await world.clock.sleep(900);
          };
          await opened.start({ kind: 'empty' });
          const later = deeds.filter(({ at, what }) => at !== undefined && what !== 'trash');
          for (const one of [...later].sort((a, b) => a.at! - b.at!)) {
            await world.clock.advance(500);
            act(one);
          }
          await world.finish(opened.runs);
          const listed = [...world.store.jobs.values()].map(({ subjectId }) => subjectId);
          expect(listed).toEqual(expect.arrayContaining(empty));
          expect(new Set(listed).size).toBe(listed.length);
        }),
        { numRuns: 6 },
      );
    },
  );
});

function isTaken(deeds: readonly { row: number; what: string; at: number | undefined }[], row: number): boolean {
  return deeds.some(
    (one) => one.row === row && (one.what === 'trash' || (one.what === 'fill' && one.at !== undefined)),
  );
}
