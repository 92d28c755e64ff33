/** The job of a page run: read → generate and write → remove what is replaced. Selections go the same way, behind their block. */
import type { JobContext, JobExecutor, JobOutcome } from '../../jobs/job-runner.ts';
import type { Job, Run } from '../../jobs/run.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { writeBody } from './body-writing.ts';
import { findPlace, findPlaceAfter } from './find-place.ts';
import { type BodyCheckpoint, parseBodyCheckpoint } from './page-checkpoint.ts';
import type { GenerationPorts } from '../request/ports.ts';
import { readContext } from '../request/read-context.ts';
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
  const checkpoint = stored.place ? stored : await readPage(context, workspace, stored);
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
  return { state: 'done', counts: true, ...(outcome.remark && { failure: outcome.remark }) };
}

async function readPage(
  { run, job, signal, save }: JobContext,
  workspace: NotionWorkspace,
  stored: BodyCheckpoint,
): Promise<BodyCheckpoint> {
  const { kind, options, afterBlockId } = run.request;
  const found =
    kind === 'selection' // never `where`: a page's “Replace” is not meant for what was made of a selection
      ? { blank: false, place: await findPlaceAfter(workspace, job.subjectId, afterBlockId, signal) }
      : await findPlace(workspace, job.subjectId, options.where, signal);
  const wantsContext = options.usePageContent && !found.blank;
  const context = wantsContext ? await readContext(workspace, job.subjectId, signal) : undefined;
  const checkpoint: BodyCheckpoint = {
    ...stored,
    place: found.place,
    ...(context !== undefined && { context }),
  };
  await save(checkpoint, 'generating');
  return checkpoint;
}
