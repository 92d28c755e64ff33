import { type Engine, HOSTED_PACE } from './engine.ts';

const GPT_6_LIMITS = { contextTokens: 1_050_000, maxOutputTokens: 128_000 };

/** GPT models that think: no temperature unless the effort is `none`. https://platform.openai.com/docs/guides/reasoning */
export const isReasoningModel = (model: string): boolean =>
  /^(?:o\d|gpt-(?:[5-9]|\d\d))/u.test(model) && !model.includes('chat');

/** Models read on 2026-11-21 from https://platform.openai.com/docs/models and https://platform.openai.com/docs/deprecations. */
export const OPENAI = {
  name: 'GPT',
  key: 'needed',
  keyUrl: 'https://platform.openai.com/api-keys',
  foreignKeys: /^(?:AIza|gsk_|ntn_)/u,
  host: 'https://api.openai.com',
  models: [
    { id: 'gpt-6-luna', ...GPT_6_LIMITS },
    { id: 'gpt-6.1-terra', ...GPT_6_LIMITS },
    { id: 'gpt-6.1-sol', ...GPT_6_LIMITS },
    { id: 'gpt-5.6-luna', ...GPT_6_LIMITS },
    { id: 'gpt-4.1-mini', contextTokens: 1_047_576, maxOutputTokens: 32_768, shutdownDate: '2027-01-14' },
    { id: 'gpt-4.1', contextTokens: 1_047_576, maxOutputTokens: 32_768, shutdownDate: '2027-01-14' },
    { id: 'gpt-4o-mini', contextTokens: 128_000, maxOutputTokens: 16_384, shutdownDate: '2027-01-14' },
    { id: 'gpt-4o', contextTokens: 128_000, maxOutputTokens: 16_384, shutdownDate: '2027-01-14' },
    { id: 'gpt-5', contextTokens: 400_000, maxOutputTokens: 128_000, shutdownDate: '2026-12-11' },
    { id: 'gpt-5-mini', contextTokens: 400_000, maxOutputTokens: 128_000, shutdownDate: '2026-12-11' },
    { id: 'gpt-5-nano', contextTokens: 400_000, maxOutputTokens: 128_000, shutdownDate: '2026-12-11' },
  ],
  contextTokens: 128_000,
  search: { name: 'GPT', form: 'responses', pricePerSearch: 0.01, tokensPerSearch: 8_500 },
  prices: 'listed',
  pace: HOSTED_PACE,
  takesTemperature: (model, effort) =>
    !isReasoningModel(model) || (effort === 'none' && !/^(?:o\d|gpt-5(?:-|$))/u.test(model)),
  takesEffort: isReasoningModel,
  // https://platform.openai.com/docs/guides/flex-processing: GPT-5 and newer, o3 and o4-mini
  takesFlex: (model) => /^(?:o3(?:-|$)|o4-mini|gpt-(?:[5-9]|\d\d))/u.test(model) && !model.includes('chat'),
} as const satisfies Engine;
