/**
 * What a row's answer gave goes into its cells. Property writes are absolute, so a lost one is looked at and repeated; what a person
 * edited since stays.
 */
import { askedText } from '../../run-request/asked-text.ts';
import type { JobContext, JobOutcome } from '../../jobs/ports.ts';
import type { Run } from '../../jobs/run.ts';
import type { PageObjectResponse } from '../../notion/api-types.ts';
import type { NotionWorkspace, PropertyValues } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';
import { droppedRemark, unsearchedRemark } from '../request/dropped-remark.ts';
import { holdTaken } from './hold-values.ts';
import { reviewOutcome } from './review.ts';
import { EDITED } from './row-body.ts';
import { cellsAreUnchanged, hashCells, holdsValues } from './row-cells.ts';
import { needsReview, type RowCheckpoint, valuesOnTheirWay, valuesToSend } from './row-checkpoint.ts';
import type { RowDeps } from './row-deps.ts';
import { readComputed } from './row-inputs.ts';
import type { RowProgress } from './row-progress.ts';
import { ASKS_FOR_DECISION } from './trial.ts';

/** “Overwrite filled cells” lifts the protection of edits too. */
export function protectsEdits({ request }: Run): boolean {
  return !request.options.overwriteFilled;
}

export class CellWriting {
  readonly #context: JobContext;
  readonly #deps: RowDeps;
  readonly #workspace: NotionWorkspace;
  readonly #progress: RowProgress;

  constructor(context: JobContext, deps: RowDeps, workspace: NotionWorkspace, progress: RowProgress) {
    this.#context = context;
    this.#deps = deps;
    this.#workspace = workspace;
    this.#progress = progress;
  }

  get #checkpoint(): RowCheckpoint {
    return this.#progress.checkpoint;
  }

  get #protects(): boolean {
    return protectsEdits(this.#context.run);
  }

  /** `before`: the first write was lost, and is repeated at once; a second one that is lost waits its turn. */
  async write(before?: unknown): Promise<JobOutcome> {
    const { run, job, signal } = this.#context;
    await this.#holdTaken();
    const values = valuesToSend(this.#checkpoint);
    if (Object.keys(values).length === 0) return this.#nothingToSend();
    await this.#deps.ports.untilWritable(run, job.subjectId, signal, () => this.#progress.settle());
    if (this.#protects && (await this.#isEdited(values))) return this.editedOutcome();
    signal.throwIfAborted();
    const sending = this.#checkpoint.decision === 'open' && { sending: Object.keys(values) };
    await this.#progress.save({ ...this.#checkpoint, sentAt: this.#workspace.serverNow(), ...sending }, 'writing');
    try {
      // No signal: a write on its way is cheaper to wait for than to look for.
      const echo = await this.#workspace.updatePage(job.subjectId, { properties: values });
      return await this.#done(echo);
    } catch (error) {
      if (error instanceof AppError && error.retry !== 'look') {
        const { sentAt: _sentAt, sending: _sending, ...rest } = this.#checkpoint;
        await this.#progress.save(rest, 'writing');
        throw error;
      }
      const settled = await this.lookAtLostWrite();
      if (settled) return settled;
      if (before === undefined) return this.write(error ?? true);
      throw new AppError(error instanceof AppError ? error.code : 'internal', 'later', { cause: error });
    }
  }

  /** A write went out and nobody heard of it: the row tells. Undefined: it did not arrive and may be repeated. */
  async lookAtLostWrite(): Promise<JobOutcome | undefined> {
    const { job, signal } = this.#context;
    const { cells: all = [] } = this.#checkpoint;
    const values = valuesOnTheirWay(this.#checkpoint);
    const cells = all.filter(({ propertyId }) => propertyId in values);
    const page = await this.#workspace.getPage(job.subjectId, signal);
    const { sentAt: lostAt, ...rest } = this.#checkpoint;
    if (holdsValues(page, values, cells)) {
      // What stands there may have come with an earlier request: then this one may still land.
      if (rest.lostAt !== undefined && lostAt !== undefined) this.#progress.hold({ ...rest, lostAt }, 'writing');
      return this.#done(page);
    }
    const { sending: _sending, ...open } = rest;
    await this.#progress.save({ ...open, ...(lostAt !== undefined && { lostAt }) }, 'writing');
    return cellsAreUnchanged(page, cells) || !this.#protects ? undefined : this.editedOutcome();
  }

  async #done(page: PageObjectResponse): Promise<JobOutcome> {
    const { sentAt: _sentAt, sending: _sending, ...rest } = this.#checkpoint;
    const sent = Object.keys(valuesOnTheirWay(this.#checkpoint));
    const written = [...(this.#checkpoint.written ?? []), ...hashCells(page, sent)];
    const computed = readComputed(askedText(this.#context.run.request.options), page);
    this.#progress.hold({ ...rest, written, ...(Object.keys(computed).length > 0 && { computed }) }, 'writing');
    return this.outcome();
  }

  /** A person edited the row: what was written before stands, and nothing more is. */
  editedOutcome(): JobOutcome {
    if (needsReview(this.#checkpoint)) return this.outcome();
    return this.#checkpoint.written ? { ...EDITED, state: 'done', counts: true } : EDITED;
  }

  /** Done, with a word on addresses that were left out; a trial that asks about more cells waits for those. */
  outcome(): JobOutcome {
    if (this.#checkpoint.decision === 'open')
      return this.#checkpoint.written ? { ...ASKS_FOR_DECISION, counts: true } : ASKS_FOR_DECISION;
    if (needsReview(this.#checkpoint)) return reviewOutcome(this.#checkpoint);
    const { search, dropped = [] } = this.#checkpoint;
    const remark = unsearchedRemark(this.#context.run, search) ?? droppedRemark(dropped);
    return { state: 'done', counts: true, ...(remark && { failure: remark }) };
  }

  /** Nulls alone: the model was asked, and nothing of its answer was written. Or all of it waits for a person. */
  #nothingToSend(): JobOutcome {
    if (this.#checkpoint.written || needsReview(this.#checkpoint)) return this.outcome();
    return { ...this.outcome(), state: 'skipped', counts: false };
  }

  /** What a person said yes to has waited: the row is read. The watch looks at rows of a run that goes on. */
  async #isEdited(values: PropertyValues): Promise<boolean> {
    const { run, job, signal } = this.#context;
    const settle = () => this.#progress.settle();
    if (await this.#deps.watch.isEdited(run, job.subjectId, this.#workspace, signal, settle)) return true;
    if (!this.#checkpoint.reviewed) return false;
    await settle();
    const cells = this.#checkpoint.cells?.filter(({ propertyId }) => propertyId in values) ?? [];
    return !cellsAreUnchanged(await this.#workspace.getPage(job.subjectId, signal), cells);
  }

  /** Right before the write: what another row has, or is about to get, is not written a second time. */
  async #holdTaken(): Promise<void> {
    const { run, job, signal } = this.#context;
    const { sources } = this.#deps;
    const held = await holdTaken(this.#checkpoint, run.request.options.checks, async (propertyId, text) => {
      await this.#progress.settle();
      return sources.unique.claim(run, this.#workspace, { id: job.subjectId, propertyId, text }, signal);
    });
    if (held !== this.#checkpoint) await this.#progress.save(held, 'writing');
  }
}
