/** POST /v1/responses with a web search, as strict as the real one about what the extension sends. The web is made up, and says so. */
import type { Answer } from './answers.ts';
import { chunkWords, countTokens } from './answers.ts';
import { OPENAI_MODELS } from './catalogue.ts';
import { isRecord } from './http-body.ts';
import { modelNotFound, openAiError, type OpenAiFailure } from './openai-errors.ts';
import type { Frame } from './send-frames.ts';
import { strictSchemaFault } from './strict-schema.ts';

const KNOWN = new Set(
  (
    'model instructions input tools tool_choice max_tool_calls include store stream reasoning temperature top_p max_output_tokens text ' +
    'metadata parallel_tool_calls previous_response_id prompt_cache_key safety_identifier service_tier truncation user background'
  ).split(' '),
);
/** https://platform.openai.com/docs/guides/tools-web-search: the oldest small models have no search. */
const WITHOUT_SEARCH = new Set(['gpt-4.1-nano']);

/** What api.openai.com refuses about a body of POST /v1/responses, or undefined. */
export function responsesRequestFault(body: Record<string, unknown>): OpenAiFailure | undefined {
  const unknown = Object.keys(body).find((key) => !KNOWN.has(key));
  if (unknown)
    return openAiError(400, `Unknown parameter: '${unknown}'.`, { param: unknown, code: 'unknown_parameter' });
  const model = OPENAI_MODELS.find(({ id }) => id === body['model']);
  if (!model) return modelNotFound(String(body['model']));
  const tools = Array.isArray(body['tools']) ? (body['tools'] as unknown[]).filter(isRecord) : [];
  const tool = tools.find(({ type }) => type !== 'web_search');
  if (tool) return openAiError(400, `Invalid value: '${String(tool['type'])}'.`, { param: 'tools[0].type' });
  if (tools.length > 0 && WITHOUT_SEARCH.has(model.id))
    return openAiError(400, `Hosted tool 'web_search' is not supported with ${model.id}.`, { param: 'tools' });
  const calls = body['max_tool_calls'];
  if (calls !== undefined && (!Number.isInteger(calls) || Number(calls) < 1))
    return openAiError(400, "Invalid 'max_tool_calls': integer below minimum value.", { param: 'max_tool_calls' });
  if (!model.reasoning && body['reasoning'] !== undefined)
    return openAiError(400, "Unsupported parameter: 'reasoning.effort' is not supported with this model.", {
      param: 'reasoning.effort',
    });
  if (model.reasoning && body['temperature'] !== undefined)
    return openAiError(400, "Unsupported parameter: 'temperature' is not supported with this model.", {
      param: 'temperature',
    });
  return formatFault(body['text']);
}

function formatFault(text: unknown): OpenAiFailure | undefined {
  const format = isRecord(text) && isRecord(text['format']) ? text['format'] : undefined;
  if (format === undefined) return undefined;
  if (format['type'] !== 'json_schema' || typeof format['name'] !== 'string')
    return openAiError(400, "Missing required parameter: 'text.format.name'.", { param: 'text.format.name' });
  const fault = format['strict'] === true ? strictSchemaFault(format['schema']) : undefined;
  return fault === undefined
    ? undefined
    : openAiError(400, `Invalid schema for response_format '${format['name']}': ${fault}`, {
        param: 'text.format.schema',
      });
}

/** A page of the sandbox's web. */
export interface SandboxPage {
  readonly url: string;
  readonly title: string;
}

export interface ResponseMeta {
  readonly id: string;
  readonly model: string;
  readonly createdAt: number;
  readonly inputTokens: number;
  /** What is looked for. */
  readonly query: string;
  readonly pages: readonly SandboxPage[];
  /** No search, although it was asked for. */
  readonly isUnsearched?: boolean;
  /** Structured answers carry no citations. */
  readonly isJson: boolean;
  /** Answered at half the price. */
  readonly tier?: 'flex';
}

/** The events of one answer, in the order of real traces: thought, search, text with its citations behind their spans. */
export function responseFrames(answer: Answer, meta: ResponseMeta): Frame[] {
  const base = {
    id: meta.id,
    object: 'response',
    created_at: meta.createdAt,
    model: meta.model,
    error: null,
    service_tier: meta.tier ?? 'default',
  };
  const searches = meta.isUnsearched ? 0 : 1;
  let number = 0;
  const frame = (type: string, fields: Record<string, unknown>, text?: string): Frame => ({
    write: `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: number++, ...fields })}\n\n`,
    ...(text !== undefined && { text }),
  });
  const frames = [
    frame('response.created', { response: { ...base, status: 'in_progress', output: [] } }),
    frame('response.in_progress', { response: { ...base, status: 'in_progress', output: [] } }),
    frame('response.output_item.added', { output_index: 0, item: { id: 'rs_1', type: 'reasoning', summary: [] } }),
    frame('response.output_item.done', { output_index: 0, item: { id: 'rs_1', type: 'reasoning', summary: [] } }),
  ];
  if (searches > 0) frames.push(...searchFrames(meta, frame));
  const place = { output_index: 2, item_id: 'msg_1', content_index: 0 };
  const item = { id: 'msg_1', type: 'message', role: 'assistant', phase: 'final_answer' };
  frames.push(
    frame('response.output_item.added', { output_index: 2, item: { ...item, status: 'in_progress', content: [] } }),
  );
  frames.push(
    frame('response.content_part.added', { ...place, part: { type: 'output_text', text: '', annotations: [] } }),
  );
  const cites = searches > 0 && !meta.isJson;
  const chunks = answer.chunks ?? chunkWords(answer.text);
  for (const delta of chunks)
    frames.push(frame('response.output_text.delta', { ...place, delta, logprobs: [] }, delta));
  let text = chunks.join('');
  const annotations: unknown[] = [];
  for (const [index, { url, title }] of (cites ? meta.pages : []).entries()) {
    const mark = ` ([${new URL(url).hostname}](${url}?utm_source=openai))`;
    frames.push(frame('response.output_text.delta', { ...place, delta: mark, logprobs: [] }, mark));
    const annotation = {
      type: 'url_citation',
      start_index: text.length + 1,
      end_index: text.length + mark.length,
      title,
      url: `${url}?utm_source=openai`,
    };
    text += mark;
    annotations.push(annotation);
    frames.push(frame('response.output_text.annotation.added', { ...place, annotation_index: index, annotation }));
  }
  frames.push(frame('response.output_text.done', { ...place, text }));
  const content = [{ type: 'output_text', text, annotations }];
  frames.push(frame('response.output_item.done', { output_index: 2, item: { ...item, status: 'completed', content } }));
  const outputTokens = countTokens(text);
  const usage = {
    input_tokens: meta.inputTokens + searches * 8_500,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: meta.inputTokens + searches * 8_500 + outputTokens,
  };
  const response = { ...base, status: 'completed', usage, tool_usage: { web_search: { num_requests: searches } } };
  return [...frames, frame('response.completed', { response })];
}

function searchFrames(
  { query, pages }: ResponseMeta,
  frame: (type: string, fields: Record<string, unknown>) => Frame,
): Frame[] {
  const item = { id: 'ws_1', type: 'web_search_call' };
  const sources = pages.map(({ url }) => ({ type: 'url', url }));
  const action = { type: 'search', queries: [query], sources };
  return [
    frame('response.output_item.added', { output_index: 1, item: { ...item, status: 'in_progress' } }),
    ...['in_progress', 'searching', 'completed'].map((state) =>
      frame(`response.web_search_call.${state}`, { output_index: 1, item_id: 'ws_1' }),
    ),
    frame('response.output_item.done', { output_index: 1, item: { ...item, status: 'completed', action } }),
  ];
}

/** Two made-up pages about what is looked for. `.example` leads nowhere: https://www.rfc-editor.org/rfc/rfc2606 */
export function pagesAbout(query: string): readonly SandboxPage[] {
  const slug =
    query
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .slice(0, 40) || 'page';
  const title = query.slice(0, 60) || 'Page';
  return [
    { url: `https://encyclopedia.example/${encodeURIComponent(slug)}`, title: `${title} (sandbox encyclopedia)` },
    { url: `https://news.example/${encodeURIComponent(slug)}`, title: `News: ${title} (sandbox)` },
  ];
}
