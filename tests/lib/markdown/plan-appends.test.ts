import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childrenOf, type NotionBlock } from '../../../lib/markdown/block-types.ts';
import { convertMarkdownToBlocks } from '../../../lib/markdown/convert-markdown-to-blocks.ts';
import { planAppends, type AppendPlan } from '../../../lib/markdown/plan-appends.ts';
import { CORPUS } from './corpus.ts';
import { violations } from './notion-create-rules.ts';

/** A page as Notion keeps it; carries plans out as their doc comment says, and refuses what Notion refuses. */
interface Stored {
  readonly block: NotionBlock | undefined;
  readonly children: Stored[];
}

function write(blocks: readonly NotionBlock[]): { page: Stored; requests: number } {
  const page: Stored = { block: undefined, children: [] };
  let requests = 0;
  const append = (parent: Stored, plan: AppendPlan): void => {
    expect(violations(plan.blocks, { request: true }).filter((text) => !text.includes('not a row'))).toEqual([]);
    expect(plan.blocks.length).toBeGreaterThan(0);
    requests++;
    const created = plan.blocks.map(store);
    parent.children.push(...created);
    for (const { path, blocks: rest } of plan.deferred) {
      const target = path.slice(1).reduce((at, index) => at.children[index]!, created[path[0]!]!);
      const plans = planAppends(rest);
      expect(plans).toHaveLength(1);
      append(target, plans[0]!);
    }
  };
  let taken = 0;
  for (const plan of planAppends(blocks)) {
    append(page, plan);
    taken += plan.blocks.length;
  }
  expect(taken).toBe(blocks.length);
  return { page, requests };
}

const store = (block: NotionBlock): Stored => ({ block, children: childrenOf(block).map(store) });
const shape = (block: NotionBlock): unknown => [bare(block), childrenOf(block).map(shape)];
const stored = ({ block, children }: Stored): unknown => [bare(block!), children.map(stored)];

function bare(block: NotionBlock): string {
  return JSON.stringify(block, (key, value: unknown) => (key === 'children' ? undefined : value));
}

function expectWritten(blocks: readonly NotionBlock[]): number {
  const { page, requests } = write(blocks);
  expect(page.children.map(stored)).toEqual(blocks.map(shape));
  return requests;
}

const paragraph = (text: string, children: NotionBlock[] = []): NotionBlock => ({
  type: 'paragraph',
  paragraph: { rich_text: [{ type: 'text', text: { content: text } }], ...(children.length > 0 && { children }) },
});
const row: NotionBlock = { type: 'table_row', table_row: { cells: [[]] } };
const table = (rows: number): NotionBlock => ({
  type: 'table',
  table: {
    table_width: 1,
    has_column_header: true,
    has_row_header: false,
    children: Array.from({ length: rows }, () => row),
  },
});
const many = (count: number, make: (i: number) => NotionBlock = (i) => paragraph(`p${i}`)): NotionBlock[] =>
  Array.from({ length: count }, (_, i) => make(i));

describe('append plans', () => {
  it('send what fits as it is', () => {
    const blocks = many(100);
    expect(planAppends(blocks)).toEqual([{ blocks, deferred: [] }]);
    expect(planAppends([])).toEqual([]);
  });

  it('put at most 100 blocks in a list', () => {
    expect(planAppends(many(250)).map((plan) => plan.blocks.length)).toEqual([100, 100, 50]);
    expect(expectWritten([paragraph('a', many(250))])).toBe(3);
  });

  it('put at most 1,000 blocks in a request', () => {
    expect(planAppends(many(30, () => paragraph('a', many(99)))).map((plan) => plan.blocks.length)).toEqual([
      10, 10, 10,
    ]);
    expectWritten([
      paragraph(
        'a',
        many(99, () => paragraph('b', many(99))),
      ),
    ]);
  });

  it('keep below the size limit', () => {
    const heavy = (): NotionBlock => paragraph('漢'.repeat(2000));
    expectWritten(many(90, () => heavy()));
    expectWritten([
      paragraph(
        'a',
        many(90, () => heavy()),
      ),
    ]);
  });

  it('put deeper levels off', () => {
    const deep = (levels: number): NotionBlock =>
      paragraph(`l${levels}`, levels === 1 ? [] : [deep(levels - 1), paragraph('x')]);
    const [plan] = planAppends([deep(4)]);
    expect(plan!.deferred.map(({ path, blocks }) => [path, blocks.length])).toEqual([[[0], 2]]);
    expect(plan!.deferred[0]!.isFirst).toBe(true);
    expect(childrenOf(plan!.blocks[0]!)).toEqual([]);
    expect(expectWritten([deep(20)])).toBe(18); // the last three levels in one request
  });

  it('create a table with its first 100 rows', () => {
    const [plan] = planAppends([table(250)]);
    expect(childrenOf(plan!.blocks[0]!)).toHaveLength(100);
    expect(plan!.deferred.map(({ path, blocks }) => [path, blocks.length])).toEqual([
      [[0], 100],
      [[0], 50],
    ]);
    expectWritten([table(250), paragraph('after')]);
  });

  it('keep a table off the third level, and what follows it behind it', () => {
    const blocks = [paragraph('1', [paragraph('2', [paragraph('3'), table(2), paragraph('4')])])];
    expect(
      planAppends(blocks)[0]!.deferred.map(({ path, blocks: rest }) => [path, rest.map(({ type }) => type)]),
    ).toEqual([[[0], ['paragraph']]]);
    expectWritten(blocks);
  });

  it('do not change the given blocks', () => {
    const blocks = [
      paragraph(
        'a',
        many(150, () =>
          paragraph(
            'b',
            many(3, () => paragraph('c', many(2))),
          ),
        ),
      ),
    ];
    const before = JSON.stringify(blocks);
    planAppends(blocks);
    expect(JSON.stringify(blocks)).toBe(before);
  });

  it('write any tree once and in order', () => {
    const tree = fc.letrec<{ block: NotionBlock; list: NotionBlock[] }>((tie) => ({
      block: fc.oneof(
        { maxDepth: 7 },
        fc.constantFrom(1, 20, 2000).map((size) => paragraph('漢'.repeat(size))),
        fc.constantFrom(1, 101, 330).map(table),
        tie('list').map((children) => paragraph('parent', children)),
        fc.nat(130).map((count) =>
          paragraph(
            'wide',
            many(count, (i) => paragraph('x', many(i % 12))),
          ),
        ),
      ),
      list: fc.array(tie('block'), { maxLength: 6 }),
    }));
    fc.assert(
      fc.property(tree.list, (blocks) => void expectWritten(blocks)),
      { numRuns: 150 },
    );
  });

  it.each(Object.entries(CORPUS))('write "%s"', (_name, answer) => {
    expectWritten(convertMarkdownToBlocks(answer, { allowLink: () => true }));
  });
});
