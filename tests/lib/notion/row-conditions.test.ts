import { describe, expect, it } from 'vitest';
import { COMPARISONS, type RowCondition } from '../../../lib/run-request/row-selection.ts';
import { meetsConditions } from '../../../lib/notion/meets-conditions.ts';
import type { PropertySchema } from '../../../lib/notion/property-value.ts';
import {
  checkCondition,
  comparisonsFor,
  conditionFilter,
  conditionsFilter,
  needsValue,
  requireConditions,
} from '../../../lib/notion/row-conditions.ts';
import { serveNotionApi } from '../../../sandbox/notion/serve.ts';
import { addDatabase, addPage, addToken, addWorkspace } from '../../../sandbox/notion/world-build.ts';
import { createNotionWorkspace } from '../../../lib/adapters/notion/notion-workspace.ts';
import { createRequestGate } from '../../../lib/notion/request-gate.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';

const schema = (type: string, body: object = {}) =>
  ({ id: type, name: type, type, [type]: body }) as unknown as PropertySchema;
const STATUS = schema('status', { options: [{ id: '1', name: 'Draft' }], groups: [] });

describe('conditions', () => {
  it.each([
    ['rich_text', 'contains', '', 'value-missing'],
    ['rich_text', 'contains', ' x', undefined],
    ['number', 'greater', 'many', 'value-unfit'],
    ['number', 'greater', '1e3', undefined],
    ['date', 'before', '31.12.2026', 'value-unfit'],
    ['date', 'before', '2026-12-31', undefined],
    ['date', 'is', 'Today', undefined],
    ['checkbox', 'contains', 'x', 'comparison-unfit'],
    ['checkbox', 'ticked', '', undefined],
    ['button', 'empty', '', 'comparison-unfit'],
  ] as const)('of a %s property that %s “%s”: %s', (type, comparison, value, problem) => {
    expect(checkCondition({ propertyId: type, comparison, value }, schema(type))).toBe(problem);
  });

  it('of a property that is gone or was changed stop before anything is asked', () => {
    const gone: RowCondition = { propertyId: 'gone', comparison: 'empty' };
    expect(() => requireConditions([gone], [STATUS])).toThrow('property-missing');
    expect(() => requireConditions([{ propertyId: 'status', comparison: 'ticked' }], [STATUS])).toThrow(
      'property-changed',
    );
  });

  it('name an option as the database does, and ask no query for one that is not there', () => {
    const is = (value: string) => conditionFilter({ propertyId: 'status', comparison: 'is', value }, STATUS);
    expect(is(' draft ')).toEqual({ property: 'status', status: { equals: 'Draft' } });
    expect(is('Sent')).toBeUndefined();
    expect(conditionsFilter([{ propertyId: 'status', comparison: 'is', value: 'Sent' }], [STATUS])).toBeUndefined();
  });

  it('have a comparison for every word, and every word belongs to a type', () => {
    const types = ['rich_text', 'number', 'checkbox', 'date', 'multi_select'];
    expect(new Set(types.flatMap(comparisonsFor))).toEqual(new Set(COMPARISONS));
  });
});

const NOW = Date.UTC(2026, 10, 27, 12);
const TODAY = '2026-11-27';
const PROPERTIES = {
  Name: { title: {} },
  Note: { rich_text: {} },
  Site: { url: {} },
  Score: { number: {} },
  Done: { checkbox: {} },
  Kind: { select: { options: [{ name: 'Post' }, { name: 'Note' }] } },
  State: { status: {} },
  Tags: { multi_select: { options: [{ name: 'a' }, { name: 'ab' }] } },
  Due: { date: {} },
  No: { unique_id: { prefix: 'V' } },
  Made: { created_time: {} },
  Files: { files: {} },
};
const ROWS = [
  {
    Name: 'Pear',
    Note: 'ripe',
    Site: 'https://example.com/p',
    Score: 3,
    Done: true,
    Kind: 'Post',
    Tags: ['a', 'ab'],
    Due: TODAY,
  },
  { Name: 'Pear tree', Score: -2.5, State: 'Done', Tags: ['ab'], Due: '2026-11-25' },
  { Name: 'Plum', Note: 'unripe', Score: 0, Kind: 'Note', Due: '2026-12-01T09:30:00Z' },
  { Name: '', Due: '2024-02-29' },
];
const VALUES: Readonly<Record<string, readonly string[]>> = {
  title: ['Pear', 'ear'],
  rich_text: ['ripe', 'un'],
  url: ['https', 'https://example.com/p'],
  number: ['0', '-2.5', '3'],
  select: ['Post', 'Note', 'Gone'],
  status: ['Done', 'Not started'],
  multi_select: ['a', 'ab', 'abc'],
  date: [TODAY, 'today', 'yesterday', 'one_week_from_now', '2026-12-01', '2026-12-01T09:30:00Z', 'one_month_ago'],
  unique_id: ['1', '3'],
  created_time: ['today', '2026-11-27', 'tomorrow'],
};

describe('conditions tested on a row', () => {
  it('say what Notion’s filter says, for every type, comparison and value', async () => {
    const { api, url, close } = await serveNotionApi({ now: () => NOW });
    const { world } = api;
    addWorkspace(world, { name: 'W' });
    const page = addPage(world, { title: 'Home' });
    const { dataSource } = addDatabase(world, { title: 'Rows', parent: page.id, properties: PROPERTIES, rows: ROWS });
    const { token } = addToken(world, { token: 'ntn_conditions', botName: 'Robot', shared: [page.id] });
    const workspace = createNotionWorkspace({
      token,
      clock: createManualClock(NOW),
      gate: createRequestGate(),
      fetch: (address, init) => fetch(address.replace('https://api.notion.com', url), init),
    });
    api.limiter.enabled = false;
    const schemas = Object.values((await workspace.getDataSource(dataSource.id)).properties);
    const { results: all } = await workspace.queryDataSource(dataSource.id, {});
    let compared = 0;
    for (const { id, type } of schemas) {
      for (const comparison of comparisonsFor(type)) {
        for (const value of needsValue(comparison) ? (VALUES[type] ?? []) : ['']) {
          const condition = { propertyId: id, comparison, value };
          const filter = conditionsFilter([condition], schemas);
          if (filter === undefined) continue;
          const { results } = await workspace.queryDataSource(dataSource.id, { filter });
          const here = all.filter((row) => meetsConditions(row, [condition], schemas, TODAY));
          expect({ type, comparison, value, rows: here.map((row) => row.id) }).toEqual({
            type,
            comparison,
            value,
            rows: results.map((row) => row.id),
          });
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(120);
    await close();
  });

  it('compare people and results of formulas by what they show', () => {
    const row = {
      properties: {
        Who: { id: 'w', type: 'people', people: [{ object: 'user', id: 'u', name: 'Ada Lovelace' }] },
        Sum: { id: 's', type: 'formula', formula: { type: 'number', number: 12 } },
      },
    } as never;
    const meets = (propertyId: string, comparison: RowCondition['comparison'], value: string) =>
      meetsConditions(row, [{ propertyId, comparison, value }], [], TODAY);
    expect([meets('w', 'contains', 'ada lovelace'), meets('w', 'contains-not', 'Ada Lovelace')]).toEqual([true, false]);
    expect([meets('s', 'is', '12'), meets('s', 'contains', '3')]).toEqual([true, false]);
  });

  it('take a property that the row lacks for an empty one', () => {
    const meets = (comparison: RowCondition['comparison']) =>
      meetsConditions({ properties: {} }, [{ propertyId: 'x', comparison, value: '1' }], [schema('number')], TODAY);
    expect([meets('empty'), meets('filled'), meets('is'), meets('unticked')]).toEqual([true, false, false, true]);
  });
});
