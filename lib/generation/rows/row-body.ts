/** A row whose output is its page body: the same writing as for a page, with the row's own topic and values. */
import type { ContextSource } from '../../context/context-source.ts';
import type { JobContext, JobOutcome } from '../../jobs/ports.ts';
import type { JobState, Run } from '../../jobs/run.ts';
import { hasSomethingToWorkOn } from '../../prompt/has-something.ts';
import { usesVariable } from '../../prompt/variables.ts';
import { cleanAnswer } from '../../markdown/clean-answer.ts';
import { BODY_OUTPUT } from '../../notion/outdated.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';
import { askForBody, type BodyJob, writeBody } from '../body/body-writing.ts';
import { findOwnPlace, findWhatIsLeft } from '../body/find-own-place.ts';
import { findPlace, placeAtEnd } from '../body/find-place.ts';
import { outputOf } from './list-rows.ts';
import { NEW_BODY, type Place } from '../body/page-checkpoint.ts';
import type { GenerationPorts, WritingSettings } from '../request/generation-ports.ts';
import { prepareRowRequest } from '../request/prepare-row-request.ts';
import { readContext } from '../../context/read-context.ts';
import { parseRowCheckpoint, type RowCheckpoint } from './row-checkpoint.ts';
import type { RowInputs } from './row-inputs.ts';
import type { RowSources } from './row-sources.ts';
import { checkAnswer } from './check-answer.ts';
import { reviewOutcome } from './review.ts';
import { ASKS_FOR_DECISION } from './trial.ts';

const FILLED: JobOutcome = { state: 'skipped', failure: { code: 'row-filled', retry: 'never' }, counts: false };
export const NO_INPUT: JobOutcome = {
  state: 'skipped',
  failure: { code: 'row-no-input', retry: 'never' },
  counts: false,
};
export const EDITED: JobOutcome = { state: 'skipped', failure: { code: 'row-edited', retry: 'never' }, counts: false };
/** A trial's answer that the person did not want. */
export const REJECTED: JobOutcome = { state: 'skipped', counts: false };
/** So much of a page is kept to be shown beside its new text. */
const SHOWN_BEFORE = 4000;

export async function executeRowBody(
  context: JobContext,
  { ports, sources }: { readonly ports: GenerationPorts; readonly sources: RowSources },
  workspace: NotionWorkspace,
): Promise<JobOutcome> {
  const checkpoint = parseRowCheckpoint(context.job.checkpoint);
  // An answer that is there was paid for with what was read then.
  const inputs = checkpoint.body?.answer?.final
    ? (checkpoint.inputs ?? {})
    : await sources.inputsOf(context.run, workspace, context.job.subjectId, checkpoint);
  const read = await ports.contextOf(context.run, workspace, context.signal);
  return new RowBody(context, ports, workspace, await ports.writingSettings(), { inputs, read }).run();
}

class RowBody {
  readonly #context: JobContext;
  readonly #ports: GenerationPorts;
  readonly #workspace: NotionWorkspace;
  readonly #settings: WritingSettings;
  /** What the row gives to the prompt, by property name. */
  readonly #inputs: RowInputs;
  readonly #sources: readonly ContextSource[];
  #checkpoint: RowCheckpoint;

  constructor(
    context: JobContext,
    ports: GenerationPorts,
    workspace: NotionWorkspace,
    settings: WritingSettings,
    given: { readonly inputs: RowInputs; readonly read: readonly ContextSource[] },
  ) {
    this.#inputs = given.inputs;
    this.#sources = given.read;
    this.#context = context;
    this.#ports = ports;
    this.#workspace = workspace;
    this.#settings = settings;
    const stored = parseRowCheckpoint(context.job.checkpoint);
    this.#checkpoint = { ...stored, nonce: stored.nonce ?? ports.newNonce() };
  }

  async run(): Promise<JobOutcome> {
    const { decision } = this.#checkpoint;
    if (decision === 'rejected') return REJECTED;
    if (decision === 'open') return this.#askForDecision();
    const isJudged = decision === undefined && this.#checks !== undefined;
    if (isJudged) {
      const refused = await this.#judge();
      if (refused) return refused;
    }
    // Asked for long ago, perhaps by another worker: others may have used up the plan since.
    if (decision === 'accepted' || isJudged) await this.#ports.allowAnswer(this.#context.run, this.#context.job.id);
    if (!this.#checkpoint.body?.place) {
      const refused = decision === 'accepted' || isJudged ? await this.#findPlaceOfAccepted() : await this.#read();
      if (refused) return refused;
    }
    return this.#write();
  }

  async #write(): Promise<JobOutcome> {
    const { run, job, signal } = this.#context;
    await this.#ports.untilWritable(run, job.subjectId, signal);
    try {
      const { remark } = await writeBody(this.#job());
      return { state: 'done', counts: true, ...(remark && { failure: remark }) };
    } catch (error) {
      if (error instanceof AppError && error.code === 'row-edited') return EDITED;
      throw error;
    }
  }

  async #read(): Promise<JobOutcome | undefined> {
    const place = await this.#choosePlace();
    if ('state' in place) return place;
    const content = this.#namesPage ? await this.#readPage() : undefined;
    if (!this.#hasSomething(content)) return NO_INPUT;
    await this.#save({ body: { ...NEW_BODY, place, ...(content !== undefined && { context: content }) } });
    return undefined;
  }

  /** Where the text goes, or why there is none to be written. */
  async #choosePlace(): Promise<Place | JobOutcome> {
    const { run, job, signal } = this.#context;
    const { replaces } = this.#checkpoint;
    if (replaces) {
      const { overwriteFilled } = run.request.options;
      const find = overwriteFilled ? findWhatIsLeft : findOwnPlace;
      const own = await find(this.#workspace, job.subjectId, replaces, signal);
      if (own) return own;
      if (!overwriteFilled) return EDITED;
    }
    const end = whereOf(run) === 'end' && !refusesFilled(run) ? placeAtEnd(this.#workspace, job.subjectId) : undefined;
    if (end) return end;
    const { place, blank } = await findPlace(this.#workspace, job.subjectId, whereOf(run), signal);
    return !blank && refusesFilled(run) ? FILLED : place;
  }

  get #checks() {
    return this.#context.run.request.options.checks?.[BODY_OUTPUT];
  }

  /** With checks nothing is written before the whole answer is there: what fails one waits for a person. */
  async #judge(): Promise<JobOutcome | undefined> {
    if (this.#checkpoint.body?.place) return undefined;
    const refused = await this.#ask();
    if (refused) return refused;
    if (this.#checkpoint.released) return undefined;
    const { held: _held, again: _again, ...rest } = this.#checkpoint;
    const problems = checkAnswer(cleanAnswer(rest.body?.answer?.text ?? ''), this.#checks ?? {});
    this.#checkpoint = rest;
    await this.#save(problems.length > 0 ? { held: { [BODY_OUTPUT]: problems } } : {}, 'writing');
    return problems.length > 0 ? reviewOutcome(this.#checkpoint) : undefined;
  }

  /** A trial: the answer is asked for and stored; where it goes is seen when it is accepted, since that may be days later. */
  async #askForDecision(): Promise<JobOutcome> {
    return (await this.#ask()) ?? ASKS_FOR_DECISION;
  }

  /** The whole answer, stored and not written; or why none was asked for. */
  async #ask(): Promise<JobOutcome | undefined> {
    if (!this.#checkpoint.body) {
      const refused = await this.#readForTrial();
      if (refused) return refused;
    }
    if (this.#checkpoint.body?.answer?.final) return undefined;
    this.#checkpoint = { ...this.#checkpoint, body: await askForBody(this.#job()) };
    return undefined;
  }

  async #readForTrial(): Promise<JobOutcome | undefined> {
    const place = await this.#choosePlace();
    if ('state' in place) return place;
    const content = await this.#readPage();
    if (!this.#hasSomething(content)) return NO_INPUT;
    await this.#save({
      ...(content.trim() !== '' && { beforeText: shorten(content) }),
      ...(place.toRemove.length > 0 && { replaceable: place.toRemove }),
      body: { ...NEW_BODY, ...(this.#namesPage && { context: content }) },
    });
    return undefined;
  }

  /**
   * Replacing takes away only what stood there when the answer was asked for, and was shown beside it; without “Overwrite filled
   * cells” a page that was blank then but has content now belongs to the user. Adding takes nothing away.
   */
  async #findPlaceOfAccepted(): Promise<JobOutcome | undefined> {
    const found = await this.#choosePlace();
    if ('state' in found) return EDITED;
    const shown = new Set(this.#checkpoint.replaceable);
    const place: Place = { ...found, toRemove: found.toRemove.filter((id) => shown.has(id)) };
    await this.#save({ body: { ...NEW_BODY, ...this.#checkpoint.body, place } }, 'writing');
    return undefined;
  }

  #job(): BodyJob {
    const { run, job, signal, save, answered } = this.#context;
    const checkpoint = this.#checkpoint;
    const { nonce = '' } = checkpoint;
    const { clock, timeZone } = this.#ports;
    const input = {
      run,
      settings: this.#settings,
      nonce,
      now: clock.now(),
      timeZone: timeZone?.(),
      context: this.#sources,
    };
    const output = { kind: 'body', where: whereOf(run) } as const;
    return {
      run,
      jobId: job.id,
      subjectId: job.subjectId,
      signal,
      ports: this.#ports,
      workspace: this.#workspace,
      checkpoint: checkpoint.body ?? NEW_BODY,
      prepare: ({ context: content }) =>
        prepareRowRequest(input, { topic: job.title, properties: this.#inputs, page: content }, output),
      save: async (body, state, answer) => {
        await save({ ...checkpoint, body }, state, answer);
        if (body.answer?.final) answered();
      },
    };
  }

  #readPage(): Promise<string> {
    return readContext(this.#workspace, this.#context.job.subjectId, this.#context.signal);
  }

  #hasSomething(page: string | undefined): boolean {
    const { run, job } = this.#context;
    return hasSomethingToWorkOn(run.request.options.prompt, { topic: job.title, properties: this.#inputs, page });
  }

  get #namesPage(): boolean {
    const names = Object.keys(this.#inputs);
    return usesVariable(this.#context.run.request.options.prompt, 'page', names);
  }

  async #save(change: Partial<RowCheckpoint>, state: JobState = 'generating'): Promise<void> {
    this.#checkpoint = { ...this.#checkpoint, ...change };
    await this.#context.save(this.#checkpoint, state);
  }
}

function whereOf(run: Run) {
  const output = outputOf(run);
  return output.kind === 'body' ? output.where : 'end';
}

/** Adding to a body takes nothing away; replacing one needs “Overwrite filled cells”, and “Only empty” means what it says. So does Keep filled. */
function refusesFilled(run: Run): boolean {
  if (run.request.options.overwriteFilled) return false;
  return whereOf(run) === 'replace' || run.request.selection?.kind === 'empty' || run.automatic === true;
}

function shorten(text: string): string {
  return text.length > SHOWN_BEFORE ? `${text.slice(0, SHOWN_BEFORE).trimEnd()}…` : text;
}
