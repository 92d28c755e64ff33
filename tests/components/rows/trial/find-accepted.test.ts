import { expect, it } from 'vitest';

import { findAccepted, isLeftOut, type AcceptedContext } from '../../../../components/rows/trial/find-accepted.ts';
import type { RowItem } from '../../../../components/rows/data/row-item.ts';
import { DEFAULT_GENERATION_OPTIONS } from '../../../../lib/run-request/generation-options.ts';
import type { Output } from '../../../../lib/run-request/output.ts';
import { BODY_OUTPUT, hashPrompt } from '../../../../lib/notion/outdated.ts';
import type { AcceptedRow } from '../../../../lib/runs/run-views.ts';

const BODY: Output = { kind: 'body', where: 'end' };
const CELL: Output = { kind: 'property', propertyId: 'c' };
const READ_AT = 1_000;
const FRESH = { prompt: hashPrompt('Write'), inputsChanged: false };
const item = (id: string, change: Partial<RowItem> = {}): RowItem => ({
  key: id,
  id,
  title: id,
  savedTitle: id,
  generate: false,
  values: { c: 'filled' },
  made: { [BODY_OUTPUT]: FRESH, c: FRESH },
  ...change,
});
const row = (rowId: string, change: Partial<AcceptedRow> = {}): AcceptedRow => ({
  rowId,
  prompt: hashPrompt('Write'),
  output: BODY,
  written: true,
  outputs: [BODY_OUTPUT],
  at: 500,
  ...change,
});
const find = (rows: readonly AcceptedRow[], change: Partial<AcceptedContext> = {}, output: Output = BODY) => {
  const found = findAccepted(rows, {
    options: { ...DEFAULT_GENERATION_OPTIONS, prompt: 'Write', output },
    items: [item('a'), item('b')],
    readAt: READ_AT,
    ...change,
  });
  return { kept: [...found.kept], onTheirWay: [...found.onTheirWay] };
};

it('keeps what was accepted in any trial with this prompt and output', () => {
  expect(find([row('a'), row('b', { at: 2_000 })]).kept).toEqual(['a', 'b']);
  const others = [
    row('a', { prompt: hashPrompt('Other') }),
    row('b', { output: CELL }),
    row('b', { output: { kind: 'body', where: 'top' } }),
  ];
  expect(find(others).kept).toEqual([]);
});

it('tells what is on its way from what stands there', () => {
  expect(find([row('a', { written: false }), row('b')])).toEqual({ kept: ['b'], onTheirWay: ['a'] });
  expect(find([row('a'), row('b')], { justWritten: ['b', 'c'] }).onTheirWay).toEqual(['b']);
});

it('keeps no row whose values changed since, as far as it was read after it was written', () => {
  const made = { [BODY_OUTPUT]: { prompt: hashPrompt('Write'), inputsChanged: true } };
  const items = [item('a', { made }), item('b', { made })];
  expect(find([row('a'), row('b', { at: 2_000 })], { items }).kept).toEqual(['b']);
});

it('keeps no cell that a person changed or emptied since, one of several included', () => {
  const items = [item('a', { made: {} }), item('b', { made: {} })];
  const rows = [row('a', { output: CELL, outputs: ['c'] }), row('b', { output: CELL, outputs: ['c'], at: 2_000 })];
  expect(find(rows, { items }, CELL).kept).toEqual(['b']);
  const several: Output = { kind: 'properties', propertyIds: ['c', 'd', 'e'] };
  const two = [row('a', { output: several, outputs: ['c', 'd'] })];
  expect(find(two, { items: [item('a', { made: { c: FRESH } })] }, several).kept).toEqual([]);
  // The model left the third one as it was: that is no change.
  expect(find(two, { items: [item('a', { made: { c: FRESH, d: FRESH } })] }, several).kept).toEqual(['a']);
});

it('leaves out no row that Notion does not have yet', () => {
  const accepted = { kept: new Set(['a']), onTheirWay: new Set<string>() };
  expect(isLeftOut(undefined, { ...DEFAULT_GENERATION_OPTIONS, output: BODY }, accepted)).toBe(false);
});

it('keeps no row that another prompt made since', () => {
  const made = { [BODY_OUTPUT]: { prompt: hashPrompt('Other'), inputsChanged: false } };
  expect(find([row('a')], { items: [item('a', { made })] }).kept).toEqual([]);
});
