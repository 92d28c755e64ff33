/** A trial: its answers are stored and wait for the person, perhaps for days; nothing of them is written before. */
import { isPaused, resumeRun } from '../../jobs/run-state.ts';
import type { JobOutcome } from '../../jobs/ports.ts';
import type { JobRecords, RunStore } from '../../jobs/ports.ts';
import type { Job, Run } from '../../jobs/run.ts';
import { noteLostWorker } from '../../jobs/stalls.ts';
import { type ChosenPerson, withChosenPeople } from './chosen-people.ts';
import { editedValue } from './edited-value.ts';
import { acceptsSome, hasAnswer, parseRowCheckpoint, type RowCheckpoint } from './row-checkpoint.ts';

/** More rows than a trial has. */
const ROWS = 10;

/** The row's answer is there, and sleeps until the person decided. */
export const ASKS_FOR_DECISION: JobOutcome = { state: 'waits', for: 'decision' };

/** The answer is there, and nobody said yet whether it is good. */
export function isUndecided(job: Job): boolean {
  if (job.phase !== 'open') return false;
  const checkpoint = parseRowCheckpoint(job.checkpoint);
  return checkpoint.decision === 'open' && hasAnswer(checkpoint);
}

/** Some of it may stand in Notion already. */
export function isBeingWritten(job: Job): boolean {
  const checkpoint = parseRowCheckpoint(job.checkpoint);
  return acceptsSome(checkpoint) && (checkpoint.sentAt !== undefined || checkpoint.body?.place !== undefined);
}

/** The rows of a trial; none for another run. */
export async function listTrialJobs(
  store: Pick<RunStore, 'listJobs'>,
  run: Pick<Run, 'id' | 'trial'>,
): Promise<readonly Job[]> {
  return run.trial ? store.listJobs(run.id, { limit: ROWS }) : [];
}

/** How many answers a trial waits with while nothing else of it is going on. */
export function countQuestions(jobs: readonly Job[]): number {
  const open = jobs.filter(({ phase }) => phase === 'open');
  return open.every((job) => job.lease === undefined && isUndecided(job)) ? open.length : 0;
}

export interface Decision {
  readonly accept: boolean;
  /** Of one cell; absent: of all that is still open in the row. */
  readonly propertyId?: string;
  /** What is to be written in place of the answer: for the cell, or for the page body. */
  readonly text?: string;
  /** Who is meant where the answer named somebody who is not clear. */
  readonly people?: readonly ChosenPerson[];
}

/**
 * What a decision changes: wakes the row that waits for it, to write what was accepted or to end. A second decision, one about a trial
 * that was stopped, and one about a row that is held just now change nothing. A trial that paused because of a failure goes on: who
 * accepts wants it written.
 * @param owner this worker: a row that another one holds is let go, since that worker is gone, also before it is taken over from
 */
export function decideRow(
  { job, run }: JobRecords,
  decision: Decision,
  { now, owner }: { readonly now: number; readonly owner: string },
): Partial<JobRecords> {
  // Held by who asks the model or writes a cell: it goes to sleep in a moment, and the decision would sleep with it.
  if (job.lease?.owner === owner || run.endedAt !== undefined || !isUndecided(job)) return {};
  const { failure, ...rest } = job.lease ? noteLostWorker(job, now) : job;
  const checkpoint = decided(parseRowCheckpoint(job.checkpoint), decision);
  // Other cells are still asked about, and there is nothing to write: it sleeps on.
  if (checkpoint.decision === 'open' && !decision.accept)
    return { job: { ...rest, ...(failure && { failure }), checkpoint, updatedAt: now } };
  return {
    job: { ...rest, checkpoint, due: 0, updatedAt: now },
    ...(isPaused(run) && run.failure && { run: resumeRun(run, now) }),
  };
}

function decided(asked: RowCheckpoint, { accept, propertyId, text, people }: Decision): RowCheckpoint {
  const row = withChosenPeople(asked, { propertyId, people: accept ? people : undefined });
  const word = accept ? 'accepted' : 'rejected';
  // A person has seen it, with what its checks say: accepted, it is written.
  const { held: _held, ...seen } = row;
  const { values, body, cellDecisions: before = {} } = row;
  if (values === undefined) {
    const edited = accept && text !== undefined && body?.answer ? { ...body, answer: { ...body.answer, text } } : body;
    return { ...seen, decision: word, ...(edited && { body: edited }) };
  }
  const ids = Object.keys(values);
  const meant = ids.filter((id) => before[id] === undefined && (propertyId === undefined || id === propertyId));
  const cellDecisions = { ...before, ...Object.fromEntries(meant.map((id) => [id, word] as const)) };
  const changed =
    accept && text !== undefined && propertyId !== undefined && meant.includes(propertyId)
      ? { ...values, [propertyId]: editedValue(values[propertyId], text) }
      : values;
  if (ids.some((id) => cellDecisions[id] === undefined))
    return { ...withoutHeld(row, meant), values: changed, cellDecisions };
  const accepted = Object.entries(changed).filter(([id]) => cellDecisions[id] === 'accepted');
  const unclear = accept ? unclearOf(row) : {};
  const isLeft = Object.keys(unclear).length > 0;
  if (accepted.length === 0 && !isLeft) return { ...seen, cellDecisions, decision: 'rejected' };
  const written = { ...seen, values: Object.fromEntries(accepted), cellDecisions, decision: 'accepted' as const };
  return isLeft ? { ...written, held: unclear } : written;
}

function withoutHeld({ held = {}, ...row }: RowCheckpoint, ids: readonly string[]): RowCheckpoint {
  const left = Object.fromEntries(Object.entries(held).filter(([id]) => !ids.includes(id)));
  return Object.keys(left).length > 0 ? { ...row, held: left } : row;
}

/** What no yes can write: nobody knows which person is meant. */
function unclearOf({ held = {}, values = {} }: RowCheckpoint): NonNullable<RowCheckpoint['held']> {
  return Object.fromEntries(Object.entries(held).filter(([id]) => values[id] === undefined));
}

/** Open trials in which nothing happened since `time` (epoch ms). */
export async function listForgottenTrials(
  store: Pick<RunStore, 'listOpenRuns' | 'listJobs'>,
  time: number,
): Promise<readonly string[]> {
  const forgotten: string[] = [];
  for (const run of await store.listOpenRuns()) {
    if (!run.trial || run.endedAt !== undefined || run.createdAt >= time) continue;
    const jobs = await listTrialJobs(store, run);
    if (jobs.every(({ updatedAt }) => updatedAt < time)) forgotten.push(run.id);
  }
  return forgotten;
}

/** Answers of open trials that may still come to be written: paid for and not counted yet. */
export async function listPaidAnswers(
  store: Pick<RunStore, 'listOpenRuns' | 'listJobs'>,
  workspaceId: string,
): Promise<readonly Job[]> {
  const found: Job[] = [];
  for (const run of await store.listOpenRuns()) {
    if (run.workspaceId !== workspaceId || run.endedAt !== undefined) continue;
    const jobs = await listTrialJobs(store, run);
    found.push(...jobs.filter((job) => job.phase === 'open' && !job.counted && isWanted(job)));
  }
  return found;
}

function isWanted(job: Job): boolean {
  const checkpoint = parseRowCheckpoint(job.checkpoint);
  return checkpoint.decision !== 'rejected' && hasAnswer(checkpoint);
}
