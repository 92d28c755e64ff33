/** A row with several steps: one after the other, each with its own answer, each over before the next one begins. */
import type { JobContext, JobEnd, JobOutcome } from '../../jobs/ports.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';
import { dayAt } from '../../shared/day.ts';
import type { GenerationPorts } from '../request/generation-ports.ts';
import { explainRefusal } from './explain-refusal.ts';
import { planStep } from './plan-steps.ts';
import { parseRowCheckpoint, type RowCheckpoint } from './row-checkpoint.ts';
import type { RowDeps } from './row-deps.ts';
import { countSteps, joinSteps, runOfStep, stepsOf } from './row-steps.ts';
import { withEarlierSources } from './step-sources.ts';

/** Does one step of a row as if it were the row. */
export type ExecuteStep = (context: JobContext, ports: GenerationPorts) => Promise<JobOutcome>;

export async function executeSteps(context: JobContext, deps: RowDeps, executeStep: ExecuteStep): Promise<JobOutcome> {
  return new RowSteps(context, deps, executeStep).run();
}

class RowSteps {
  readonly #context: JobContext;
  readonly #deps: RowDeps;
  readonly #executeStep: ExecuteStep;
  #steps: readonly RowCheckpoint[];

  constructor(context: JobContext, deps: RowDeps, executeStep: ExecuteStep) {
    this.#context = context;
    this.#deps = deps;
    this.#executeStep = executeStep;
    this.#steps = stepsOf(parseRowCheckpoint(context.job.checkpoint));
  }

  async run(): Promise<JobOutcome> {
    const { run, job, endPart, signal } = this.#context;
    const count = countSteps(run.request);
    for (let at = this.#firstOpen; at < count; at += 1) {
      signal.throwIfAborted();
      if (this.#steps[at] === undefined) await this.#begin(at);
      if (this.#steps[at]?.ended) continue;
      const outcome = await this.#executeStep(this.#contextOf(at), this.#portsOf(at));
      if (outcome.state === 'waits') return outcome;
      if (outcome.checkpoint !== undefined) this.#change(at, parseRowCheckpoint(outcome.checkpoint));
      // A person decides on it first: the next step would work with what is not there.
      if (outcome.review) return { ...outcome, checkpoint: joinSteps(this.#steps) };
      if (at === count - 1) return { ...this.#outcome(outcome), checkpoint: joinSteps(this.#steps) };
      this.#change(at, { ...this.#step(at), ended: endOf(outcome) });
      await endPart(joinSteps(this.#steps), outcome.counts);
      this.#deps.ports.answerCounted(job.id);
    }
    return this.#outcome(undefined);
  }

  get #firstOpen(): number {
    const at = this.#steps.findIndex(({ ended }) => ended === undefined);
    return at < 0 ? this.#steps.length : at;
  }

  /** Reads the row as the earlier steps, Notion and people have made it. */
  async #begin(at: number): Promise<void> {
    const { run, job, signal, save } = this.#context;
    const { ports, sources, watch } = this.#deps;
    const workspace = await ports.workspaceFor(run);
    const now = ports.clock.now();
    try {
      const source = await sources.get(run, workspace);
      const row = await readRow(workspace, job.subjectId, signal);
      const step = planStep(row, at, now, { run, source, today: dayAt(now) });
      this.#change(at, withEarlierSources(step, this.#steps, run.request.options.search?.into));
    } catch (error) {
      throw await explainRefusal(error, runOfStep(run, at), workspace, sources, job.subjectId);
    }
    await save(joinSteps(this.#steps), 'generating');
    watch.forgetRow(run.id, job.subjectId);
  }

  #contextOf(at: number): JobContext {
    const { run, job, save, answered, ...context } = this.#context;
    const step = this.#step(at);
    return {
      ...context,
      answered: () => {
        if (at === countSteps(run.request) - 1) answered();
      },
      run: runOfStep(run, at),
      job: { ...job, checkpoint: step, ...(step.topic !== undefined && { title: step.topic }) },
      save: (checkpoint, state, answer) => {
        this.#change(at, parseRowCheckpoint(checkpoint));
        return save(joinSteps(this.#steps), state, answer);
      },
    };
  }

  /** What earlier steps wrote on the page is not this one's. */
  #portsOf(at: number): GenerationPorts {
    const { ports } = this.#deps;
    const own = this.#steps.filter((_, index) => index !== at).flatMap(({ body }) => body?.write.written ?? []);
    if (own.length === 0) return ports;
    return {
      ...ports,
      blocksOfOtherRuns: async (runId, subjectId) =>
        new Set([...(await ports.blocksOfOtherRuns(runId, subjectId)), ...own.map(({ id }) => id)]),
    };
  }

  #step(at: number): RowCheckpoint {
    return this.#steps[at] ?? { version: 1 };
  }

  #change(at: number, step: RowCheckpoint): void {
    this.#steps = [...this.#steps.slice(0, at), step, ...this.#steps.slice(at + 1)];
  }

  /** Done where one of its steps was; else with the reason why the first of them was passed over. */
  #outcome(last: JobEnd | undefined): JobEnd {
    const ends = this.#steps.flatMap(({ ended }) => ended ?? []);
    const all = last ? [...ends, last] : ends;
    const counts = last?.counts ?? false;
    const done = all.find(({ state }) => state === 'done');
    const failure = (done ? all.filter(({ state }) => state === 'done') : all).find((end) => end.failure)?.failure;
    return { state: done ? 'done' : 'skipped', counts, ...(failure && { failure }) };
  }
}

function endOf({ state, failure }: JobEnd): NonNullable<RowCheckpoint['ended']> {
  return { state, ...(failure && { failure }) };
}

/** @throws AppError `notion-trashed` for a row that was thrown away meanwhile, and what the workspace throws */
async function readRow(workspace: NotionWorkspace, rowId: string, signal: AbortSignal) {
  const row = await workspace.getPage(rowId, signal);
  if (row.in_trash) throw new AppError('notion-trashed', 'never');
  return row;
}
