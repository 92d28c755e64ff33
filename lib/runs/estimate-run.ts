import type { RunRequest } from '../jobs/run.ts';
import type { Usage } from '../language-model/language-model.ts';
import { estimateTokens } from '../language-model/usage.ts';
import type { Estimate } from '../messaging/protocol.ts';

/** What one row's answer takes, on average, by kind of output (tokens). Replaced by what the run really took as soon as rows are done. */
const ANSWER_TOKENS = { text: 120, typed: 60, body: 700 } as const;
/** Instructions, schema and fence around each row. */
const FRAME_TOKENS = 350;
const PAGE_TOKENS = 1500;
/** Writes per minute on the plans below Business (https://developers.notion.com/reference/request-limits). */
const WRITES_PER_MINUTE = 180;
/** A body takes two reads and about two appends. */
const REQUESTS_PER_BODY = 4;

export interface EstimateInput {
  readonly request: RunRequest;
  readonly rows: number;
  readonly price: (usage: Usage) => Promise<number | undefined>;
  readonly pricesAsOf: string;
  readonly promptsLeft: number | undefined;
}

/** A rough account before the click: says what it is, with the date of the prices. */
export async function estimateRun(input: EstimateInput): Promise<Estimate> {
  const { request, rows } = input;
  const { output, prompt } = request.options;
  const isBody = request.kind !== 'rows' || output === undefined || output.kind === 'body';
  const kind = isBody ? 'body' : output.kind === 'properties' ? 'typed' : 'text';
  const context =
    prompt.includes('{{page}}') || (request.kind === 'page' && request.options.usePageContent) ? PAGE_TOKENS : 0;
  const inputTokens = rows * (FRAME_TOKENS + estimateTokens(prompt) + context);
  const outputTokens = rows * ANSWER_TOKENS[kind];
  const cost = await input.price({ inputTokens, outputTokens, estimated: true });
  const requests = rows * (isBody ? REQUESTS_PER_BODY : 1) + Math.ceil(rows / 100) + 2;
  return {
    rows,
    prompts: rows,
    inputTokens,
    outputTokens,
    minutes: Math.max(requests / WRITES_PER_MINUTE, 0.1),
    pricesAsOf: input.pricesAsOf,
    ...(cost !== undefined && { cost }),
    ...(input.promptsLeft !== undefined && { promptsLeft: input.promptsLeft }),
  };
}
