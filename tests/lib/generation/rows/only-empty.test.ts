import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CursorKind } from '../../../fakes/fake-notion-workspace.ts';
import { settle } from '../../../fakes/manual-clock.ts';
import { createRowWorld } from './row-world.ts';

const CURSORS: readonly CursorKind[] = ['offset', 'keyset', 'row', 'snapshot'];
const text = (content: string) => ({ rich_text: [{ text: { content } }] });

interface Setting {
  readonly cursors: CursorKind;
  /** Rows of one answer. */
  readonly page: number;
  /** Whether the row is filled at the click. */
  readonly filled: readonly boolean[];
  /** Time between the making of two rows; Notion tells whole minutes. Default: a second. */
  readonly apartMs?: number;
  /** How long a query and a question to the model take. */
  readonly queryMs: number;
  readonly modelMs: number;
}

/** A database whose rows are listed slowly, beside workers that fill what is known of them. */
function createSlowList({ cursors, page, filled, queryMs, modelMs, apartMs = 1_000 }: Setting) {
  const stage = createRowWorld({ notion: { cursors, queryPage: page } });
  const { world, notion, dataSourceId } = stage;
  for (const row of stage.rows) notion.person.setTrashed(row, true);
  const start = world.clock.now();
  const rows = filled.map((isFilled, at) => {
    world.clock.set(start - 70_000 - (filled.length - at) * apartMs);
    const title = { title: [{ text: { content: `Topic ${at}` } }] };
    return notion.addRow(dataSourceId, { Topic: title, ...(isFilled && { Content: text('Mine.') }) });
  });
  world.clock.set(start);
  world.model.otherwise(() => ({ steps: [{ pauseMs: modelMs }, 'Written.'] }));
  const before = notion.hooks.beforeEffect;
  notion.hooks.beforeEffect = async (method, target) => {
    if (method === 'queryDataSource') await world.clock.sleep(queryMs);
    await before?.(method, target);
  };
  const query = notion.queryDataSource.bind(notion);
  let isSecond = false;
  notion.queryDataSource = (id, request, signal) => {
    const [sort] = (request.sorts ?? []) as { timestamp?: string; direction?: string }[];
    isSecond ||=
      sort?.timestamp === 'created_time' && sort.direction === 'descending' && request.pageSize === undefined;
    return query(id, request, signal);
  };
  const queries = () => notion.calls.filter(({ method }) => method === 'queryDataSource').length;
  const listed = () => [...world.store.jobs.values()].map(({ subjectId }) => subjectId);
  const writes = (row: string) =>
    notion.effects.filter(({ method, target }) => method === 'updatePage' && target === row).length;
  return { ...stage, rows, queries, listed, writes, isSecondSweep: () => isSecond };
}

type List = ReturnType<typeof createSlowList>;

async function fill({ world, rowsRequest }: List) {
  await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
  const runs = world.boot();
  await runs.service.start({ id: 'run-1', request: rowsRequest({}, { kind: 'empty' }) });
  return runs;
}

describe('Only empty', () => {
  it.each(CURSORS)(
    'fills every row that was empty at the click, with at most one more sweep (%s cursors)',
    async (cursors) => {
      const list = createSlowList({
        cursors,
        page: 5,
        filled: Array.from({ length: 60 }, (_, at) => at % 4 === 3),
        queryMs: 2_000,
        modelMs: 100,
      });
      const run = await list.world.finish(await fill(list));
      expect(run).toMatchObject({ state: 'done', total: 45, done: 45, prompts: 45 });
      expect(list.rows.map((row) => list.notion.cellText(row, 'Content'))).toEqual(
        list.rows.map((_, at) => (at % 4 === 3 ? 'Mine.' : 'Written.')),
      );
      // Nine pages, once more, and what the two need to begin; looks for edits are queries too.
      const looks = Math.ceil((run!.endedAt! - run!.createdAt) / 20_000) + 1;
      expect(list.queries()).toBeLessThanOrEqual(2 * 9 + 2 + looks);
      expect(list.world.defects).toEqual([]);
    },
  );

  it('is as good for a condition that writing ends', async () => {
    const filled = Array.from({ length: 30 }, () => false);
    const list = createSlowList({ cursors: 'offset', page: 5, filled, queryMs: 2_000, modelMs: 100 });
    const conditions = [{ propertyId: list.property('Content'), comparison: 'empty' as const }];
    const runs = list.world.boot();
    await list.world.store.changeUsage('workspace-1', (usage) => ({ ...usage, plan: 'unlimited' }));
    await runs.service.start({ id: 'run-1', request: list.rowsRequest({ conditions }, { kind: 'all' }) });
    expect(await list.world.finish(runs)).toMatchObject({ state: 'done', total: 30, done: 30 });
  });

  it('begins to ask the model while rows are still listed', async () => {
    const filled = Array.from({ length: 20 }, () => false);
    const list = createSlowList({ cursors: 'offset', page: 5, filled, queryMs: 2_000, modelMs: 100 });
    await fill(list);
    await list.world.clock.advance(5_000);
    expect((await list.world.store.getRun('run-1'))?.listing).toBe(true);
    expect(list.world.model.requests.length).toBeGreaterThanOrEqual(4);
  });

  it('begins to write while the list is read a second time', async () => {
    const filled = Array.from({ length: 60 }, () => false);
    const list = createSlowList({ cursors: 'offset', page: 5, filled, queryMs: 2_000, modelMs: 100, apartMs: 60_000 });
    const runs = await fill(list);
    const isListed = async () => (await list.world.store.getRun('run-1'))?.listing !== true;
    for (let second = 0; second < 60 && !(await isListed()); second += 1) await list.world.clock.advance(1_000);
    expect(list.notion.effects.filter(({ method }) => method === 'updatePage').length).toBeGreaterThanOrEqual(12);
    expect(await list.world.finish(runs)).toMatchObject({ state: 'done', done: 60 });
  });

  it('finds the row that was passed over because a person took another one away', async () => {
    const filled = Array.from({ length: 12 }, () => false);
    const list = createSlowList({ cursors: 'offset', page: 4, filled, queryMs: 2_000, modelMs: 100 });
    const runs = await fill(list);
    await list.world.clock.advance(3_000);
    list.notion.person.setTrashed(list.rows[0]!, true);
    await list.world.finish(runs);
    expect(list.listed()).toEqual(expect.arrayContaining(list.rows));
  });

  it('needs one query where all rows come with the first answer', async () => {
    const filled = [false, true, false, false];
    const list = createSlowList({ cursors: 'offset', page: 5, filled, queryMs: 100, modelMs: 100 });
    const run = await list.world.finish(await fill(list));
    expect(run).toMatchObject({ state: 'done', total: 3 });
    expect(list.queries()).toBeLessThanOrEqual(2);
  });

  it('leaves out rows that were added after the click', async () => {
    const filled = Array.from({ length: 12 }, () => false);
    const list = createSlowList({ cursors: 'offset', page: 2, filled, queryMs: 20_000, modelMs: 100 });
    const runs = await fill(list);
    await list.world.clock.advance(70_000);
    const late = list.notion.addRow(list.dataSourceId, { Topic: { title: [{ text: { content: 'Late' } }] } });
    expect(await list.world.finish(runs)).toMatchObject({ state: 'done', total: 12 });
    expect(list.notion.cellText(late, 'Content')).toBe('');
  });
});

/** What a person does to the rows while they are listed for the first time. */
type Deed = { readonly at: number; readonly row: number; readonly what: 'trash' | 'fill' | 'empty' | 'add' | 'rename' };

function act({ notion, rows, dataSourceId }: List, { row, what }: Deed): void {
  const id = rows[row % rows.length]!;
  const title = (content: string) => ({ title: [{ text: { content } }] });
  if (what === 'trash') notion.person.setTrashed(id, true);
  if (what === 'fill') notion.person.setCell(id, 'Content', text('By hand.'));
  if (what === 'empty') notion.person.setCell(id, 'Content', text(''));
  if (what === 'rename') notion.person.setCell(id, 'Topic', title('Renamed'));
  if (what === 'add') notion.addRow(dataSourceId, { Topic: title('Added') });
}

const settings = fc.record({
  cursors: fc.constantFrom(...CURSORS),
  page: fc.integer({ min: 2, max: 5 }),
  filled: fc.array(fc.boolean(), { minLength: 3, maxLength: 24 }),
  queryMs: fc.constantFrom(10, 700, 3_000),
  modelMs: fc.constantFrom(10, 900, 4_000),
});
const deeds = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 3_000 }),
    row: fc.nat(23),
    what: fc.constantFrom('trash', 'fill', 'empty', 'add', 'rename'),
  }) satisfies fc.Arbitrary<Deed>,
  { maxLength: 6 },
);

describe('however rows shift while they are listed', () => {
  it('no row that was empty at the click is left out, and none is filled twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        settings,
        deeds,
        fc.option(fc.integer({ min: 0, max: 60 })),
        async (setting, done, stopAfter) => {
          const list = createSlowList(setting);
          const { world, rows, listed, writes } = list;
          let runs = await fill(list);
          const start = world.clock.now();
          const touched = new Set<string>();
          for (const deed of done.toSorted((a, b) => a.at - b.at)) {
            await world.clock.advance(Math.max(0, start + deed.at - world.clock.now()));
            // What is lost in both sweeps is lost: a person would have to take rows away twice, at the same places.
            if (list.isSecondSweep()) break;
            act(list, deed);
            if (deed.what === 'trash' || deed.what === 'fill') touched.add(rows[deed.row % rows.length]!);
          }
          if (stopAfter !== null) {
            await world.clock.advance(stopAfter * 100);
            runs = world.boot();
            await runs.takeOver();
          }
          await world.finish(runs);
          await settle();
          const eligible = rows.filter((row, at) => !setting.filled[at] && !touched.has(row));
          expect(listed()).toEqual(expect.arrayContaining(eligible));
          for (const row of eligible) expect(world.store.jobs.get(`run-1:${row}`)?.state).toBe('done');
          for (const row of rows) expect(writes(row)).toBeLessThanOrEqual(1);
          expect(new Set(listed()).size).toBe(listed().length);
          expect(world.defects).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  }, 120_000);
});
