/**
 * Writes lib/language-model/price-table.ts from @pydantic/genai-prices (MIT): the text models of OpenAI and Google, in dollars per
 * million tokens. Run it after an update of that package: `node scripts/generate-prices.ts`; `--check` only compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { findProvider } from '@pydantic/genai-prices';
import type { ModelPrice, PriceStep } from '../lib/language-model/price-table-types.ts';
import { isGeminiTextModel, isOpenAiTextModel } from '../lib/language-model/model-catalog.ts';

/** When the package's version was published, so that nobody takes its prices for newer ones. */
const PUBLISHED: Readonly<Record<string, string>> = { '0.1.8': '2026-09-23' };

/** Models that the package does not have yet, with the page that names the price. Drop what it has. */
const ADDED: readonly ModelPrice[] = [
  // https://docs.litellm.ai/blog/gpt-6-1-terra
  {
    id: 'gpt-6.1-sol',
    asOf: '2026-11-21',
    steps: [{ input: 2, cached: 0.1, output: 10, long: { above: 272_000, input: 4, cached: 0.2, output: 15 } }],
  },
  {
    id: 'gpt-6.1-terra',
    asOf: '2026-11-21',
    steps: [{ input: 1, cached: 0.05, output: 5, long: { above: 272_000, input: 2, cached: 0.1, output: 7.5 } }],
  },
  // https://ai.google.dev/gemini-api/docs/pricing
  {
    id: 'gemini-4-argon',
    asOf: '2026-11-21',
    steps: [
      { input: 2, cached: 0.1, output: 10 },
      { from: '2026-12-01', input: 4, cached: 0.2, output: 20 },
    ],
  },
  {
    id: 'gemini-4-carbon',
    asOf: '2026-11-21',
    steps: [
      { input: 2, output: 10 },
      { from: '2026-12-01', input: 4, output: 20 },
    ],
  },
];

type Tiered =
  number | { readonly base: number; readonly tiers: readonly { readonly start: number; readonly price: number }[] };
interface RawPrices {
  readonly input_mtok?: Tiered;
  readonly cache_read_mtok?: Tiered;
  readonly output_mtok?: Tiered;
}
interface RawModel {
  readonly id: string;
  readonly prices:
    RawPrices | readonly { readonly constraint?: { readonly start_date?: string }; readonly prices: RawPrices }[];
}

const WANTED = /^(?:gpt-(?:4o|4\.1|5|6|7)|o[34]|gemini-(?:2\.5|3|4|5))/;

function main(): void {
  const version = (
    JSON.parse(readFileSync('node_modules/@pydantic/genai-prices/package.json', 'utf8')) as { version: string }
  ).version;
  const asOf = PUBLISHED[version];
  if (!asOf)
    throw new Error(
      `Add the publication date of @pydantic/genai-prices ${version} to PUBLISHED in scripts/generate-prices.ts.`,
    );
  const models = [...modelsOf('openai', isOpenAiTextModel), ...modelsOf('google', isGeminiTextModel)];
  const known = new Set(models.map(({ id }) => id));
  const all = [...models, ...ADDED.filter(({ id }) => !known.has(id))].sort((one, other) =>
    one.id < other.id ? -1 : 1,
  );
  const text = render(all, asOf, version);
  const path = 'lib/language-model/price-table.ts';
  if (!process.argv.includes('--check')) return writeFileSync(path, text);
  if (readFileSync(path, 'utf8') !== text)
    throw new Error(`${path} is not what scripts/generate-prices.ts makes: run it.`);
}

function modelsOf(providerId: string, writesText: (id: string) => boolean): ModelPrice[] {
  const models = (findProvider({ providerId })?.models ?? []) as unknown as readonly RawModel[];
  return models
    .filter(({ id }) => WANTED.test(id) && writesText(id) && !id.includes('.ft-') && !id.includes(':'))
    .flatMap(({ id, prices }) => {
      const steps = (
        Array.isArray(prices) ? (prices as RawModel['prices'] & readonly unknown[]) : [{ prices: prices as RawPrices }]
      ).flatMap((step) => toStep(step as { constraint?: { start_date?: string }; prices: RawPrices }));
      return steps.length > 0 ? [{ id, steps }] : [];
    });
}

function toStep({ constraint, prices }: { constraint?: { start_date?: string }; prices: RawPrices }): PriceStep[] {
  const { input_mtok: input, cache_read_mtok: cached, output_mtok: output } = prices;
  if (input === undefined || output === undefined) return [];
  const tier = typeof input === 'object' ? input.tiers[0] : undefined;
  const above = (value: Tiered): number => (typeof value === 'object' ? (value.tiers[0]?.price ?? value.base) : value);
  const base = (value: Tiered): number => (typeof value === 'object' ? value.base : value);
  return [
    {
      ...(constraint?.start_date && { from: constraint.start_date }),
      input: base(input),
      ...(cached !== undefined && { cached: base(cached) }),
      output: base(output),
      ...(tier && {
        // The package counts from one below the round number for some models.
        long: {
          above: Math.round(tier.start / 1000) * 1000,
          input: tier.price,
          ...(cached !== undefined && { cached: above(cached) }),
          output: above(output),
        },
      }),
    },
  ];
}

function render(models: readonly ModelPrice[], asOf: string, version: string): string {
  const lines = models.map((model) => `  ${toSource(model)},`);
  return [
    `// Made by scripts/generate-prices.ts from @pydantic/genai-prices ${version} (MIT). Do not edit.`,
    `import type { ModelPrice } from './price-table-types.ts';`,
    '',
    '/** Date of the price list. */',
    `export const PRICES_AS_OF = '${asOf}';`,
    '',
    '// prettier-ignore',
    'export const PRICE_TABLE: readonly ModelPrice[] = [',
    ...lines,
    '];',
    '',
  ].join('\n');
}

/** One line of source in the house's style; the table's values hold no brace, comma or quote. */
const toSource = (model: ModelPrice): string =>
  JSON.stringify(model)
    .replace(/"(\w+)":/g, '$1: ')
    .replace(/"/g, "'")
    .replace(/([{,])(?=\S)/g, '$1 ')
    .replace(/\}/g, ' }');

main();
