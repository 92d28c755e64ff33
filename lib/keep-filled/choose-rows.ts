/** How many of the rows that fit may be filled now, and which. Pure. */
import { countSteps } from '../generation/rows/row-steps.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import type { EstimateRow } from '../runs/estimate.ts';
import { dayAt } from '../shared/day.ts';
import { promptsLeft, type UsageRecord } from '../usage/usage-record.ts';
import { type KeptFilled, type Looked, spentOn } from './kept-filled.ts';
import type { FittingRow, LookResult } from './look.ts';

/** Rows that may be filled today, by its own limit and the plan's: each step of a row is a prompt. */
export function roomFor(entry: KeptFilled, usage: UsageRecord, request: RunRequest, now: number): number {
  const left = promptsLeft(usage, now) ?? Infinity;
  const today = entry.most - spentOn(entry, dayAt(now));
  return Math.max(0, Math.floor(Math.min(left, today) / countSteps(request)));
}

/** The run of a look: as many rows as there is room for, all made in one way, empty ones first. The others are left for the next look. */
export function chooseRows({ rows, busy }: LookResult, room: number, runId: string): Pick<Looked, 'left' | 'starting'> {
  const fresh = rows.filter(({ isRenewal }) => !isRenewal);
  const isFresh = fresh.length > 0;
  const rowIds = (isFresh ? fresh : rows).slice(0, room).map(({ id }) => id);
  const left = rows.length - rowIds.length + busy;
  if (rowIds.length === 0) return { left };
  return { left, starting: { runId, kind: isFresh ? 'ticked' : 'outdated', rowIds } };
}

/** Rows that an estimate is counted from. */
const SAMPLE = 20;

/** So many of the rows, at equal distances. */
export function sampleOf(rows: readonly FittingRow[]): readonly EstimateRow[] {
  const count = Math.min(rows.length, SAMPLE);
  return Array.from({ length: count }, (_, at) => rows[Math.floor((at * rows.length) / count)]!.sample);
}
