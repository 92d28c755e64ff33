import { expect, it } from 'vitest';

import { filterRows } from '../../../../components/rows/grid/row-filter.ts';
import { standingOf } from '../../../../components/rows/grid/row-standing.ts';
import { draftItem, type RowItem } from '../../../../components/rows/data/row-item.ts';
import type { JobView } from '../../../../lib/runs/run-views.ts';
import type { PropertyView } from '../../../../lib/notion/views.ts';

const item = (id: string, title: string, content = ''): RowItem => ({
  key: id,
  id,
  title,
  savedTitle: title,
  generate: false,
  values: { content },
});
const items = [item('1', 'Paris in spring', 'Written'), item('2', 'Tea'), draftItem('new')];
const properties: readonly PropertyView[] = [{ id: 'content', name: 'Content', type: 'rich_text', writable: true }];
const context = { output: { kind: 'property', propertyId: 'content' } as const, properties, hashOf: () => 'p' };
const standing = (one: RowItem) => standingOf(one, undefined, context).standing;
const ids = (search: string, wanted?: ReturnType<typeof standing>) =>
  filterRows(items, { search, standing: wanted }, standing).map(({ key }) => key);

it('finds rows that hold every word, in topic or values, in any case of letters', () => {
  expect(ids('')).toEqual(['1', '2', 'new']);
  expect(ids('SPRING written')).toEqual(['1', 'new']);
  expect(ids('spring tea')).toEqual(['new']);
});

it('keeps rows of one state, and the row that is being typed', () => {
  expect(ids('', 'empty')).toEqual(['2', 'new']);
  expect(ids('', 'filled')).toEqual(['1', 'new']);
});

const job = (over: Partial<JobView>): JobView => ({
  id: 'j',
  seq: 0,
  subjectId: '2',
  title: 'Tea',
  state: 'done',
  url: '',
  ...over,
});
const tea = items[1]!;
const failure = { code: 'timeout', retry: 'later' } as const;

it('says how a row stands: its run before its cells, a question before all', () => {
  const of = (over: Partial<JobView>, one = tea) => standingOf(one, job(over), context);
  expect(of({ state: 'generating' })).toEqual({ standing: 'generating' });
  expect(of({ state: 'pending', decision: 'open' })).toEqual({ standing: 'undecided' });
  expect(of({ decision: 'accepted' })).toEqual({ standing: 'accepted' });
  expect(of({ state: 'skipped', decision: 'rejected' })).toEqual({ standing: 'rejected' });
  const accepted = { code: 'row-accepted', retry: 'never' } as const;
  expect(of({ state: 'skipped', failure: accepted })).toEqual({ standing: 'accepted', failure: accepted });
  expect(of({ state: 'failed', failure })).toEqual({ standing: 'failed', failure });
  expect(of({ state: 'done' }, { ...tea, made: { content: { prompt: 'other', inputsChanged: false } } })).toEqual({
    standing: 'outdated',
    outdated: 'prompt',
  });
  expect(standingOf({ ...tea, failure }, undefined, context)).toEqual({ standing: 'unsaved', failure });
});

it('claims nothing about a page body that was not read', () => {
  expect(standingOf(tea, undefined, { ...context, output: { kind: 'body', where: 'end' } })).toEqual({});
});
