import { describe, expect, it } from 'vitest';

import {
  chosenItems,
  hasEmptyCell,
  hasInput,
  outdatedBy,
  selectionOf,
  usableOutput,
  type ChoiceContext,
} from '../../../../components/rows/form/row-choice.ts';
import type { RowItem } from '../../../../components/rows/data/row-item.ts';
import { draftItem } from '../../../../components/rows/data/row-item.ts';
import { rowsRequest } from '../../../../components/rows/start/rows-request.ts';
import { DEFAULT_GENERATION_OPTIONS } from '../../../../lib/run-request/generation-options.ts';
import type { Output } from '../../../../lib/run-request/output.ts';
import { BODY_OUTPUT, hashPrompt } from '../../../../lib/notion/outdated.ts';
import type { DatabaseView, PropertyView } from '../../../../lib/notion/views.ts';

const item = (id: string, values: Record<string, string> = {}): RowItem => ({
  key: id,
  id,
  title: `Topic ${id}`,
  savedTitle: `Topic ${id}`,
  generate: false,
  values,
});
const PROPERTIES: readonly PropertyView[] = [
  { id: 'c', name: 'Content', type: 'rich_text', writable: true },
  { id: 's', name: 'Status', type: 'status', writable: true, emptyText: 'Not started' },
  { id: 'f', name: 'Formula', type: 'formula', writable: false },
];
const content: Output = { kind: 'property', propertyId: 'c' };
const items = [item('1', { c: 'filled' }), item('2', { c: ' ' }), item('3')];
const context = (change: Partial<ChoiceContext>): ChoiceContext => ({
  choice: 'ticked',
  ticks: new Set<string>(),
  viewRowIds: undefined,
  output: content,
  properties: PROPERTIES,
  hashOf: () => hashPrompt('Write'),
  ...change,
});
const ids = (chosen: readonly RowItem[]) => chosen.map(({ id }) => id);

describe('what a row gives to the prompt', () => {
  it('is told before the start, by the values that the table has', () => {
    const given = (prompt: string) => items.map((one) => hasInput(one, { prompt, instructions: '' }, PROPERTIES));
    expect(given('Sum up {{content}}')).toEqual([true, false, false]);
    expect(given('Write')).toEqual([true, true, true]);
    expect(given('')).toEqual([true, true, true]);
    expect(hasInput({ ...items[2]!, title: ' ' }, { prompt: 'Write', instructions: '' }, PROPERTIES)).toBe(false);
  });
});

describe('the chosen rows', () => {
  it('are the ticked ones, all, those with an empty cell, or those of a view in its order', () => {
    expect(ids(chosenItems(items, context({ ticks: new Set(['3', '1']) })))).toEqual(['1', '3']);
    expect(ids(chosenItems(items, context({ choice: 'all' })))).toEqual(['1', '2', '3']);
    expect(ids(chosenItems(items, context({ choice: 'empty' })))).toEqual(['2', '3']);
    const view = context({ choice: 'view:v', viewRowIds: ['3', 'gone', '1'] });
    expect(ids(chosenItems(items, view))).toEqual(['3', '1']);
    expect(chosenItems(items, context({ choice: 'view:v' }))).toEqual([]);
  });

  it('are those that were made with another prompt or from other values, for the output that is chosen', () => {
    const made = (id: string, prompt: string, inputsChanged: boolean, key = 'c'): RowItem => ({
      ...item(id, { c: 'x' }),
      made: { [key]: { prompt: hashPrompt(prompt), inputsChanged } },
    });
    const rows = [
      item('by hand', { c: 'x' }),
      made('fresh', 'Write', false),
      made('prompt', 'Shout', false),
      made('inputs', 'Write', true),
      made('body', 'Shout', false, BODY_OUTPUT),
    ];
    const outdated = context({ choice: 'outdated' });
    expect(ids(chosenItems(rows, outdated))).toEqual(['prompt', 'inputs']);
    expect(ids(chosenItems(rows, { ...outdated, output: { kind: 'body', where: 'end' } }))).toEqual(['body']);
    expect(rows.map((row) => outdatedBy(row, content, outdated.hashOf))).toEqual([
      undefined,
      undefined,
      'prompt',
      'inputs',
      undefined,
    ]);
    // Before anything is typed no row is told to be out of date because of it.
    expect(ids(chosenItems(rows, { ...outdated, hashOf: () => hashPrompt('') }))).toEqual(['inputs']);
  });

  it('leave out a line that has no topic yet', () => {
    expect(chosenItems([draftItem('new')], context({ choice: 'all' }))).toEqual([]);
  });

  it('count a status at its default as empty, and a page body as not known', () => {
    const status: Output = { kind: 'property', propertyId: 's' };
    expect(hasEmptyCell(item('1', { s: 'Not started' }), status, PROPERTIES)).toBe(true);
    expect(hasEmptyCell(item('1', { s: 'Done' }), status, PROPERTIES)).toBe(false);
    expect(hasEmptyCell(item('1', { c: 'x' }), { kind: 'body', where: 'end' }, PROPERTIES)).toBe(true);
  });

  it('are kept by the ids that Notion knows', () => {
    const ticks = new Set(['1', 'new']);
    expect(selectionOf('ticked', [...items, draftItem('new')], ticks)).toEqual({ kind: 'ticked', rowIds: ['1'] });
    expect(selectionOf('view:abc', items, ticks)).toEqual({ kind: 'view', viewId: 'abc' });
  });
});

describe('the output of a connection', () => {
  const view = { presetOutput: content, properties: PROPERTIES } as unknown as DatabaseView;

  it('gives way to the preset when its column is gone or cannot be written', () => {
    expect(usableOutput({ kind: 'property', propertyId: 'gone' }, view)).toBe(content);
    expect(usableOutput({ kind: 'property', propertyId: 'f' }, view)).toBe(content);
    expect(usableOutput({ kind: 'properties', propertyIds: ['s', 'gone'] }, view)).toEqual({
      kind: 'properties',
      propertyIds: ['s'],
    });
  });
});

describe('the request of a click', () => {
  const target = { kind: 'database', id: 'd', title: 'D', url: 'https://app.notion.com/p/1' } as const;
  const ask = (change: object, overwriteFilled = false) =>
    rowsRequest({
      target,
      options: { ...DEFAULT_GENERATION_OPTIONS, overwriteFilled },
      selection: { kind: 'all' },
      chosen: items,
      toWrite: items.slice(1),
      accepted: { kept: new Set<string>(), onTheirWay: new Set<string>() },
      ...change,
    })?.selection;

  it('asks for what was chosen, and for the first rows to write where not all fit', () => {
    expect(ask({})).toEqual({ kind: 'all' });
    expect(ask({ limit: 1 })).toEqual({ kind: 'ticked', rowIds: ['2'] });
  });

  it('names the rows that are out of date, as far as they fit', () => {
    const selection = { kind: 'outdated', rowIds: [] };
    expect(ask({ selection })).toEqual({ kind: 'outdated', rowIds: ['2', '3'] });
    expect(ask({ selection, limit: 1 })).toEqual({ kind: 'outdated', rowIds: ['2'] });
  });

  it('does not pay again for what was accepted in a trial', () => {
    const accepted = { kept: new Set(['2']), onTheirWay: new Set<string>() };
    expect(ask({ accepted }, true)).toEqual({ kind: 'ticked', rowIds: ['1', '3'] });
    // Without overwriting they are filled, and skipped by themselves.
    expect(ask({ accepted })).toEqual({ kind: 'all' });
  });
});
