/** What is bad about how a run ended: empty where all is well. */
import type { Job, Run } from '../../lib/jobs/run.ts';
import type { BodyCheckpoint } from '../../lib/generation/body/page-checkpoint.ts';
import type { RowCheckpoint } from '../../lib/generation/rows/row-checkpoint.ts';
import type { Plan, Trouble } from './plan.ts';
import type { SoakWorld } from './world.ts';

/** What a person did in Notion meanwhile. */
export interface Edits {
  /** Texts that the person wrote: each must stand there in the end. */
  readonly written: Set<string>;
  /** Ids of blocks that the person made by copying ours. */
  readonly copies: Set<string>;
  /** Ids of our blocks, and of rows, that the person changed. */
  readonly touched: Set<string>;
}

export function findFaults(plan: Plan, world: SoakWorld, run: Run | undefined, edits: Edits): string[] {
  const faults: string[] = [];
  const { notion } = world;
  const replaced = new Set([...world.store.jobs.values()].flatMap(replacedBy));
  for (const id of edits.copies) {
    if (notion.isTrashed(id) && !replaced.has(id)) faults.push('a person’s copy is lost');
    // Out of the way while the rest is looked at.
    notion.person.setTrashed(id, true);
  }
  try {
    return [...faults, ...findOtherFaults(plan, world, run, edits)];
  } finally {
    for (const id of edits.copies) notion.person.setTrashed(id, replaced.has(id));
  }
}

/** What stood there when a run that replaces looked at the page is the run's to replace. */
function replacedBy(job: Job): readonly string[] {
  const checkpoint = (job.checkpoint ?? {}) as BodyCheckpoint & RowCheckpoint;
  return (checkpoint.place ?? checkpoint.body?.place)?.toRemove ?? [];
}

function findOtherFaults(plan: Plan, world: SoakWorld, run: Run | undefined, edits: Edits): string[] {
  const faults: string[] = [];
  if (world.defects.length > 0) faults.push(`defect: ${String(world.defects[0])}`);
  if (world.repaid.length > 0) faults.push(`paid twice: ${world.repaid.join(', ')}`);
  faults.push(...findLostEdits(plan, world, edits));
  if (!run) return faults;
  const jobs = [...world.store.jobs.values()].filter((job) => job.runId === run.id);
  if (run.prompts > jobs.length) faults.push(`prompts counted: ${run.prompts} of ${jobs.length}`);
  for (const job of jobs)
    faults.push(
      ...(plan.kind === 'rows' ? judgeCell(world, run, job, edits) : judgeBody(plan, world, run, job, edits)),
    );
  return [...faults, ...judgeUndo(plan, run, jobs, edits)];
}

function findLostEdits(plan: Plan, { notion, subjects }: SoakWorld, { written }: Edits): string[] {
  const standing =
    plan.kind === 'rows'
      ? subjects.map((id) => notion.cellText(id, 'Content'))
      : subjects.flatMap((id) => notion.texts(id));
  return [...written].filter((text) => !standing.includes(text)).map((text) => `a person’s text is lost: ${text}`);
}

function judgeCell({ notion }: SoakWorld, run: Run, job: Job, { touched }: Edits): string[] {
  const text = notion.cellText(job.subjectId, 'Content');
  const { answerShown, answerText = answerShown, undone } = (job.checkpoint ?? {}) as RowCheckpoint;
  if (touched.has(job.subjectId)) return [];
  if (undone && run.undo?.state === 'done' && (run.undo.failed ?? 0) === 0)
    return text === '' ? [] : [`${job.title}: undone, but holds ${text}`];
  if (job.state === 'done' && !undone)
    return text === answerText ? [] : [`${job.title}: done, but holds “${text}”, not “${answerText}”`];
  return text === '' || text === answerText ? [] : [`${job.title}: ${job.state}, but holds ${text}`];
}

function judgeBody(plan: Plan, world: SoakWorld, run: Run, job: Job, edits: Edits): string[] {
  const { notion, old } = world;
  const checkpoint = (job.checkpoint ?? {}) as BodyCheckpoint & RowCheckpoint;
  const body: BodyCheckpoint | undefined = plan.kind === 'page' ? checkpoint : checkpoint.body;
  const texts = notion.texts(job.subjectId).filter((text) => !edits.written.has(text));
  const faults: string[] = [];
  const name = `${job.title} (${job.state}${run.undo ? `, undo ${run.undo.state}` : ''})`;
  const doubled = texts.filter((text, at) => texts.indexOf(text) !== at);
  // After Stop the page is looked at once more. Where that look is refused or lost, Undo and Retry find the copy.
  const isLookLost =
    run.control === 'stopped' && !run.undo && LOSES_A_LOOK.some((trouble) => plan.troubles.has(trouble));
  if (doubled.length > 0 && !isLookLost) faults.push(`${name}: doubled ${doubled.join(' | ')}`);
  const isUndone = checkpoint.undone === true && run.undo?.state === 'done';
  if (isUndone && run.undo?.skipped === 0 && !run.undo.failed) {
    if (texts.join('|') !== old.join('|')) faults.push(`${name}: undone, but ${texts.join(' | ')}`);
    return faults;
  }
  if (isUndone) return faults;
  const missing = old.filter((text) => !texts.includes(text));
  const removed = new Set([...(body?.removed ?? []), ...(body?.removing ? [body.removing.id] : [])]);
  if (missing.length > removed.size && edits.touched.size === 0) faults.push(`${name}: lost ${missing.join(' | ')}`);
  if (job.state === 'done' && !run.undo) {
    const answer = plainLines(body?.answer?.text ?? '');
    const kept = plan.where === 'replace' && old.length > 0 ? [] : old;
    const expected = plan.where === 'top' ? [...answer, ...kept] : [...kept, ...answer];
    const present = edits.touched.size === 0 ? texts.join('|') === expected.join('|') : true;
    if (!present) faults.push(`${name}: done, but ${texts.join(' | ')} where ${expected.join(' | ')} was answered`);
  }
  return faults;
}

const LOSES_A_LOOK: readonly Trouble[] = ['lost-before', 'lost-after', 'late', 'limit', 'kill', 'zombie', 'disk'];

const plainLines = (markdown: string): string[] =>
  markdown
    .split('\n')
    .map((line) => line.replace(/^\s*- /, ''))
    .filter((line) => line !== '');

/** What is said to be as it was is as it was, and what is said to be skipped was edited. */
function judgeUndo(plan: Plan, run: Run, jobs: readonly Job[], { touched }: Edits): string[] {
  const { undo } = run;
  if (undo?.state !== 'done') return [];
  const faults: string[] = [];
  if (undo.skipped > 0 && touched.size === 0) faults.push(`undo says edited where nobody did: ${JSON.stringify(undo)}`);
  if ((undo.failed ?? 0) > 0) faults.push(`undo says failed where all was within reach: ${JSON.stringify(undo)}`);
  const most = plan.kind === 'page' ? Infinity : jobs.length;
  if (undo.restored + undo.skipped > most) faults.push(`undo counts more than there is: ${JSON.stringify(undo)}`);
  return faults;
}
