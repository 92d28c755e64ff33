import { describe, expect, it, onTestFinished } from 'vitest';

import { createOpenAiLanguageModel } from '../../../lib/adapters/openai/openai-language-model.ts';
import type { ModelRequest } from '../../../lib/language-model/language-model.ts';
import { cost } from '../../../lib/language-model/price.ts';
import { type Slower, slowModel } from '../../../lib/language-model/slow-model.ts';
import { createOpenAiApi } from '../../../sandbox/models/openai-api.ts';
import { collect, failureOf } from '../../contracts/language-model.ts';
import { createEngineHarness } from '../../fakes/engine-harness.ts';

const signal = (): AbortSignal => new AbortController().signal;

async function open(slower: Slower, modelId = 'gpt-6-luna') {
  const harness = await createEngineHarness({
    createServer: createOpenAiApi,
    createModel: ({ origin, fetch, ...options }) =>
      createOpenAiLanguageModel({
        ...options,
        fetch: (input, init) => fetch(String(input).replace('https://api.openai.com', origin), init),
      }),
    modelId,
    key: 'sk-canary-0123456789',
  });
  onTestFinished(() => harness.close());
  const request: ModelRequest = { model: modelId, system: '', messages: [{ role: 'user', text: 'Rivers' }] };
  const tiers = () => harness.server.log.map(({ body }) => (body as Record<string, unknown>)['service_tier']);
  return { ...harness, request, tiers, model: slowModel(harness.model, slower) };
}

describe('slower at half price', () => {
  it('asks for the slower way, and the answer that came by it costs half', async () => {
    const { model, request, tiers } = await open('only');
    const end = (await collect(model.stream(request, signal()))).at(-1);
    expect(tiers()).toEqual(['flex']);
    if (end?.type !== 'end') throw new Error('no end');
    expect(end.usage.isHalfPrice).toBe(true);
    const question = { model: request.model, engine: 'openai', today: '2026-11-28', ownPrices: {} } as const;
    const { isHalfPrice: _half, ...full } = end.usage;
    expect(cost(end.usage, question)).toBeCloseTo(cost(full, question)! / 2, 12);
  });

  it('waits a quarter of an hour for its turn', async () => {
    const { model, request, clock, behave, seen } = await open('only');
    behave({ does: 'stall', text: '' });
    const failure = failureOf(model.stream(request, signal()));
    while (seen().length === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(15 * 60_000 - 1);
    expect(await Promise.race([failure, Promise.resolve('open')])).toBe('open');
    await clock.advance(2);
    expect(await failure).toMatchObject({ code: 'engine-stalled' });
  });

  it('without room waits, or pays the normal price where the person chose that', async () => {
    const waiting = await open('only');
    waiting.fault({ kind: 'rate-limit', retryAfterSeconds: 9 });
    expect(await failureOf(waiting.model.stream(waiting.request, signal()))).toMatchObject({ retry: 'wait' });
    expect(waiting.tiers()).toEqual(['flex']);
    const paying = await open('or-normal');
    paying.fault({ kind: 'rate-limit', retryAfterSeconds: 9 });
    const end = (await collect(paying.model.stream(paying.request, signal()))).at(-1);
    expect(end).toMatchObject({ type: 'end' });
    expect(end?.type === 'end' && end.usage.isHalfPrice).toBeFalsy();
    expect(paying.tiers()).toEqual(['flex', undefined]);
  });

  it('is not asked of a model that has no such way', async () => {
    const { model, request, tiers } = await open('only', 'gpt-4.1-mini');
    await collect(model.stream(request, signal()));
    expect(tiers()).toEqual([undefined]);
  });
});
