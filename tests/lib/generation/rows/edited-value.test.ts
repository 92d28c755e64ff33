import { expect, it } from 'vitest';

import { editedValue } from '../../../../lib/generation/rows/edited-value.ts';
import { decideRow } from '../../../../lib/generation/rows/trial.ts';
import type { JobRecords } from '../../../../lib/jobs/ports.ts';
import type { Job, Run } from '../../../../lib/jobs/run.ts';

it('makes a value of the same type of what a person typed', () => {
  expect(editedValue({ rich_text: [] }, 'With **weight**')).toMatchObject({
    rich_text: [{ text: { content: 'With ' } }, { text: { content: 'weight' }, annotations: { bold: true } }],
  });
  expect(editedValue({ number: 1 }, ' 7.5 ')).toEqual({ number: 7.5 });
  expect(editedValue({ number: 1 }, '')).toEqual({ number: null });
  expect(editedValue({ select: null }, 'Post')).toEqual({ select: { name: 'Post' } });
  expect(editedValue({ multi_select: [] }, 'a, b,')).toEqual({ multi_select: [{ name: 'a' }, { name: 'b' }] });
  expect(editedValue({ checkbox: false }, 'true')).toEqual({ checkbox: true });
  expect(editedValue({ date: null }, '2026-12-01')).toEqual({ date: { start: '2026-12-01', end: null } });
});

it('refuses what the type does not take', () => {
  for (const [value, text] of [
    [{ number: 1 }, 'many'],
    [{ date: null }, 'soon'],
    [{ relation: [] }, 'Page'],
  ] as const) {
    expect(() => editedValue(value, text)).toThrow(expect.objectContaining({ code: 'message-invalid' }));
  }
});

const run = { id: 'r', control: 'active' } as Run;
const values = { a: { rich_text: [] }, b: { number: 7 } };
const records = (job: Job): JobRecords => ({ job, run, usage: {} as JobRecords['usage'] });
const ask = (checkpoint: object) => ({ id: 'r:1', phase: 'open', checkpoint: { version: 1, ...checkpoint } }) as Job;
const open = ask({ decision: 'open', values });

it('wakes a row when its last cell is decided, with the cells that were accepted alone', () => {
  const first = decideRow(records(open), { accept: false, propertyId: 'b' }, { now: 5, owner: 'worker-1' }).job!;
  expect(first.checkpoint).toMatchObject({ decision: 'open', cellDecisions: { b: 'rejected' }, values });
  expect(first.due).toBe(open.due);
  const last = decideRow(records(first), { accept: true, propertyId: 'a' }, { now: 6, owner: 'worker-1' }).job!;
  expect(last).toMatchObject({ due: 0, checkpoint: { decision: 'accepted' } });
  expect((last.checkpoint as { values: object }).values).toEqual({ a: { rich_text: [] } });
});

it('takes a second decision on a cell for nothing, and a row for rejected when no cell was accepted', () => {
  const first = decideRow(records(open), { accept: false, propertyId: 'b' }, { now: 5, owner: 'worker-1' }).job!;
  const again = decideRow(records(first), { accept: true, propertyId: 'b' }, { now: 6, owner: 'worker-1' }).job!;
  expect(again.checkpoint).toMatchObject({ cellDecisions: { b: 'rejected' } });
  const last = decideRow(records(again), { accept: false }, { now: 7, owner: 'worker-1' }).job!;
  expect(last.checkpoint).toMatchObject({ decision: 'rejected' });
});
