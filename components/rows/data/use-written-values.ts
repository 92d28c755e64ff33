import { useEffect, useRef } from 'preact/hooks';

import type { JobView, RunView } from '../../../lib/runs/run-views.ts';
import { BODY_OUTPUT, hashesOf } from '../../../lib/notion/outdated.ts';
import { useEffectEvent } from '../../hooks/use-effect-event.ts';
import { useStable } from '../../hooks/use-stable.ts';
import type { RowJobs } from './use-row-jobs.ts';
import type { Rows } from './use-rows.ts';
import { propertyIdsOf } from '../../../lib/run-request/output.ts';

/** So many rows are read anew where a run wrote what its answer does not tell cell by cell. */
const FEW_ROWS = 1_000;

/** Takes over what a run wrote, so that values and counts are those of Notion without reading all rows again. */
export function useWrittenValues(rows: Rows, run: RunView | undefined, jobs: RowJobs): void {
  const { store, complete, readAt, items } = rows;
  const options = useStable(run?.request.options);
  const output = options?.output;
  const isNewer = run !== undefined && !run.undo && (run.endedAt === undefined || run.endedAt > readAt);
  useEffect(() => {
    if (!isNewer || output?.kind !== 'property') return;
    const done = [...jobs.values()].filter(({ state }) => state === 'done');
    store.note(output.propertyId, new Map(done.map((job) => [job.subjectId, textOf(job)])));
  }, [isNewer, output, jobs, complete, store]);
  const runId = run?.id;
  useEffect(() => {
    if (!isNewer || runId === undefined || !options) return;
    const done = [...jobs.values()].filter(({ state }) => state === 'done');
    const outputs = output?.kind === 'body' ? [BODY_OUTPUT] : propertyIdsOf(output);
    store.noteMade(
      { runId, outputs, hashOf: hashesOf(options) },
      new Map(done.map((job) => [job.subjectId, job.title])),
    );
  }, [isNewer, runId, options, output, jobs, complete, store]);
  const undone = run?.undo?.state === 'done' ? run.id : undefined;
  const takeBack = useEffectEvent(() => {
    if (complete && run?.undo?.restored !== 0) void store.load();
  });
  useEffect(() => {
    if (undone !== undefined) takeBack();
  }, [undone]);
  const readFewAgain = useEffectEvent(() => {
    if (complete && items.length <= FEW_ROWS) void store.load();
  });
  const before = useRef<ToldRun | undefined>(undefined);
  useEffect(() => {
    // What it did before the rows were read is in them.
    const now = run && (isNewer ? toldOf(run, jobs) : { id: run.id, done: run.done, told: run.done });
    const isUntold = leavesUntold(before.current, now);
    before.current = now;
    if (isUntold) readFewAgain();
  }, [run, jobs, isNewer]);
  const ended = isNewer && output?.kind === 'properties' && run.endedAt !== undefined ? run.id : undefined;
  useEffect(() => {
    if (ended !== undefined) readFewAgain();
  }, [ended]);
}

/** How many rows a run has done, and of how many of them the screen has heard what was written. */
export interface ToldRun {
  readonly id: string;
  readonly done: number;
  readonly told: number;
}

function toldOf({ id, done }: RunView, jobs: RowJobs): ToldRun {
  return { id, done, told: [...jobs.values()].filter(({ state }) => state === 'done').length };
}

/** Another run took the place of one before its last rows were told: nobody else will tell of them. */
export function leavesUntold(before: ToldRun | undefined, now: ToldRun | undefined): boolean {
  return before !== undefined && before.id !== now?.id && before.told < before.done;
}

const textOf = ({ answer = '' }: JobView): string => answer;
