import { describe, expect, it } from 'vitest';

import type { GenerationOptions } from '../../../lib/run-request/generation-options.ts';
import { guessAnswerTokens } from '../../../lib/runs/answer-length.ts';
import { estimateRun, type EstimateInput } from '../../../lib/runs/estimate-run.ts';
import { estimateMinutes } from '../../../lib/runs/estimate-time.ts';
import { readPastAnswers } from '../../../lib/runs/past-answers.ts';
import type { Usage } from '../../../lib/language-model/language-model.ts';
import { createRun } from '../../fakes/sample-run.ts';

const ROWS = 100;

function estimate(options: Partial<GenerationOptions>, more: Partial<EstimateInput> = {}) {
  const target = {
    kind: 'database',
    id: 'd',
    dataSourceId: 's',
    title: '',
    url: 'https://app.notion.com/p/1',
  } as const;
  const output = { kind: 'property', propertyId: 'p' } as const;
  const all = { prompt: 'Sum it up', where: 'end', usePageContent: false, output, ...options } as const;
  return estimateRun({
    request: { kind: 'rows', target, options: all },
    rows: ROWS,
    price: async ({ inputTokens, outputTokens }) => (inputTokens + outputTokens) / 1_000_000,
    pricesAsOf: '2026-11-01',
    promptsLeft: undefined,
    ...more,
  });
}

const tokens = async (...args: Parameters<typeof estimate>) => (await estimate(...args)).inputTokens / ROWS;

describe('what each row sends', () => {
  it('counts the values of the rows, as they are', async () => {
    const row = (notes: string) => ({ topic: 'Topic', properties: { Notes: notes } });
    const prompt = 'Sum up: {{Notes}}';
    const short = await tokens({ prompt }, { sample: [row('short')] });
    const long = await tokens({ prompt }, { sample: [row('x'.repeat(20_000))] });
    expect(long - short).toBeGreaterThan(4_900);
    expect(long - short).toBeLessThan(5_100);
    expect(await tokens({ prompt }, { sample: [row('short'), row('x'.repeat(20_000))] })).toBeCloseTo(
      (short + long) / 2,
      0,
    );
  });

  it('counts a page however its variable is spelled, and not where a property has that name', async () => {
    const sample = [{ topic: 'Topic', properties: {}, page: 'word '.repeat(2_000) }];
    const plain = await tokens({ prompt: 'Sum up' }, { sample });
    for (const prompt of ['Sum up {{page}}', 'Sum up {{ page }}', 'Sum up {{Page}}']) {
      expect(await tokens({ prompt }, { sample })).toBeGreaterThan(plain + 2_400);
      expect(await tokens({ prompt })).toBeGreaterThan(plain + 1_000);
    }
    const named = [{ topic: 'Topic', properties: { Page: 'Twelve' }, page: 'word '.repeat(2_000) }];
    expect(await tokens({ prompt: 'Sum up {{Page}}' }, { sample: named })).toBeLessThan(plain + 100);
  });

  it('counts the page of a page run that reads it, as long as it is, and a guess before it was read', async () => {
    const target = { kind: 'page', id: 'p', title: 'Notes', url: 'https://app.notion.com/p/1' } as const;
    const of = async (usePageContent: boolean, page?: string) => {
      const request = { kind: 'page', target, options: { prompt: 'Go on', where: 'end', usePageContent } } as const;
      const { rows, inputTokens } = await estimate({}, { request, rows: 1, page });
      expect(rows).toBe(1);
      return inputTokens;
    };
    const plain = await of(false, 'word '.repeat(2_000));
    expect((await of(true, 'word '.repeat(2_000))) - plain).toBeGreaterThan(2_400);
    expect((await of(true, 'short')) - plain).toBeLessThan(100);
    expect((await of(true)) - plain).toBeGreaterThan(1_000);
  });

  it('counts extra context, standing instructions, and the length to which a page is cut', async () => {
    const plain = await tokens({});
    expect(await tokens({ extraContext: 'words '.repeat(1_500) })).toBeGreaterThan(plain + 2_000);
    const settings = { outputLanguage: '', systemInstructions: 'Be kind. '.repeat(400), contextCharacters: 4_000 };
    expect(await tokens({}, { settings })).toBeGreaterThan(plain + 800);
    const sample = [{ topic: 'Topic', properties: {}, page: 'x'.repeat(400_000) }];
    expect(await tokens({ prompt: '{{page}}' }, { sample, settings })).toBeLessThan(plain + 800 + 1_300);
  });

  it('counts the schema of several properties', async () => {
    const several = { kind: 'properties', propertyIds: ['a', 'b', 'c', 'd'] } as const;
    expect(await tokens({ output: several })).toBeGreaterThan((await tokens({})) + 30);
  });

  it('says what is left of the cap beside the cost, and prices single requests', async () => {
    const { cost, capLeft, inputTokens, outputTokens } = await estimate({}, { capLeft: 0.5 });
    expect(capLeft).toBe(0.5);
    expect(cost).toBeCloseTo((inputTokens + outputTokens) / 1_000_000, 4);
  });
});

describe('a search of the web', () => {
  const search = { most: 2, addSources: true };
  const settings = {
    outputLanguage: '',
    systemInstructions: '',
    contextCharacters: 24_000,
    searchOf: (_engine: string, model: string) =>
      model === 'gpt-6-luna' ? { tokensPerSearch: 8_500, pricePerSearch: 0.01 } : undefined,
  };
  const price = async ({ inputTokens, outputTokens, isHalfPrice, searches = 0 }: Usage) =>
    ((inputTokens + outputTokens) / 1_000_000) * (isHalfPrice ? 0.5 : 1) + searches * 0.01;

  it('is counted with what it brings, priced by the piece, and not halved with the tokens', async () => {
    const asked = { engine: 'openai', model: 'gpt-6-luna', settings, price };
    const full = await estimate({ search }, asked);
    expect(full).toMatchObject({ searches: ROWS, searchCost: expect.closeTo(1) as number });
    expect(full.inputTokens).toBeGreaterThan(ROWS * 8_500);
    const slower = await estimate({ search, slower: 'only' }, asked);
    expect(slower.cost).toBeCloseTo(1 + ((full.cost ?? 0) - 1) / 2, 5);
    expect(slower.slower).toEqual({ half: slower.cost, full: full.cost });
  });

  it('has its price also where that of the model is not known, and is not counted for a model that has none', async () => {
    const unpriced = { engine: 'openai', model: 'gpt-6-luna', settings, price: async () => undefined };
    expect(await estimate({ search }, unpriced)).toMatchObject({ searchCost: expect.closeTo(1) as number });
    const none = await estimate({ search }, { engine: 'openai', model: 'old', settings, price });
    expect(none.searches).toBeUndefined();
    expect(none.searchCost).toBeUndefined();
  });
});

describe('how long an answer will be', () => {
  it.each([
    ['Sum it up in one sentence', 'text', 25],
    ['Write two short sentences about it', 'text', 50],
    ['An article of 800 words', 'body', 1_120],
    ['Schreibe einen Absatz dazu', 'body', 110],
    ['Write about it', 'body', 500],
  ] as const)('is guessed from “%s”', (prompt, kind, expected) => {
    expect(guessAnswerTokens(prompt, kind, 1)).toBe(expected);
  });

  it('is said to be a guess until the prompt or an earlier run tells it', async () => {
    expect(await estimate({ prompt: 'Sum it up' })).toMatchObject({ isLengthGuessed: true });
    expect((await estimate({ prompt: 'Sum it up in two sentences' })).isLengthGuessed).toBeUndefined();
    expect((await estimate({}, { past: { outputTokens: 80 } })).isLengthGuessed).toBeUndefined();
    const output = { kind: 'properties', propertyIds: ['a', 'b'] } as const;
    expect((await estimate({ output })).isLengthGuessed).toBeUndefined();
  });

  it('counts thoughts where a person chose how much a model thinks', () => {
    expect(guessAnswerTokens('Write', 'text', 1, 'high')).toBeGreaterThan(2_000);
  });

  it('is learned from runs with this model, best from those with this prompt', async () => {
    const run = (change: object) => ({ ...createRun('r'), engine: 'openai', model: 'm', ...change });
    const request = { ...createRun('r').request, kind: 'rows' as const };
    const asked = { request, engine: 'openai', model: 'm' };
    const past = { request, answered: 20, outputTokens: 6_000, done: 20, startedAt: 0, endedAt: 40_000 };
    expect(readPastAnswers([run(past)], asked, 50_000)).toEqual({ outputTokens: 300 });
    expect(readPastAnswers([run({ ...past, answerMs: 60_000 })], asked, 50_000).answerMs).toBe(3_000);
    // What a run took in all tells of the model only where the engine's limit was what slowed it down.
    const slowed = { ...past, slowed: true };
    expect(readPastAnswers([run(slowed)], asked, 50_000).msPerRow).toBe(2_000);
    const other = { ...request, options: { ...request.options, prompt: 'Another' } };
    const mixed = [run({ ...past, request: other, outputTokens: 60_000 }), run(past)];
    expect(readPastAnswers(mixed, asked, 50_000).outputTokens).toBe(300);
    expect(readPastAnswers([run({ ...past, model: 'other' })], asked, 50_000)).toEqual({});
    expect(readPastAnswers([run({ ...slowed, done: 3 })], asked, 50_000)).not.toHaveProperty('msPerRow');
    const { outputTokens } = await estimate({}, { past: { outputTokens: 300 } });
    expect(outputTokens).toBe(300 * ROWS);
  });
});

describe('how long it takes', () => {
  const quick = {
    rows: 600,
    isBody: false,
    isPage: false,
    readsPage: false,
    inputEach: 300,
    outputEach: 40,
    isOwnServer: false,
    now: 0,
    atOnce: 12,
  };

  it('is bound by Notion’s window, whatever the model does', () => {
    const minutes = estimateMinutes({ ...quick, msPerRow: 50, window: { limit: 180, used: 0 } });
    expect(minutes).toBeGreaterThanOrEqual(3);
    expect(minutes).toBeLessThan(3.6);
    const halfway = { limit: 180, used: 0, endsAt: 30_000 };
    expect(estimateMinutes({ ...quick, msPerRow: 50, window: halfway })).toBeCloseTo(minutes - 0.5, 5);
    expect(estimateMinutes({ ...quick, msPerRow: 50, window: { limit: 600, used: 0 } })).toBeLessThan(1.6);
    expect(estimateMinutes({ ...quick, rows: 100, msPerRow: 50, window: { limit: 180, used: 150 } })).toBeGreaterThan(
      1,
    );
  });

  it('is the model’s own pace where that is slower', () => {
    expect(estimateMinutes({ ...quick, msPerRow: 6_000 })).toBeGreaterThan(59);
    const answered = (answerMs: number) => estimateMinutes({ ...quick, rows: 120, answerMs });
    expect(answered(12_000) / answered(6_000)).toBeCloseTo(2, 1);
    expect(answered(12_000)).toBeCloseTo((120 / 12 + 1) * (12.3 / 60), 5);
    expect(estimateMinutes({ ...quick, rows: 20, isOwnServer: true, atOnce: 4 })).toBeGreaterThan(
      estimateMinutes({ ...quick, rows: 20 }),
    );
  });
});
