import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Usage } from '../../../lib/language-model/language-model.ts';
import { defaultModel, suggestedModels } from '../../../lib/language-model/model-catalog.ts';
import { cost, findPrice, type PriceQuestion, searchFees } from '../../../lib/language-model/price.ts';
import { PRICE_TABLE, PRICES_AS_OF } from '../../../lib/language-model/price-table.ts';

const MILLION: Usage = { inputTokens: 100_000, outputTokens: 1_000_000, estimated: false };
const ask = (extra: Partial<PriceQuestion>): PriceQuestion => ({
  model: 'gpt-6-luna',
  engine: 'openai',
  today: '2026-11-21',
  ownPrices: {},
  ...extra,
});

describe('the cost of an answer', () => {
  it('is in dollars, from the table', () => {
    expect(cost(MILLION, ask({}))).toBeCloseTo(0.01 + 0.5);
    expect(findPrice(ask({}))?.asOf).toBe(PRICES_AS_OF);
  });

  it('is the same for a dated name of the model', () => {
    expect(cost(MILLION, ask({ model: 'gpt-6-luna-2026-09-22' }))).toBe(cost(MILLION, ask({})));
  });

  it('counts cached input at its own price', () => {
    expect(cost({ ...MILLION, cachedInputTokens: 100_000 }, ask({}))).toBeCloseTo(0.001 + 0.5);
  });

  it('is higher for a long prompt, for the whole of it', () => {
    const long = { inputTokens: 300_000, outputTokens: 0, estimated: false };
    expect(cost(long, ask({}))).toBeCloseTo(0.06);
    expect(cost({ ...long, inputTokens: 272_000 }, ask({}))).toBeCloseTo(0.0272);
  });

  it('changes on the announced day', () => {
    const gemini = { model: 'gemini-3.8-flash', engine: 'gemini' } as const;
    expect(cost(MILLION, ask({ ...gemini, today: '2026-12-31' }))).toBeCloseTo(0.075 + 3.75);
    expect(cost(MILLION, ask({ ...gemini, today: '2027-01-01' }))).toBeCloseTo(0.15 + 7.5);
  });

  it('is a person’s own price before any other, also for a server that nobody knows', () => {
    const ownPrices = { 'gpt-6-luna': { input: 10, output: 20 }, 'qwen3:8b': { input: 0, output: 1 } };
    expect(cost(MILLION, ask({ ownPrices }))).toBeCloseTo(1 + 20);
    expect(cost(MILLION, ask({ ownPrices, model: 'gpt-6-luna-2026-09-22' }))).toBeCloseTo(1 + 20);
    expect(cost(MILLION, ask({ ownPrices, engine: 'compatible', model: 'qwen3:8b' }))).toBeCloseTo(1);
  });

  it('is not known for unknown models and servers, and nothing in the browser', () => {
    expect(cost(MILLION, ask({ model: 'gpt-99' }))).toBeUndefined();
    expect(cost(MILLION, ask({ model: 'constructor' }))).toBeUndefined();
    expect(cost(MILLION, ask({ engine: 'compatible' }))).toBeUndefined();
    expect(cost(MILLION, ask({ engine: 'chrome', model: 'gemini-nano' }))).toBe(0);
  });

  it('is at least what its searches cost, where that of its tokens is not known', () => {
    const searched = { ...MILLION, searches: 2 };
    const own = ask({ engine: 'compatible', model: 'grok-5-fast', pricePerSearch: 0.005 });
    expect(cost(searched, own)).toBeUndefined();
    expect(searchFees(searched, own)).toBeCloseTo(0.01);
    expect(searchFees(MILLION, own)).toBeUndefined();
    // In the cost already.
    expect(searchFees(searched, ask({ pricePerSearch: 0.01 }))).toBeUndefined();
  });

  it('is known for every default and for nearly every suggested model', () => {
    for (const engine of ['openai', 'gemini'] as const) {
      expect(findPrice(ask({ engine, model: defaultModel(engine) ?? '' })), engine).toBeDefined();
      const unpriced = suggestedModels(engine, '2026-11-21').filter(({ id }) => !findPrice(ask({ engine, model: id })));
      // The aliases answer with the name of the model behind them, which has a price.
      expect(unpriced.map(({ id }) => id)).toEqual(engine === 'gemini' ? ['gemini-flash-lite-latest'] : []);
    }
  });

  it('comes from a table that the script makes again as it is', () => {
    execFileSync(process.execPath, ['scripts/generate-prices.ts', '--check']);
    for (const { steps } of PRICE_TABLE)
      for (const { input, output } of steps) expect(Math.min(input, output)).toBeGreaterThan(0);
  });
});
