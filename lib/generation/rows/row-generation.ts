/**
 * The job of one row: ask → check → write, from wherever its checkpoint stands. The answer is stored before anything is written, so
 * it is paid once.
 */
import { askedText, instructionsText } from '../../run-request/asked-text.ts';
import type { JobContext, JobExecutor, JobOutcome } from '../../jobs/ports.ts';
import type { Job, Run } from '../../jobs/run.ts';
import { hasSomethingToWorkOn, type RowGiven } from '../../prompt/has-something.ts';
import { usesVariable } from '../../prompt/variables.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import type { ModelRequest } from '../../language-model/language-model.ts';
import { AppError, toFailure } from '../../shared/app-error.ts';
import { type AnswerNews, askModel, type WholeAnswer } from '../request/ask-model.ts';
import { outputOf } from './list-rows.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { PreparedRequest } from '../request/generation-ports.ts';
import { instructionsFor, prepareRowRequest } from '../request/prepare-row-request.ts';
import { spendingOf } from '../request/spending.ts';
import { readContext } from '../../context/read-context.ts';
import {
  type AnswerForm,
  answerFormOf,
  type LinkRules,
  type NameFinders,
  problemsAsError,
  readAnswer,
  repairRequest,
} from './row-answer.ts';
import { EDITED, executeRowBody, NO_INPUT, REJECTED } from './row-body.ts';
import { holdFailing } from './hold-values.ts';
import { CellWriting, protectsEdits } from './cell-writing.ts';
import { onlyEmptyCells } from './row-cells.ts';
import { acceptsSome, parseRowCheckpoint, type RowCheckpoint, valuesToSend } from './row-checkpoint.ts';
import type { RowDeps } from './row-deps.ts';
import { RowProgress } from './row-progress.ts';
import { executeSteps } from './execute-steps.ts';
import { countSteps, currentStep } from './row-steps.ts';
import { Citations } from '../../web-search/citations.ts';
import { sourcesBeside } from './step-sources.ts';
import { sentText } from '../request/sent-text.ts';

export function createRowExecutor(deps: RowDeps): Omit<JobExecutor, 'letGo'> {
  return {
    hasWritten: (_run: Run, job: Job) => {
      const { written, body } = currentStep(parseRowCheckpoint(job.checkpoint));
      return written !== undefined || (body?.write.written.length ?? 0) > 0;
    },
    execute: (context) =>
      countSteps(context.run.request) === 1
        ? executeRow(context, deps)
        : executeSteps(context, deps, (step, ports) => executeRow(step, { ...deps, ports })),
  };
}

async function executeRow(context: JobContext, deps: RowDeps): Promise<JobOutcome> {
  const { run } = context;
  const workspace = await deps.ports.workspaceFor(run);
  try {
    if (outputOf(run).kind === 'body') return await executeRowBody(context, deps, workspace);
    return await new RowFill(context, deps, workspace).run();
  } catch (error) {
    const refused = refusedTrialRow(context, error);
    if (refused) return refused;
    throw await explainRefusal(error, run, workspace, deps.sources, context.job.subjectId);
  }
}

/** A trial that the plan allows fewer rows shows those it could ask for: it does not pause. */
function refusedTrialRow({ job }: JobContext, error: unknown): JobOutcome | undefined {
  const isLimit = error instanceof AppError && ['prompts-used-up', 'spending-cap'].includes(error.code);
  if (!isLimit || parseRowCheckpoint(job.checkpoint).decision !== 'open') return undefined;
  return { state: 'skipped', failure: toFailure(error), counts: false };
}

class RowFill {
  readonly #context: JobContext;
  readonly #deps: RowDeps;
  readonly #workspace: NotionWorkspace;
  readonly #progress: RowProgress;
  readonly #cells: CellWriting;

  constructor(context: JobContext, deps: RowDeps, workspace: NotionWorkspace) {
    this.#context = context;
    this.#deps = deps;
    this.#workspace = workspace;
    this.#progress = new RowProgress(context.save, parseRowCheckpoint(context.job.checkpoint));
    this.#cells = new CellWriting(context, deps, workspace, this.#progress);
  }

  run(): Promise<JobOutcome> {
    return this.#progress.finish(() => this.#fill());
  }

  get #checkpoint(): RowCheckpoint {
    return this.#progress.checkpoint;
  }

  async #fill(): Promise<JobOutcome> {
    const { written, decision, edited } = this.#checkpoint;
    if (written && decision !== 'open' && this.#isAllSent) return this.#cells.outcome();
    if (decision === 'rejected') return REJECTED;
    if (edited && this.#protects) return written ? this.#cells.editedOutcome() : EDITED;
    if (this.#checkpoint.sentAt !== undefined) {
      const settled = await this.#cells.lookAtLostWrite();
      // Cells that were accepted since are still to be written.
      if (settled && settled.state !== 'waits') return settled;
    }
    if (!this.#checkpoint.values || this.#checkpoint.again) {
      const skipped = await this.#answer();
      if (skipped) return skipped;
    }
    if (decision === 'open' && this.#isAllSent) return this.#cells.outcome();
    // It was asked for long ago: others may have used up the plan since.
    if (acceptsSome(this.#checkpoint) || this.#checkpoint.released) {
      await this.#progress.settle();
      await this.#deps.ports.allowAnswer(this.#context.run, this.#context.job.id);
    }
    return this.#cells.write();
  }

  get #isAllSent(): boolean {
    return !this.#checkpoint.again && Object.keys(valuesToSend(this.#checkpoint)).length === 0;
  }

  get #protects(): boolean {
    return protectsEdits(this.#context.run);
  }

  /** The outcome of a row that turned out to have nothing to work on. */
  async #answer(): Promise<JobOutcome | undefined> {
    const { ports, sources } = this.#deps;
    const { run } = this.#context;
    const source = await sources.get(run, this.#workspace);
    const output = outputOf(run);
    if (output.kind === 'body') return undefined;
    const { allowNewOptions = false, search } = run.request.options;
    const candidates = await sources.candidates(run, this.#workspace, source);
    const form = answerFormOf(source, output, { allowNewOptions, searches: search !== undefined, candidates });
    const given = await this.#readGiven();
    const { request, usedContext, ...links } = await this.#request(form, given);
    if (this.#checkpoint.answerText === undefined) {
      const { options } = run.request;
      if (!hasSomethingToWorkOn(options.prompt, given, instructionsText(options))) return NO_INPUT;
      const answer = await this.#ask(request, {
        onBegun: (text) => ports.onText(run, text),
        onSearch: (query) => ports.onSearch(run, query),
      });
      await this.#keep(answer, {
        answerText: answer.text,
        sent: sentText(request),
        ...(usedContext && { usedContext }),
        ...(answer.search && { search: answer.search }),
      });
    }
    await this.#readOrRepair(form, request, links);
    this.#context.answered();
    return undefined;
  }

  async #readOrRepair(form: AnswerForm, request: ModelRequest, rules: LinkRules): Promise<void> {
    const { ports, sources } = this.#deps;
    const { run } = this.#context;
    const cited = new Citations(this.#checkpoint.search);
    const links = { allowLink: cited.allow(rules.allowLink), allowAddress: cited.allow(rules.allowAddress) };
    const finders: NameFinders = {
      findRelated: async (property, title) => {
        await this.#progress.settle();
        return sources.findRelated(run, this.#workspace, property, title);
      },
      people: async () => {
        await this.#progress.settle();
        return sources.people(run, this.#workspace);
      },
    };
    let read = await readAnswer(this.#checkpoint.answerText ?? '', form, finders, links, ports.timeZone?.());
    if ('problems' in read && !this.#checkpoint.repaired) {
      await this.#progress.settle();
      const repair = repairRequest(request, this.#checkpoint.answerText ?? '', read.problems, form);
      const repaired = await this.#ask(repair);
      await this.#keep(repaired, { answerText: repaired.text, repaired: true });
      read = await readAnswer(repaired.text, form, finders, links, ports.timeZone?.());
    }
    if ('problems' in read) return this.#refuse(read.problems);
    if (Object.keys(read.newOptions).length > 0) await this.#progress.settle();
    await sources.addOptions(run, this.#workspace, read.newOptions);
    const { properties } = await sources.get(run, this.#workspace);
    const into = run.request.options.search?.into;
    const found = { ...read.values, ...sourcesBeside(read.values, into, this.#checkpoint, properties) };
    const { cells = [] } = this.#checkpoint;
    const values = this.#protects ? onlyEmptyCells(found, cells) : found;
    const unclearPeople = this.#protects ? onlyEmptyCells(read.unclearPeople, cells) : read.unclearPeople;
    const state = this.#checkpoint.decision === 'open' ? 'pending' : 'writing';
    this.#progress.hold(
      holdFailing(this.#checkpoint, { ...read, values, unclearPeople }, run.request.options.checks),
      state,
    );
  }

  /** A refused answer stays to be read; tried again, the model is asked again. */
  async #refuse(problems: Parameters<typeof problemsAsError>[0]): Promise<never> {
    const { answerText, repaired: _repaired, ...rest } = this.#checkpoint;
    await this.#progress.save({ ...rest, ...(answerText !== undefined && { answerShown: answerText }) }, 'generating');
    throw problemsAsError(problems);
  }

  /** What the row gives to the prompt. */
  async #readGiven(): Promise<RowGiven> {
    const { run, job, signal } = this.#context;
    const properties = await this.#deps.sources.inputsOf(run, this.#workspace, job.subjectId, this.#checkpoint);
    const needsPage = usesVariable(askedText(run.request.options), 'page', Object.keys(properties));
    const page = needsPage ? await readContext(this.#workspace, job.subjectId, signal) : undefined;
    return { topic: job.title, properties, page };
  }

  async #request(form: AnswerForm, given: RowGiven): Promise<PreparedRequest> {
    const { ports } = this.#deps;
    const { run } = this.#context;
    const nonce = this.#checkpoint.nonce ?? ports.newNonce();
    const settings = await ports.writingSettings();
    const context = await ports.contextOf(run, this.#workspace, this.#context.signal);
    const input = { run, settings, nonce, now: ports.clock.now(), timeZone: ports.timeZone?.(), context };
    return prepareRowRequest(input, given, form.output, {
      labels: [...form.fields.map(({ property }) => property.name), ...form.told],
      instructions: instructionsFor(form.fields, run.request.options),
    });
  }

  /** Within the plan and the cap; an answer that is of no use is counted too. */
  async #ask(request: ModelRequest, news: AnswerNews = {}): Promise<WholeAnswer> {
    const { ports } = this.#deps;
    const { run, job, signal } = this.#context;
    await ports.allowAnswer(run, job.id, { request, signal });
    const onUseless: AnswerNews['onUseless'] = async (end) => this.#keep(end, {}, { isEmpty: true });
    return askModel(await ports.modelFor(run), request, signal, { ...news, onUseless });
  }

  /** What was paid for is stored before the next effect, with what is known by then. */
  async #keep(
    answer: Pick<WholeAnswer, 'usage' | 'model' | 'engine'>,
    change: Partial<RowCheckpoint>,
    more: { readonly isEmpty?: true } = {},
  ): Promise<void> {
    const { run, job } = this.#context;
    const counted = await spendingOf(this.#deps.ports, answer, { jobId: job.id, engine: run.engine });
    this.#progress.hold({ ...this.#checkpoint, ...change }, 'generating', { ...counted, ...more });
  }
}
