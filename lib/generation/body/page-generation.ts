/** The job of a page run: read → generate and write → remove what is replaced. Selections go the same way, behind their block. */
import type { JobContext, JobExecutor, JobOutcome } from '../../jobs/ports.ts';
import type { Job, Run } from '../../jobs/run.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { writeBody } from './body-writing.ts';
import { findPlace, findPlaceAfter, placeAtEnd } from './find-place.ts';
import { type BodyCheckpoint, parseBodyCheckpoint, type Place } from './page-checkpoint.ts';
import type { GenerationPorts } from '../request/generation-ports.ts';
import { readContext } from '../../context/read-context.ts';
import { preparePageRequest } from '../request/prepare-request.ts';

export function createPageExecutor(ports: GenerationPorts): Omit<JobExecutor, 'letGo'> {
  return {
    hasWritten: (_run: Run, job: Job) => parseBodyCheckpoint(job.checkpoint).write.written.length > 0,
    execute: (context) => executePage(context, ports),
  };
}

async function executePage(context: JobContext, ports: GenerationPorts): Promise<JobOutcome> {
  const { run, job, signal } = context;
  const workspace = await ports.workspaceFor(run);
  const stored = parseBodyCheckpoint(job.checkpoint);
  const read = stored.place ? stored : await readPage(context, workspace, stored);
  const checkpoint = run.request.given && !read.answer ? await takeGiven(context, ports, read) : read;
  const input = {
    run,
    settings: await ports.writingSettings(),
    nonce: ports.newNonce(),
    now: ports.clock.now(),
    timeZone: ports.timeZone?.(),
    // An answer that is there was paid for with what was read then; which links it may hold is judged by the same texts.
    context: await ports.contextOf(run, workspace, signal),
  };
  const outcome = await writeBody({
    run,
    jobId: job.id,
    subjectId: job.subjectId,
    signal,
    ports,
    workspace,
    checkpoint,
    prepare: (current) => preparePageRequest(input, job.title, current.context),
    save: (current, state, answer) => context.save(current, state, answer),
  });
  if (run.request.given && checkpoint.answer)
    await context.save({ ...outcome.checkpoint, answer: { ...checkpoint.answer, text: '' } }, 'writing');
  return { state: 'done', counts: true, ...(outcome.remark && { failure: outcome.remark }) };
}

/** A text that was looked at as a preview takes the place of an answer: it was searched for, and paid for, then. */
async function takeGiven(
  { run, job, save }: JobContext,
  ports: GenerationPorts,
  read: BodyCheckpoint,
): Promise<BodyCheckpoint> {
  await ports.allowAnswer(run, job.id);
  const { text = '', model = run.model } = run.request.given ?? {};
  const search = { count: 1, queries: [], cited: [], seen: [] };
  const checkpoint: BodyCheckpoint = { ...read, answer: { text, final: true, finish: 'stop', model, search } };
  await save(checkpoint, 'writing');
  return checkpoint;
}

async function readPage(
  { run, job, signal, save }: JobContext,
  workspace: NotionWorkspace,
  stored: BodyCheckpoint,
): Promise<BodyCheckpoint> {
  const { options } = run.request;
  // Before the place: it tells Notion's time, by which an end needs no look.
  const context = options.usePageContent ? await readContext(workspace, job.subjectId, signal) : undefined;
  const isBlank = context?.trim() === '';
  const place = await choosePlace(run, job, workspace, { isBlank, signal });
  const checkpoint: BodyCheckpoint = { ...stored, place, ...(context !== undefined && !isBlank && { context }) };
  await save(checkpoint, 'generating');
  return checkpoint;
}

async function choosePlace(
  run: Run,
  job: Job,
  workspace: NotionWorkspace,
  { isBlank, signal }: { isBlank: boolean; signal: AbortSignal },
): Promise<Place> {
  const { kind, options, afterBlockId } = run.request;
  // Never `where`: a page's “Replace” is not meant for what was made of a selection.
  if (kind === 'selection') return findPlaceAfter(workspace, job.subjectId, afterBlockId, signal);
  const end = options.where === 'end' ? placeAtEnd(workspace, job.subjectId) : undefined;
  // A blank page is filled, and its run says so.
  if (end) return isBlank ? { ...end, kind: 'start' } : end;
  return (await findPlace(workspace, job.subjectId, options.where, signal)).place;
}
