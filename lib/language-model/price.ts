/** What an answer costs, as an estimate: the engine's bill is what counts. */
import { type EngineId, ENGINES } from './engines.ts';
import type { Usage } from './language-model.ts';
import { PRICE_TABLE, PRICES_AS_OF } from './price-table.ts';
import type { ModelPrice, PriceRates } from './price-table-types.ts';

/** Dollars per million tokens that a person typed in, by model id. */
export type OwnPrices = Readonly<Record<string, { readonly input: number; readonly output: number }>>;

export interface PriceQuestion {
  readonly model: string;
  readonly engine: EngineId;
  /** ISO date of the call: prices change on announced days. */
  readonly today: string;
  readonly ownPrices: OwnPrices;
  /** Dollars for one web search. */
  readonly pricePerSearch?: number;
}

export interface KnownPrice {
  readonly rates: (inputTokens: number) => PriceRates;
  /** ISO date of the price list, or `own` for a person's own. */
  readonly asOf: string;
}

// An engine answers with the dated name of the model that it was asked for by its short name.
const SNAPSHOT = /(?:-\d{4}-\d{2}-\d{2}|-preview-\d{2}-\d{4}|-\d{3})$/u;

/** The price of a model, or undefined where nobody knows it (other servers have prices of their own). */
export function findPrice({ model, engine, today, ownPrices }: PriceQuestion): KnownPrice | undefined {
  const names = [model, model.replace(SNAPSHOT, '')];
  const own = names
    .map((name) => (Object.hasOwn(ownPrices, name) ? ownPrices[name] : undefined))
    .find((price) => price !== undefined);
  if (own) return { rates: () => own, asOf: 'own' };
  if (ENGINES[engine].prices === 'free') return { rates: () => ({ input: 0, output: 0 }), asOf: today };
  if (ENGINES[engine].prices === 'own') return undefined;
  const listed = names.map((name) => PRICE_TABLE.find(({ id }) => id === name)).find((entry) => entry !== undefined);
  return listed && { rates: (inputTokens) => ratesOf(listed, today, inputTokens), asOf: listed.asOf ?? PRICES_AS_OF };
}

/** Dollars for one answer, or undefined where the price is not known. */
export function cost(usage: Usage, question: PriceQuestion): number | undefined {
  const price = findPrice(question);
  if (!price) return undefined;
  const { input, cached = input, output } = price.rates(usage.inputTokens);
  const cachedTokens = Math.min(usage.cachedInputTokens ?? 0, usage.inputTokens);
  const tokens = (usage.inputTokens - cachedTokens) * input + cachedTokens * cached + usage.outputTokens * output;
  const full = tokens / 1_000_000;
  return (usage.isHalfPrice ? full / 2 : full) + (usage.searches ?? 0) * (question.pricePerSearch ?? 0);
}

/** Dollars for the searches of one answer where nobody knows what its tokens cost: all that is known of its price. Undefined: none are. */
export function searchFees(usage: Usage, question: PriceQuestion): number | undefined {
  const fees = (usage.searches ?? 0) * (question.pricePerSearch ?? 0);
  return fees === 0 || findPrice(question) ? undefined : fees;
}

function ratesOf({ steps }: ModelPrice, today: string, inputTokens: number): PriceRates {
  const step = steps.findLast(({ from }) => from === undefined || from <= today) ?? steps[0];
  if (!step) return { input: 0, output: 0 };
  return step.long && inputTokens > step.long.above ? step.long : step;
}
