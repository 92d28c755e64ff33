/** xAI's POST /v1/responses with its web search: OpenAI's form, with fewer fields. https://docs.x.ai/docs/guides/tools/overview */
import { type Answer, countTokens } from './answers.ts';
import type { AnswerRequest } from './answer-request.ts';
import { isRecord } from './http-body.ts';
import type { OpenAiFailure } from './openai-errors.ts';
import type { LoggedModelRequest } from './request-log.ts';
import { responseFrames, type SandboxPage } from './responses-api.ts';
import type { Frame } from './send-frames.ts';

type Body = Readonly<Record<string, unknown>>;

const KNOWN = new Set(
  (
    'model instructions input tools tool_choice max_tool_calls include store stream reasoning temperature top_p ' +
    'max_output_tokens text parallel_tool_calls previous_response_id'
  ).split(' '),
);

const formatOf = ({ text }: Body): unknown => (isRecord(text) ? text['format'] : undefined);

/** What it refuses of a body, or undefined. */
export function xaiFault(body: Body, model: string): OpenAiFailure | undefined {
  const said = (error: string): OpenAiFailure => ({ status: 400, body: { code: 'invalid-argument', error } });
  const unknown = Object.keys(body).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) return said(`Argument not supported: ${unknown}`);
  if (body['model'] !== model) return said(`Model not found: ${String(body['model'])}`);
  const [tool] = Array.isArray(body['tools']) ? (body['tools'] as unknown[]) : [];
  if (!isRecord(tool) || tool['type'] !== 'web_search') return said('Unknown tool');
  const format = formatOf(body);
  if (format !== undefined && (!isRecord(format) || format['type'] !== 'json_schema')) return said('Unknown format');
  return undefined;
}

export function xaiRequestOf({ model, system, prompt }: LoggedModelRequest, body: Body): AnswerRequest {
  const format = formatOf(body);
  const schema = isRecord(format) && isRecord(format['schema']) ? { schema: format['schema'] } : {};
  return { model, system, prompt, json: format !== undefined, ...schema };
}

export function xaiFrames(
  answer: Answer,
  entry: LoggedModelRequest,
  body: Body,
  search: { readonly query: string; readonly pages: readonly SandboxPage[] } | undefined,
): Frame[] {
  return responseFrames(answer, {
    id: 'resp_sandbox',
    model: entry.model,
    createdAt: Math.floor(entry.at / 1000),
    inputTokens: countTokens(entry.system + entry.prompt),
    query: search?.query ?? '',
    pages: search?.pages ?? [],
    isJson: formatOf(body) !== undefined,
    ...(!search && { isUnsearched: true }),
  });
}
