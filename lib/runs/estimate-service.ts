/** Answers what a click on Generate will take, from what is stored here, what the surface has read, and a little of Notion. */
import type { WritingSettings } from '../generation/request/generation-ports.ts';
import type { RunStore } from '../jobs/ports.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import type { Usage } from '../language-model/language-model.ts';
import { countSteps, outputOfAllSteps, outputOfRequest, requestOfStep } from '../generation/rows/row-steps.ts';
import type { Estimate, EstimateRow } from './estimate.ts';
import { guessAnswerTokens } from './answer-length.ts';
import type { Clock } from '../shared/clock.ts';
import { capLeft, promptsLeft } from '../usage/usage-record.ts';
import type { EstimateFacts } from './estimate-facts.ts';
import { withExamples } from './find-examples.ts';
import { estimateRun, namesPage } from './estimate-run.ts';
import { type NotionWindow, PLAN_WINDOW } from './estimate-time.ts';
import { PAST_RUNS, readPastAnswers } from './past-answers.ts';
import type { RequestOf } from '../shared/command.ts';
import type { RunCommands } from './run-commands.ts';
import { propertyIdsOf } from '../run-request/output.ts';

export interface EstimateServiceDeps {
  readonly store: Pick<RunStore, 'getUsage' | 'listRuns' | 'listJobs'>;
  readonly clock: Clock;
  readonly facts: EstimateFacts;
  readonly workspaceId: () => Promise<string>;
  readonly resolveEngine: (request: RunRequest) => Promise<{ engine: string; model: string }>;
  /** How many rows a request means now. */
  readonly countRows: (request: RunRequest) => Promise<number>;
  readonly writingSettings: () => Promise<WritingSettings>;
  /** What is known of Notion's window of requests. Default: what every plan allows. */
  readonly notionWindow?: (() => NotionWindow) | undefined;
  /** Dollars, or undefined where the price is not known. */
  readonly priceOf: (model: string, engine: string, usage: Usage) => Promise<number | undefined>;
  readonly pricesAsOf: string;
}

export class EstimateService {
  readonly #deps: EstimateServiceDeps;

  constructor(deps: EstimateServiceDeps) {
    this.#deps = deps;
  }

  /** All steps together: each is asked as a run of its own would be. */
  async estimate(asked: RequestOf<RunCommands, 'runs.estimate'>): Promise<Estimate> {
    const { request } = asked;
    const count = countSteps(request);
    if (count === 1) return this.#estimateOne(asked);
    const rows = asked.rows ?? (await this.#deps.countRows(request));
    const steps: Estimate[] = [];
    for (let at = 0; at < count; at += 1) {
      const sample = await this.#sampleFor(asked, at);
      const stepRows = asked.stepRows?.[at] ?? rows;
      steps.push(await this.#estimateOne({ request: requestOfStep(request, at), rows: stepRows, sample }));
    }
    return { ...addEstimates(steps), rows };
  }

  /** What the earlier steps will write is not there yet: texts as long as their answers are expected to be stand for it. */
  async #sampleFor(
    { request, sample = [] }: RequestOf<RunCommands, 'runs.estimate'>,
    at: number,
  ): Promise<readonly EstimateRow[]> {
    const source =
      at === 0
        ? undefined
        : await this.#deps.facts.source({
            ...request,
            options: { ...request.options, output: outputOfAllSteps(request) },
          });
    if (!source) return sample;
    const written = new Map<string, string>();
    for (let before = 0; before < at; before += 1) {
      const { options } = requestOfStep(request, before);
      const ids = propertyIdsOf(outputOfRequest({ options }));
      const tokens = guessAnswerTokens(options.prompt, ids.length > 1 ? 'typed' : 'text', 1, undefined);
      for (const { id, name } of Object.values(source.properties))
        if (ids.includes(id)) written.set(name, 'word '.repeat(Math.ceil(tokens * 0.8)));
    }
    return sample.map((row) => ({
      ...row,
      properties: Object.fromEntries(
        Object.entries(row.properties).map(([name, text]) => [
          name,
          text.trim() === '' ? (written.get(name) ?? text) : text,
        ]),
      ),
    }));
  }

  async #estimateOne({
    request: asked,
    rows,
    sample = [],
  }: RequestOf<RunCommands, 'runs.estimate'>): Promise<Estimate> {
    const { store, clock, facts, pricesAsOf } = this.#deps;
    const request = await withExamples(store, asked);
    const now = clock.now();
    const usage = await store.getUsage(await this.#deps.workspaceId());
    const chosen = await this.#deps.resolveEngine(request);
    const isRows = request.kind === 'rows';
    const source = isRows ? await facts.source(request) : undefined;
    return estimateRun({
      ...chosen,
      request,
      now,
      pricesAsOf,
      rows: isRows ? (rows ?? (await this.#deps.countRows(request))) : 1,
      settings: await this.#deps.writingSettings(),
      source,
      candidates: await facts.candidates(request, source),
      sample: isRows ? await facts.sample(request, sample) : [],
      context: await facts.context(request),
      page: !isRows && namesPage(request) ? await facts.page(request.target.id) : undefined,
      past: readPastAnswers(await store.listRuns(PAST_RUNS), { request, ...chosen }, now),
      window: this.#deps.notionWindow?.() ?? PLAN_WINDOW,
      price: (tokens) => this.#deps.priceOf(chosen.model, chosen.engine, tokens),
      promptsLeft: promptsLeft(usage, now),
      capLeft: capLeft(usage, now),
    });
  }
}

/** Of all steps: they have one plan, one cap and one price list. */
function addEstimates(steps: readonly Estimate[]): Estimate {
  const sum = (of: (step: Estimate) => number) => steps.reduce((all, step) => all + of(step), 0);
  const [first] = steps;
  if (!first) throw new RangeError('a run has a step');
  const isPriced = steps.every(({ cost }) => cost !== undefined);
  const {
    cost: _cost,
    searches: _searches,
    searchCost: _searchCost,
    slower: _slower,
    isLengthGuessed: _guessed,
    ...rest
  } = first;
  const searches = sum((step) => step.searches ?? 0);
  const searchCost = sum((step) => step.searchCost ?? 0);
  return {
    ...rest,
    prompts: sum(({ prompts }) => prompts),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    minutes: sum(({ minutes }) => minutes),
    ...(steps.some(({ isLengthGuessed }) => isLengthGuessed) && { isLengthGuessed: true }),
    ...(searches > 0 && { searches }),
    ...(searchCost > 0 && { searchCost }),
    ...(isPriced && { cost: sum(({ cost = 0 }) => cost) }),
    ...(isPriced && steps.some(({ slower }) => slower) && { slower: slowerSum(steps) }),
  };
}

/** A step whose model has no such way costs the same either way. */
function slowerSum(steps: readonly Estimate[]): NonNullable<Estimate['slower']> {
  const sum = (of: (step: Estimate) => number | undefined) => steps.reduce((all, step) => all + (of(step) ?? 0), 0);
  return {
    half: sum(({ slower, cost }) => slower?.half ?? cost),
    full: sum(({ slower, cost }) => slower?.full ?? cost),
  };
}
