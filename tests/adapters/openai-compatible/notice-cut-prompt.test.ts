import { describe, expect, it } from 'vitest';

import { noticeCutPrompt } from '../../../lib/adapters/openai-compatible/notice-cut-prompt.ts';
import type { ModelEvent, ModelRequest, Usage } from '../../../lib/language-model/language-model.ts';
import { estimateInputTokens } from '../../../lib/language-model/usage.ts';

const requestOf = (words: number): ModelRequest => ({
  model: 'qwen3:8b',
  system: 'Be brief.',
  messages: [{ role: 'user', text: 'river '.repeat(words) }],
});
const LONG = requestOf(20_000);
const LONG_TOKENS = estimateInputTokens(LONG);

async function* answer(usage: Partial<Usage>): AsyncGenerator<ModelEvent> {
  yield { type: 'text', text: 'Rivers flow.' };
  const all = { inputTokens: 0, outputTokens: 4, estimated: false, ...usage };
  yield { type: 'end', finish: 'stop', usage: all, model: 'qwen3:8b' };
}

async function read(request: ModelRequest, usage: Partial<Usage>): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const { type } of noticeCutPrompt(answer(usage), request)) types.push(type);
  return types;
}

describe('a server that read less than it was sent', () => {
  it('fails the answer, with both numbers', async () => {
    await expect(read(LONG, { inputTokens: 4_096 })).rejects.toMatchObject({
      code: 'engine-context-too-long',
      retry: 'never',
      details: { reason: 'cut', model: 'qwen3:8b', requested: LONG_TOKENS, limit: 4_096 },
    });
  });

  it.each([
    ['another tokenizer counts a little less', { inputTokens: Math.round(LONG_TOKENS * 0.6) }],
    ['most of the prompt was read from the cache', { inputTokens: 500, cachedInputTokens: LONG_TOKENS - 500 }],
    ['the number is only our own estimate', { inputTokens: 10, estimated: true }],
  ])('is not suspected where %s', async (_, usage) => {
    expect(await read(LONG, usage)).toEqual(['text', 'end']);
  });

  it('is not suspected of a short prompt, of which the estimate says little', async () => {
    expect(await read(requestOf(300), { inputTokens: 40 })).toEqual(['text', 'end']);
  });
});
