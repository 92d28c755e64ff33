/**
 * One body, from the question to the last block: asks the model, writes each block as soon as it is finished, and goes on from
 * the checkpoint after a stop. Used for pages, selections, and rows whose output is the page body.
 */
import type { CountedAnswer } from '../../jobs/ports.ts';
import type { JobState, Run } from '../../jobs/run.ts';
import { createBlockStream } from '../../markdown/closed-blocks.ts';
import type { NotionBlock } from '../../markdown/block-types.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { recordDropped } from '../../prompt/allow-link.ts';
import { AppError, type Failure } from '../../shared/app-error.ts';
import { Citations } from '../../web-search/citations.ts';
import { type AnswerEnd, AnswerStream } from './answer-stream.ts';
import { searchOf, sentOf } from './answer-search.ts';
import { spendingOf } from '../request/spending.ts';
import { answerOf, type KeptAnswer, remarkOf } from './kept-answer.ts';
import { BlockWriter, hashBlock } from './block-writer.ts';
import { dropDoubles } from './drop-doubles.ts';
import { findOwnPlace } from './find-own-place.ts';
import { type Answer, type BodyCheckpoint, NEW_BODY, type WriteState } from './page-checkpoint.ts';
import { removeReplaced } from './remove-replaced.ts';
import type { GenerationPorts, PreparedRequest } from '../request/generation-ports.ts';
import { droppedRemark, unsearchedRemark } from '../request/dropped-remark.ts';
import { writeWhileReading } from './write-while-reading.ts';

export interface BodyJob {
  readonly run: Run;
  readonly jobId: string;
  /** The page that is written. */
  readonly subjectId: string;
  readonly signal: AbortSignal;
  readonly ports: GenerationPorts;
  readonly workspace: NotionWorkspace;
  readonly checkpoint: BodyCheckpoint;
  readonly prepare: (checkpoint: BodyCheckpoint) => PreparedRequest;
  readonly save: (checkpoint: BodyCheckpoint, state: JobState, answer?: CountedAnswer) => Promise<void>;
}

export interface BodyOutcome {
  readonly checkpoint: BodyCheckpoint;
  /** The answer stands but was cut by the length limit, or holds addresses that were not written as links. */
  readonly remark?: Failure;
}

/**
 * Needs `checkpoint.place`. Resolves when the answer stands on the page and what it replaces, if it is whole, is in the trash.
 * @throws AppError; what was saved before is enough to go on.
 */
export async function writeBody(job: BodyJob): Promise<BodyOutcome> {
  return new BodyWriting(job).run();
}

/**
 * Asks the model and stores its whole answer; nothing is written and no place is needed. `writeBody` goes on from there.
 * @throws AppError; what was saved before is enough to go on.
 */
export async function askForBody(job: BodyJob): Promise<BodyCheckpoint> {
  const { ports, run, jobId, signal, checkpoint } = job;
  const { request, allowLink, usedContext } = job.prepare(checkpoint);
  await ports.allowAnswer(run, jobId, { request, signal });
  const model = await ports.modelFor(run);
  signal.throwIfAborted();
  const search = searchOf(job.ports, job.run, request);
  const blocks = createBlockStream({ allowLink: search?.citations.allow(allowLink) ?? allowLink });
  const stream = new AnswerStream(model, request, blocks, signal, () => undefined, search);
  const end = await stream.ended;
  const isEmpty = stream.readyCount === 0;
  const kept = { text: stream.text, final: !isEmpty, ...sentOf(request, usedContext) };
  const asked: BodyCheckpoint = { ...checkpoint, answer: answerOf(kept, end) };
  await job.save(asked, isEmpty ? 'generating' : 'pending', {
    ...(await spendingOf(ports, end, { jobId, engine: model.engine })),
    isEmpty,
  });
  if (isEmpty) throw new AppError('engine-answer-empty', 'later');
  return asked;
}

class BodyWriting {
  readonly #job: BodyJob;
  #checkpoint: BodyCheckpoint;
  readonly #writer: BlockWriter;
  #state: JobState = 'generating';
  /** Blocks of the present answer that stand on the page, or are known to. */
  #position = 0;
  #restarts = 0;
  /** Hosts of links that the answer held and that were not written. */
  readonly #dropped = new Set<string>();
  /** As it was when copies were looked for last. */
  #lookedAt: WriteState = NEW_BODY.write;

  constructor(job: BodyJob) {
    this.#job = job;
    this.#checkpoint = job.checkpoint;
    const { workspace, signal, ports, run, subjectId } = job;
    this.#writer = new BlockWriter(
      {
        workspace,
        signal,
        clock: ports.clock,
        others: () => ports.blocksOfOtherRuns(run.id, subjectId),
        save: (write) => this.#save({ ...this.#checkpoint, write }, 'writing'),
      },
      job.checkpoint.place!,
      job.checkpoint.write,
    );
  }

  async run(): Promise<BodyOutcome> {
    try {
      return await this.#write();
    } catch (error) {
      const isFinal = this.#job.signal.aborted || (error instanceof AppError && error.retry === 'never');
      if (isFinal) await this.#leaveNoDoubles();
      throw error;
    }
  }

  async #write(): Promise<BodyOutcome> {
    await this.#writer.recover();
    await this.#dropDoubles(this.#job.signal);
    const asked = this.#job.prepare(this.#checkpoint);
    const prepared = { ...asked, allowLink: recordDropped(asked.allowLink, this.#dropped) };
    if (this.#checkpoint.answer?.final) await this.#writeStored(this.#checkpoint.answer, prepared);
    else await this.#ask(prepared);
    await this.#dropDoubles(this.#job.signal);
    const { answer, place } = this.#checkpoint;
    // Half an answer does not take the place of what stood there.
    const isCut = answer?.finish === 'length';
    if (!isCut) await this.#removeReplaced();
    const remark = isCut
      ? remarkOf(answer, (place?.toRemove ?? []).length > 0)
      : (unsearchedRemark(this.#job.run, answer?.search) ?? droppedRemark([...this.#dropped]));
    return { checkpoint: this.#checkpoint, ...(remark && { remark }) };
  }

  #removeReplaced(): Promise<void> {
    const { workspace, ports, subjectId, signal } = this.#job;
    const save = (checkpoint: BodyCheckpoint) => this.#save(checkpoint, 'writing');
    return removeReplaced({ workspace, clock: ports.clock, subjectId, signal, save }, this.#checkpoint);
  }

  /** The answer was paid for already: it is written from the store. */
  async #writeStored(answer: Answer, { allowLink }: PreparedRequest): Promise<void> {
    const stream = createBlockStream({ allowLink: new Citations(answer.search).allow(allowLink) });
    const given = stream.push(answer.text);
    const { restarts } = stream;
    const rest = stream.end();
    await this.#place(stream.restarts === restarts ? [...given, ...rest] : rest);
    await this.#dropSurplus();
  }

  async #ask({ request, allowLink, usedContext }: PreparedRequest): Promise<void> {
    const { ports, run, jobId, signal } = this.#job;
    await ports.allowAnswer(run, jobId, { request, signal });
    const model = await ports.modelFor(run);
    signal.throwIfAborted();
    const reading = new AbortController();
    const readingSignal = AbortSignal.any([signal, reading.signal]);
    const search = searchOf(ports, run, request);
    const blocks = createBlockStream({ allowLink: search?.citations.allow(allowLink) ?? allowLink });
    const stream = new AnswerStream(model, request, blocks, readingSignal, (text) => ports.onText(run, text), search);
    let failedWrite: unknown;
    let rest: readonly NotionBlock[];
    let isEmpty: boolean;
    try {
      const write = () => this.#place(this.#takeReady(stream));
      failedWrite = await writeWhileReading(stream, ports.clock, write).catch(
        (error: unknown) => error ?? new Error('unknown'),
      );
      // Notion's refusal or wait does not end the answer: it is being paid for, so it is read to its end and kept.
      const end = await stream.ended.catch((error: unknown) => {
        throw failedWrite ?? error;
      });
      rest = this.#takeReady(stream);
      isEmpty = failedWrite === undefined && this.#position === 0 && rest.length === 0;
      // An answer with nothing to write is paid for, but not one to come back to.
      await this.#keepAnswer(
        { text: stream.text, final: !isEmpty, ...sentOf(request, usedContext) },
        end,
        model.engine,
      );
    } finally {
      // Whatever else went wrong must not leave the model writing (and billing) for nobody.
      reading.abort();
    }
    if (failedWrite !== undefined) throw failedWrite;
    if (isEmpty) {
      await this.#dropSurplus();
      throw new AppError('engine-answer-empty', 'later');
    }
    await this.#place(rest);
    await this.#dropSurplus();
  }

  /** Where what was written turned out to be thoughts, the answer is compared with it from its first block on. */
  #takeReady(stream: AnswerStream): NotionBlock[] {
    if (stream.restarts !== this.#restarts) this.#position = 0;
    this.#restarts = stream.restarts;
    return stream.take();
  }

  /** The answer is whole: stored with what it took, so that it is never asked for again. */
  async #keepAnswer(whole: KeptAnswer, end: AnswerEnd, engine: string): Promise<void> {
    this.#checkpoint = { ...this.#checkpoint, answer: answerOf(whole, end) };
    const { ports, jobId } = this.#job;
    const spending = await spendingOf(ports, end, { jobId, engine });
    await this.#job.save(this.#checkpoint, this.#state, { ...spending, isEmpty: !whole.final });
  }

  /**
   * Writes the next blocks of the answer. Where an earlier, cut answer already put the same block it stays; from the
   * first difference on, the old blocks are taken back.
   */
  async #place(blocks: readonly NotionBlock[]): Promise<void> {
    let index = 0;
    while (index < blocks.length && this.#position < this.#writer.state.written.length) {
      if (this.#writer.state.written[this.#position]!.hash !== hashBlock(blocks[index]!)) {
        await this.#writer.takeBack(this.#position);
        break;
      }
      this.#position += 1;
      index += 1;
    }
    const fresh = blocks.slice(index);
    if (fresh.length === 0) return;
    if (this.#writer.state.written.length === 0) await this.#lookAtOwn();
    await this.#writer.append(fresh);
    this.#position += fresh.length;
  }

  /** What a longer, cut answer left behind the new one's end. */
  async #dropSurplus(): Promise<void> {
    if (this.#writer.state.written.length > this.#position) await this.#writer.takeBack(this.#position);
  }

  async #dropDoubles(signal?: AbortSignal): Promise<void> {
    const { workspace, ports, run, subjectId } = this.#job;
    const { write, place } = this.#checkpoint;
    if (this.#lookedAt === write) return;
    await dropDoubles({
      workspace,
      clock: ports.clock,
      ...(signal && { signal }),
      place: place!,
      write,
      others: async () => {
        // Told by the store right before anything goes: a worker that lost its job would take its successor's blocks for copies.
        await this.#save(this.#checkpoint, this.#state);
        return ports.blocksOfOtherRuns(run.id, subjectId);
      },
      writesAsPerson: await ports.writesAsPerson(),
    });
    this.#lookedAt = write;
  }

  /** A run that is stopped, or that fails, leaves no copies behind either. */
  async #leaveNoDoubles(): Promise<void> {
    try {
      await this.#writer.settle();
      await this.#dropDoubles();
    } catch {
      // They are looked for again by the next try and by Undo; why this one ended is what is told.
    }
  }

  /**
   * The model took its time, or the run a pause: what is to be replaced may be a person's by now.
   * @throws AppError `row-edited`: nothing was written
   */
  async #lookAtOwn(): Promise<void> {
    const { workspace, subjectId, signal } = this.#job;
    const { own } = this.#checkpoint.place ?? {};
    if (own && !(await findOwnPlace(workspace, subjectId, own, signal))) throw new AppError('row-edited', 'never');
  }

  async #save(checkpoint: BodyCheckpoint, state: JobState): Promise<void> {
    this.#checkpoint = checkpoint;
    this.#state = state;
    await this.#job.save(checkpoint, state);
  }
}
