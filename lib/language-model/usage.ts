import type { ModelRequest, Usage } from './language-model.ts';

// Scripts that tokenizers cut into about one token a character: CJK, kana, hangul, and their wide forms.
const DENSE =
  /[\u1100-\u11FF\u2E80-\u9FFF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFF00-\uFFEF]|[\u{20000}-\u{3FFFF}]/gu;

/** Tokens of a text, estimated: four characters a token, one for Chinese, Japanese and Korean. Real tokenizers weigh over a megabyte. */
export function estimateTokens(text: string): number {
  const dense = text.match(DENSE)?.length ?? 0;
  return Math.ceil((text.length - dense) / 4) + dense;
}

/** Tokens that a request sends, estimated, with a few for each message's frame. */
export function estimateInputTokens(request: Pick<ModelRequest, 'system' | 'messages' | 'json'>): number {
  const schema = request.json ? estimateTokens(JSON.stringify(request.json.schema)) : 0;
  const messages = request.messages.reduce((sum, { text }) => sum + estimateTokens(text) + 4, 0);
  return estimateTokens(request.system) + messages + schema;
}

/** The usage of an answer whose engine never told. */
export function estimateUsage(request: ModelRequest, answer: string): Usage {
  return { inputTokens: estimateInputTokens(request), outputTokens: estimateTokens(answer), estimated: true };
}

export const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0, estimated: false };

/** The sum of two; estimated as soon as one is. */
export function addUsage(one: Usage, other: Usage): Usage {
  const searches = (one.searches ?? 0) + (other.searches ?? 0);
  const cached = (one.cachedInputTokens ?? 0) + (other.cachedInputTokens ?? 0);
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    ...(cached > 0 && { cachedInputTokens: cached }),
    ...(searches > 0 && { searches }),
    estimated: one.estimated || other.estimated,
  };
}
