/** What a click on Generate will take: the very requests that would be sent, built for a sample of the rows and counted. */
import { askedText } from '../run-request/asked-text.ts';
import type { ContextSource } from '../context/context-source.ts';
import type { WritingSettings } from '../generation/request/generation-ports.ts';
import { preparePageRequest } from '../generation/request/prepare-request.ts';
import { instructionsFor, prepareRowRequest } from '../generation/request/prepare-row-request.ts';
import type { CandidatesById } from '../generation/rows/read-candidates.ts';
import { answerFormOf } from '../generation/rows/row-answer.ts';
import type { Run } from '../jobs/run.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import { DEFAULT_ENGINE, engineIdOf, knownEngine } from '../language-model/engines.ts';
import { HOSTED_PACE } from '../language-model/engines/engine.ts';
import type { ModelRequest, Usage } from '../language-model/language-model.ts';
import { estimateInputTokens } from '../language-model/usage.ts';
import type { Estimate } from './estimate.ts';
import type { DataSourceObjectResponse } from '../notion/api-types.ts';
import type { RowOutput, RowPrompt } from '../prompt/build-request.ts';
import type { RowGiven } from '../prompt/has-something.ts';
import { usesVariable } from '../prompt/variables.ts';
import { guessAnswerTokens, type OutputKind, tellsLength } from './answer-length.ts';
import { estimateMinutes, type NotionWindow } from './estimate-time.ts';
import type { PastAnswers } from './past-answers.ts';

/** A page nobody has read yet, in tokens of four characters. */
const GUESSED_PAGE = 'page '.repeat(1_200);
const NO_SETTINGS: WritingSettings = { outputLanguage: '', systemInstructions: '', contextCharacters: 24_000 };
const NONCE = '00000000';

export interface EstimateInput {
  readonly request: RunRequest;
  readonly rows: number;
  readonly price: (usage: Usage) => Promise<number | undefined>;
  readonly pricesAsOf: string;
  readonly promptsLeft: number | undefined;
  /** Dollars that are left of this month's cap. */
  readonly capLeft?: number | undefined;
  readonly engine?: string;
  readonly model?: string;
  readonly settings?: WritingSettings;
  /** Rows: makes the schema of typed answers. */
  readonly source?: DataSourceObjectResponse | undefined;
  /** Whom and what typed answers may name, by property id. */
  readonly candidates?: CandidatesById;
  /** Rows that stand for all: each for an equal part of them. `page` where it was read. */
  readonly sample?: readonly RowGiven[];
  /** A page's own text, where it is sent and was read. */
  readonly page?: string | undefined;
  /** What stands for the context that will be read. */
  readonly context?: readonly ContextSource[];
  readonly past?: PastAnswers;
  readonly window?: NotionWindow;
  /** Epoch ms. */
  readonly now?: number;
}

export async function estimateRun(input: EstimateInput): Promise<Estimate> {
  const { request, rows, past = {} } = input;
  const kind = outputKindOf(request);
  const requests = request.kind === 'rows' ? rowRequests(input) : [pageRequest(input)];
  const inputEach = requests.reduce((sum, each) => sum + estimateInputTokens(each), 0) / Math.max(1, requests.length);
  const outputEach =
    past.outputTokens ?? guessAnswerTokens(request.options.prompt, kind, fieldsOf(request), request.options.effort);
  const search = input.settings?.searchOf?.(engineIdOf(input.engine) ?? DEFAULT_ENGINE, input.model ?? '');
  const isPreviewed = request.kind !== 'rows' && request.options.search !== undefined && search?.isPreview;
  const searchesEach = Math.min(requests[0]?.search?.most ?? (isPreviewed ? 1 : 0), past.searches ?? 1);
  const found = searchesEach * (search?.tokensPerSearch ?? 0);
  const inputTokens = Math.round(rows * (inputEach + found));
  const outputTokens = Math.round(rows * outputEach);
  const usage: Usage = {
    inputTokens: Math.round(inputEach + found),
    outputTokens: Math.round(outputEach),
    estimated: true,
    ...(searchesEach > 0 && { searches: searchesEach }),
  };
  const full = await input.price(usage);
  const hasSlower = knownEngine(input.engine)?.takesFlex?.(input.model ?? '') ?? false;
  // What is paid by the search is not halved.
  const half = hasSlower ? await input.price({ ...usage, isHalfPrice: true }) : undefined;
  const each = request.options.slower === undefined ? full : (half ?? full);
  return {
    rows,
    prompts: rows,
    inputTokens,
    outputTokens,
    ...(kind !== 'typed' &&
      past.outputTokens === undefined &&
      !tellsLength(request.options.prompt) && { isLengthGuessed: true }),
    ...(searchesEach > 0 && { searches: Math.round(rows * searchesEach) }),
    ...(searchesEach > 0 && search?.pricePerSearch && { searchCost: rows * searchesEach * search.pricePerSearch }),
    minutes: estimateMinutes({
      rows,
      isBody: kind === 'body',
      isPage: request.kind !== 'rows',
      readsPage: namesPage(request),
      inputEach,
      outputEach,
      isOwnServer: knownEngine(input.engine)?.host === 'base-url',
      atOnce: (knownEngine(input.engine)?.pace ?? HOSTED_PACE).most,
      answerMs: past.answerMs,
      msPerRow: past.msPerRow,
      now: input.now ?? 0,
      window: input.window,
    }),
    pricesAsOf: input.pricesAsOf,
    // A price may rise with the length of one request: the sum is made of single ones.
    ...(each !== undefined && { cost: each * rows }),
    ...(full !== undefined && half !== undefined && { slower: { half: half * rows, full: full * rows } }),
    ...(input.promptsLeft !== undefined && { promptsLeft: input.promptsLeft }),
    ...(input.capLeft !== undefined && { capLeft: input.capLeft }),
  };
}

export function outputKindOf({ kind, options: { output } }: RunRequest): OutputKind {
  if (kind !== 'rows' || output === undefined || output.kind === 'body') return 'body';
  return output.kind === 'properties' ? 'typed' : 'text';
}

export function fieldsOf({ options: { output } }: RunRequest): number {
  return output?.kind === 'properties' ? output.propertyIds.length : 1;
}

export function namesPage({ kind, options }: RunRequest, propertyNames: readonly string[] = []): boolean {
  if (kind !== 'rows' && options.usePageContent) return true;
  return usesVariable(askedText(options), 'page', propertyNames);
}

function requestInput({
  request,
  engine = DEFAULT_ENGINE,
  model = '',
  settings = NO_SETTINGS,
  now = 0,
  context = [],
}: EstimateInput) {
  // Only what requests are made of; nothing is stored of it.
  const run = { request, engine, model } as Run;
  return { run, settings, nonce: NONCE, now, timeZone: 'UTC', context };
}

function pageRequest(input: EstimateInput): ModelRequest {
  const { request, page } = input;
  const content = namesPage(request) ? (page ?? GUESSED_PAGE) : undefined;
  return preparePageRequest(requestInput(input), request.target.title, content).request;
}

function rowRequests(input: EstimateInput): ModelRequest[] {
  const { request, sample = [] } = input;
  const { output, form } = outputOfRows(input);
  const given = sample.length > 0 ? sample : [{ topic: 'A topic of some words', properties: {} }];
  return given.map((row) => {
    const isNamed = namesPage(request, Object.keys(row.properties));
    const { page = isNamed ? GUESSED_PAGE : undefined, ...rest } = row;
    return prepareRowRequest(requestInput(input), { ...rest, page: isNamed ? page : undefined }, output, form).request;
  });
}

type FormNames = Pick<RowPrompt, 'labels' | 'instructions'>;

function outputOfRows({ request, source, candidates }: EstimateInput): { output: RowOutput; form?: FormNames } {
  const { output, allowNewOptions = false, where } = request.options;
  if (output === undefined || output.kind === 'body')
    return { output: { kind: 'body', where: where === 'top' ? 'top' : 'end' } };
  if (source) {
    const searches = request.options.search !== undefined;
    const form = answerFormOf(source, output, { allowNewOptions, searches, ...(candidates && { candidates }) });
    return {
      output: form.output,
      form: {
        labels: [...form.fields.map(({ property }) => property.name), ...form.told],
        instructions: instructionsFor(form.fields, request.options),
      },
    };
  }
  if (output.kind === 'property') return { output: { kind: 'text' } };
  const properties = Object.fromEntries(output.propertyIds.map((_id, at) => [`p${at}`, { type: ['string', 'null'] }]));
  return { output: { kind: 'json', name: 'row', schema: { type: 'object', properties } } };
}
