/** The pieces of a completion as servers send them: nothing in here is taken for what its type says. */
import type { ModelRequest, Usage } from '../../language-model/language-model.ts';
import { toldCount, toldUsage } from '../../language-model/told-number.ts';
import { estimateUsage } from '../../language-model/usage.ts';
import { finishWord } from './map-openai-finish.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A chunk of a stream, or a whole completion. */
export interface CompletionPart {
  readonly text: string;
  /** The text is all of the answer, and not what is added to it. */
  readonly isAll: boolean;
  readonly hasThought: boolean;
  readonly isRefused: boolean;
  readonly finish: string | undefined;
  readonly model: string | undefined;
  readonly usage: Fields | undefined;
  /** Answered slower, at half the price. */
  readonly isFlex: boolean;
  /** Pages that the text refers to. */
  readonly citations: readonly Fields[];
  /** Searches as they are done: Groq's compound systems tell each twice, when it begins and with what it found. */
  readonly tools: readonly Fields[];
}

/**
 * Where thoughts are told apart: `reasoning_content` (DeepSeek, vLLM, llama.cpp), `reasoning` and `reasoning_details` (OpenRouter,
 * Groq, LM Studio), `thinking` and `thinking_blocks` (gateways to Anthropic), `thought` (gateways to Gemini).
 */
const THOUGHTS = [
  'reasoning_content',
  'reasoning',
  'reasoning_details',
  'reasoning_text',
  'thinking',
  'thinking_blocks',
  'thought',
];
/** Where a choice tells why it ended; gateways hand on the names of the service behind them. */
const ENDS = ['finish_reason', 'finishReason', 'stop_reason'];

const isSomething = (thought: unknown): boolean => (Array.isArray(thought) ? thought.length > 0 : Boolean(thought));

/** Some models think without showing it; the bill names it. */
function toldThoughts(usage: Fields | undefined): number | undefined {
  const details = usage?.['completion_tokens_details'];
  return toldCount(isRecord(details) ? details['reasoning_tokens'] : undefined);
}

/** What one chunk or one completion holds; undefined for what is neither. */
export function readPart(value: unknown): CompletionPart | undefined {
  if (!isRecord(value)) return undefined;
  // `choices` is empty in OpenAI's usage chunk and in Azure's first one.
  const choice: unknown = Array.isArray(value['choices']) ? value['choices'][0] : undefined;
  const { delta, message, text, ...ended } = isRecord(choice) ? choice : ({} as Fields);
  const said = isRecord(delta) ? delta : isRecord(message) ? message : ({} as Fields);
  const content = readContent(said['content'] ?? text);
  const thoughts = THOUGHTS.map((name) => said[name]);
  const groq = value['x_groq'];
  const usage = [value['usage'], isRecord(groq) ? groq['usage'] : undefined].find(isRecord);
  return {
    text: content.text,
    isAll: !isRecord(delta) && isRecord(message),
    hasThought: content.hasThought || thoughts.some(isSomething) || (toldThoughts(usage) ?? 0) > 0,
    isRefused: content.isRefused || (typeof said['refusal'] === 'string' && said['refusal'] !== ''),
    finish: ENDS.map((name) => finishWord(ended[name])).find((word) => word !== undefined),
    model: typeof value['model'] === 'string' && value['model'] !== '' ? value['model'] : undefined,
    usage,
    isFlex: value['service_tier'] === 'flex',
    citations: [...citationsIn(said['annotations']), ...content.references],
    tools: Array.isArray(said['executed_tools']) ? (said['executed_tools'] as unknown[]).filter(isRecord) : [],
  };
}

/** OpenAI's form, which OpenRouter sends before the text. */
function citationsIn(annotations: unknown): readonly Fields[] {
  if (!Array.isArray(annotations)) return [];
  return (annotations as unknown[]).flatMap((one) => {
    const citation = isRecord(one) && one['type'] === 'url_citation' ? one['url_citation'] : undefined;
    return isRecord(citation) ? [citation] : [];
  });
}

/** How many searches a usage says were made; undefined where it says nothing of it. */
export function searchesOf(usage: Fields | undefined): number | undefined {
  const used = [usage?.['server_tool_use_details'], usage?.['server_tool_use']].find(isRecord);
  // Mistral's: https://docs.mistral.ai/agents/connectors/websearch
  const connectors = isRecord(usage?.['connectors']) ? usage['connectors'] : undefined;
  return toldCount(used?.['web_search_requests']) ?? toldCount(connectors?.['web_search']);
}

/** Text, or a list of parts of which only the text is the answer: Mistral's thinking models send thoughts and references beside it. */
function readContent(content: unknown): {
  readonly text: string;
  readonly hasThought: boolean;
  readonly isRefused: boolean;
  readonly references: readonly Fields[];
} {
  if (typeof content === 'string') return { text: content, hasThought: false, isRefused: false, references: [] };
  const parts = (Array.isArray(content) ? (content as unknown[]) : [content])
    .map((part) => (typeof part === 'string' ? { text: part } : part))
    .filter(isRecord);
  const texts = parts.filter(isAnswer).map((part) => (typeof part['text'] === 'string' ? part['text'] : ''));
  return {
    text: texts.join(''),
    hasThought: parts.some((part) => /think|reason/iu.test(String(part['type'])) || part['thought'] === true),
    isRefused: parts.some(({ type }) => type === 'refusal'),
    references: parts.filter(({ type, url }) => type === 'tool_reference' && url !== undefined),
  };
}

function isAnswer({ type = 'text', thought }: Fields): boolean {
  return thought !== true && (type === 'text' || type === 'output_text');
}

/**
 * completion_tokens includes reasoning tokens, which are paid like output; xAI counts them beside it, which its total shows.
 * What cannot be a count is estimated.
 */
export function usageOf(usage: Fields | undefined, request: ModelRequest, text: string): Usage {
  const told = toldUsage(usage?.['prompt_tokens'], usage?.['completion_tokens'], text !== '');
  if (!told) return estimateUsage(request, text);
  const thoughts = toldThoughts(usage) ?? 0;
  const isBeside = usage?.['total_tokens'] === told.inputTokens + told.outputTokens + thoughts;
  // What Mistral's search put before the model is counted apart, and paid like the prompt.
  const found = toldCount(usage?.['connector_tokens']) ?? 0;
  const details = usage?.['prompt_tokens_details'];
  const cached = toldCount(isRecord(details) ? details['cached_tokens'] : undefined) ?? 0;
  return {
    ...told,
    ...(isBeside && { outputTokens: told.outputTokens + thoughts }),
    ...(found > 0 && { inputTokens: told.inputTokens + found }),
    ...(cached > 0 && cached <= told.inputTokens && { cachedInputTokens: cached }),
    estimated: false,
  };
}

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
