import { describe, expect, it } from 'vitest';
import type { RowCondition, RowSelection } from '../../../../lib/run-request/row-selection.ts';
import { countRows } from '../../../../lib/generation/rows/count-rows.ts';
import { selectRows } from '../../../../lib/generation/rows/select-rows.ts';
import { createFakeNotionWorkspace } from '../../../fakes/fake-notion-workspace.ts';

const NOW = Date.UTC(2026, 10, 27, 12);

/** Rows 0, 1, 2 …: every third is a Draft, every second has a text. */
function open(count: number) {
  const notion = createFakeNotionWorkspace({ now: () => NOW });
  const { databaseId, dataSourceId } = notion.addDatabase({
    properties: { Text: { rich_text: {} }, Kind: { select: { options: [{ name: 'Draft' }] } }, Sum: { formula: {} } },
  });
  const ids = Array.from({ length: count }, (_, index) =>
    notion.addRow(dataSourceId, {
      Name: { title: [{ text: { content: String(index) } }] },
      ...(index % 3 === 0 && { Kind: { select: { name: 'Draft' } } }),
      ...(index % 2 === 0 && { Text: { rich_text: [{ text: { content: 'full' } }] } }),
    }),
  );
  const property = (name: string) => notion.propertyId(dataSourceId, name);
  const output = { kind: 'property', propertyId: property('Text') } as const;
  const isDraft: RowCondition = { propertyId: property('Kind'), comparison: 'is', value: 'Draft' };
  async function parts(selection: RowSelection, conditions: readonly RowCondition[] = []) {
    const source = await notion.getDataSource(dataSourceId);
    const found: number[][] = [];
    const chosen = { selection, conditions, output, today: '2026-11-27' };
    for await (const rows of selectRows(chosen, source, notion)) found.push(rows.map(({ id }) => ids.indexOf(id)));
    return found;
  }
  const requests = (method: string) => notion.calls.filter((call) => call.method === method).length;
  const target = {
    kind: 'database',
    id: databaseId,
    dataSourceId,
    title: 'D',
    url: 'https://app.notion.com/p/1',
  } as const;
  const countOf = (selection: RowSelection, conditions: readonly RowCondition[]) =>
    countRows(
      notion,
      {
        kind: 'rows',
        target,
        options: { prompt: '', where: 'end', usePageContent: false, output, conditions },
        selection,
      },
      NOW,
    );
  return { notion, dataSourceId, ids, property, isDraft, parts, requests, countOf };
}

describe('the rows of a run', () => {
  it('are narrowed by conditions, whichever way they were chosen', async () => {
    const { notion, dataSourceId, ids, isDraft, parts, countOf } = open(13);
    const viewId = notion.addView(dataSourceId, { name: 'All' });
    const rowIds = [6, 5, 3, 1].map((index) => ids[index]!);
    const choices: [RowSelection, number[]][] = [
      [{ kind: 'all' }, [0, 3, 6, 9, 12]],
      [{ kind: 'empty' }, [3, 9]],
      [{ kind: 'ticked', rowIds }, [6, 3]],
      [{ kind: 'outdated', rowIds }, [6, 3]],
      [{ kind: 'view', viewId }, [0, 3, 6, 9, 12]],
    ];
    for (const [selection, expected] of choices) {
      expect((await parts(selection, [isDraft])).flat()).toEqual(expected);
      expect(await countOf(selection, [isDraft])).toBe(expected.length);
    }
  });

  it('meet every condition, also one that Notion cannot filter by', async () => {
    const { isDraft, property, parts } = open(7);
    const sum = { propertyId: property('Sum'), comparison: 'filled' } as const;
    expect(await parts({ kind: 'all' }, [isDraft, sum])).toEqual([]);
    expect((await parts({ kind: 'all' }, [isDraft, { ...sum, comparison: 'empty' }])).flat()).toEqual([0, 3, 6]);
  });

  it('are asked of Notion already narrowed', async () => {
    const { isDraft, parts, requests } = open(390);
    expect((await parts({ kind: 'all' }, [isDraft])).flat()).toHaveLength(130);
    expect(requests('queryDataSource')).toBe(2);
  });

  it('come as they are read: the first ticked ones before the others are looked for', async () => {
    const { ids, parts, requests } = open(450);
    const ticked = [...Array.from({ length: 20 }, (_, index) => index * 5), 120, 333];
    const found = await parts({ kind: 'ticked', rowIds: ticked.map((index) => ids[index]!) });
    expect(found.flat()).toEqual(ticked);
    expect(found[0]).toHaveLength(20);
    expect([requests('queryDataSource'), requests('getPage')]).toEqual([1, 2]);
  });

  it('begin with a few that are read by their ids where the first page of the query has none', async () => {
    const { ids, parts, requests } = open(450);
    const ticked = Array.from({ length: 40 }, (_, index) => 400 + index);
    const found = await parts({ kind: 'ticked', rowIds: ticked.map((index) => ids[index]!) });
    expect(found[0]).toEqual([400, 401, 402]);
    expect(found.flat()).toEqual(ticked);
    expect([requests('queryDataSource'), requests('getPage')]).toEqual([5, 3]);
  });

  it('take one request where one row is ticked', async () => {
    const { ids, parts, requests } = open(450);
    expect(await parts({ kind: 'ticked', rowIds: [ids[444]!] })).toEqual([[444]]);
    expect([requests('queryDataSource'), requests('getPage')]).toEqual([0, 1]);
  });
});
