import type { ExtraFields } from '../../language-model/server-extras.ts';
import type { ModelRequest } from '../../language-model/language-model.ts';
import type { Block } from './message-blocks.ts';

/** The API wants a limit with every request; room for a long page, and within what every current model gives. */
const DEFAULT_TOKENS = 32_000;

export interface AnthropicForm {
  /** False for a model that has no effort. */
  readonly isEffortSent: boolean;
  /** False where schemas are refused beside a search, whose citations stand in the text: it is told in words then. */
  readonly isSchemaSent: boolean;
  /** A person's own. */
  readonly fields: ExtraFields;
}

/** A turn that was paused in the midst of its searches: what it holds so far, and how many more it may make. */
export interface PausedTurn {
  readonly content: readonly Block[];
  readonly searchesLeft: number;
}

/**
 * The body of POST /v1/messages. Schemas go into `output_config`; a model without effort is asked again without it. Paused turns are
 * sent back as they came. https://docs.anthropic.com/en/api/messages
 */
export function convertToAnthropicRequest(
  request: ModelRequest,
  { isEffortSent, isSchemaSent, fields }: AnthropicForm,
  paused: readonly PausedTurn[] = [],
): Readonly<Record<string, unknown>> {
  const { model, messages, temperature, effort, json } = request;
  const level = isEffortSent && effort !== undefined ? { effort: effort === 'none' ? 'low' : effort } : {};
  const output = { ...level, ...(json && isSchemaSent && { format: { type: 'json_schema', schema: json.schema } }) };
  const system = [request.system, ...(json && !isSchemaSent ? [inWords(json)] : [])].filter((text) => text !== '');
  return {
    model,
    max_tokens: request.maxOutputTokens ?? request.defaultOutputTokens ?? DEFAULT_TOKENS,
    messages: [
      ...messages.map(({ role, text }) => ({ role, content: text })),
      ...paused.map(({ content }) => ({ role: 'assistant', content })),
    ],
    stream: true,
    ...(system.length > 0 && { system: system.join('\n\n') }),
    // Its scale ends at 1, others' at 2.
    ...(temperature !== undefined && { temperature: Math.min(temperature, 1) }),
    ...(Object.keys(output).length > 0 && { output_config: output }),
    ...(request.search && searchTool(paused.at(-1)?.searchesLeft ?? request.search.most)),
    ...fields,
  };
}

/** The plain one: its successors filter by running code. https://docs.claude.com/en/docs/agents-and-tools/tool-use/web-search-tool */
const searchTool = (most: number): object => ({
  tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: Math.max(1, most) }],
  // A turn that used them up goes on without; the tool itself stays, since its results are in the turn.
  ...(most <= 0 && { tool_choice: { type: 'none' } }),
});

const inWords = ({ schema }: NonNullable<ModelRequest['json']>): string =>
  `Answer with one JSON object that fits this JSON Schema, and with nothing else:\n${JSON.stringify(schema)}`;
