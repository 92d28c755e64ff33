import { type Answer, chunkWords, countTokens } from './answers.ts';
import type { Fault } from './faults.ts';
import type { SandboxPage } from './responses-api.ts';
import type { Frame } from './send-frames.ts';

interface Meta {
  readonly model: string;
  readonly inputTokens: number;
  /** What is looked for, and what is found; absent: no search. */
  readonly search?: { readonly query: string; readonly pages: readonly SandboxPage[] } | undefined;
}

/** One answer of POST /v1/responses in Perplexity's form: results first, to which the text refers by number. https://docs.perplexity.ai/api-reference/responses-post */
export function perplexityFrames(answer: Answer, { model, inputTokens, search }: Meta, fault?: Fault): Frame[] {
  let number = 0;
  const frame = (type: string, fields: Readonly<Record<string, unknown>>, text?: string): Frame => ({
    write: `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: number++, ...fields })}\n\n`,
    ...(text !== undefined && { text }),
  });
  const base = { id: 'resp_sandbox', object: 'response', model };
  const results = search?.pages.map((page, at) => ({ id: at + 1, ...page, snippet: 'A made-up page.' })) ?? [];
  const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };
  const marks = search ? results.map(({ id }) => `[${id}]`).join('') : '';
  // In JSON the numbers stand inside the first text.
  const text = answer.text.replace(/^(\{[^:]*:\s*"[^"\\]*)/u, `$1${marks}`);
  const isJson = answer.text.startsWith('{');
  const chunks = (isJson ? chunkWords(text) : [...(answer.chunks ?? chunkWords(text)), marks]).filter(Boolean);
  const begun = [
    frame('response.created', { response: { ...base, status: 'in_progress', output: [] } }),
    ...(search
      ? [
          frame('response.reasoning.started', { thought: 'Looking it up.' }),
          frame('response.reasoning.search_queries', { queries: [search.query] }),
          frame('response.reasoning.search_results', { results }),
          frame('response.reasoning.stopped', {}),
        ]
      : []),
    ...chunks.map((delta) => frame('response.output_text.delta', { ...place, delta }, delta)),
  ];
  if (fault?.kind === 'cut') return [...begun.slice(0, -1), { cut: true }];
  if (fault?.kind === 'missing-end') return begun;
  const output_tokens = countTokens(answer.text);
  const usage = {
    input_tokens: inputTokens,
    output_tokens,
    total_tokens: inputTokens + output_tokens,
    ...(search && { tool_calls_details: { web_search: { invocation: 1 } } }),
  };
  return [...begun, frame('response.completed', { response: { ...base, status: 'completed', output: [], usage } })];
}
