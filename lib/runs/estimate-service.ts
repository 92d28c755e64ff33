/** Answers what a click on Generate will take, from what is stored here, what the surface has read, and a little of Notion. */
import type { WritingSettings } from '../generation/request/ports.ts';
import type { RunStore } from '../jobs/ports.ts';
import type { RunRequest } from '../jobs/run.ts';
import type { Usage } from '../language-model/language-model.ts';
import type { CommandRequest, Estimate } from '../messaging/protocol.ts';
import type { Clock } from '../shared/clock.ts';
import { capLeft, promptsLeft } from '../usage/usage-record.ts';
import type { EstimateFacts } from './estimate-facts.ts';
import { withExamples } from './find-examples.ts';
import { estimateRun, namesPage } from './estimate-run.ts';
import { type NotionWindow, PLAN_WINDOW } from './estimate-time.ts';
import { PAST_RUNS, readPastAnswers } from './past-answers.ts';

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

  async estimate({ request: asked, rows, sample = [] }: CommandRequest<'runs.estimate'>): Promise<Estimate> {
    const { store, clock, facts, pricesAsOf } = this.#deps;
    const request = await withExamples(store, asked);
    const now = clock.now();
    const usage = await store.getUsage(await this.#deps.workspaceId());
    const chosen = await this.#deps.resolveEngine(request);
    const isRows = request.kind === 'rows';
    return estimateRun({
      ...chosen,
      request,
      now,
      pricesAsOf,
      rows: isRows ? (rows ?? (await this.#deps.countRows(request))) : 1,
      settings: await this.#deps.writingSettings(),
      source: isRows ? await facts.source(request) : undefined,
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
