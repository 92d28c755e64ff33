/** A row whose output is its page body: the same writing as for a page, with the row's own topic and values. */
import type { JobContext, JobOutcome } from '../jobs/job-runner.ts';
import type { Run } from '../jobs/run.ts';
import { buildRowRequest } from '../prompt/build-request.ts';
import { usesVariable } from '../prompt/variables.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { writeBody } from './body-writing.ts';
import { findOwnPlace } from './find-own-place.ts';
import { findPlace } from './find-place.ts';
import { outputOf } from './list-rows.ts';
import { type BodyCheckpoint, NEW_BODY, type Place } from './page-checkpoint.ts';
import type { GenerationPorts } from './ports.ts';
import { PLACE_WORDS, promptBase } from './prepare-request.ts';
import { readContext } from './read-context.ts';
import { parseRowCheckpoint, type RowCheckpoint } from './row-checkpoint.ts';

const EDITED: JobOutcome = { state: 'skipped', failure: { code: 'row-edited', retry: 'never' }, counts: false };
const FILLED: JobOutcome = { state: 'skipped', failure: { code: 'row-filled', retry: 'never' }, counts: false };

export async function executeRowBody(
  context: JobContext,
  ports: GenerationPorts,
  workspace: NotionWorkspace,
): Promise<JobOutcome> {
  const { run, job, signal } = context;
  const stored = parseRowCheckpoint(job.checkpoint);
  const where = whereOf(run);
  let checkpoint: RowCheckpoint = { ...stored, nonce: stored.nonce ?? ports.newNonce() };
  if (!checkpoint.body?.place) {
    const place = await choosePlace(context, checkpoint, workspace);
    if ('state' in place) return place;
    const pageText = await readNamedPage(run, checkpoint, workspace, job.subjectId, signal);
    checkpoint = { ...checkpoint, body: { ...NEW_BODY, place, ...(pageText !== undefined && { context: pageText }) } };
    await context.save(checkpoint, 'generating');
  }
  const settings = await ports.writingSettings();
  const base = promptBase({ run, settings, nonce: checkpoint.nonce ?? '', now: ports.clock.now() });
  const outcome = await writeBody({
    run,
    jobId: job.id,
    subjectId: job.subjectId,
    signal,
    ports,
    workspace,
    checkpoint: checkpoint.body ?? NEW_BODY,
    prepare: (body: BodyCheckpoint) =>
      buildRowRequest({
        ...base,
        topic: job.title,
        properties: checkpoint.inputs ?? {},
        output: { kind: 'body', place: PLACE_WORDS[where] },
        ...(body.context !== undefined && { content: body.context }),
      }),
    save: (body, state, answer) => context.save({ ...checkpoint, body }, state, answer),
  });
  return { state: 'done', counts: true, ...(outcome.remark && { failure: outcome.remark }) };
}

/** Where the text goes, or why there is none to be written. */
async function choosePlace(
  { run, job, signal }: JobContext,
  { replaces }: RowCheckpoint,
  workspace: NotionWorkspace,
): Promise<Place | JobOutcome> {
  const { overwriteFilled } = run.request.options;
  if (replaces) {
    const own = await findOwnPlace(workspace, job.subjectId, replaces, signal);
    if (own) return own;
    if (!overwriteFilled) return EDITED;
  }
  const { place, blank } = await findPlace(workspace, job.subjectId, whereOf(run), signal);
  return !blank && refusesFilled(run) ? FILLED : place;
}

function whereOf(run: Run) {
  const output = outputOf(run);
  return output.kind === 'body' ? output.where : 'end';
}

/** Adding to a body takes nothing away; replacing one needs “Overwrite filled cells”, and “Only empty” means what it says. */
function refusesFilled(run: Run): boolean {
  if (run.request.options.overwriteFilled) return false;
  return whereOf(run) === 'replace' || run.request.selection?.kind === 'empty';
}

async function readNamedPage(
  run: Run,
  checkpoint: RowCheckpoint,
  workspace: NotionWorkspace,
  pageId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!usesVariable(run.request.options.prompt, 'page', Object.keys(checkpoint.inputs ?? {}))) return undefined;
  return readContext(workspace, pageId, signal);
}
