import { type Engine, HOSTED_PACE } from './engine.ts';

const LIMITS = { contextTokens: 1_048_576, maxOutputTokens: 65_536 };

/** Gemini 3.5 and newer ignore a temperature or advise against it; Gemini 4 refuses some sampling parameters. */
export const takesGeminiTemperature = (model: string): boolean =>
  /gemini-(?:[12][.-]|3(?:\.[0-4])?(?:-|$))/u.test(model);

/** Models read on 2026-11-21 from https://ai.google.dev/gemini-api/docs/models. */
export const GEMINI = {
  name: 'Gemini',
  key: 'needed',
  keyUrl: 'https://aistudio.google.com/apikey',
  foreignKeys: /^(?:sk-|gsk_|ntn_)/u,
  host: 'https://generativelanguage.googleapis.com',
  models: [
    { id: 'gemini-3.5-flash-lite', name: 'Gemini 3.5 Flash-Lite', ...LIMITS },
    { id: 'gemini-3.8-flash', name: 'Gemini 3.8 Flash', ...LIMITS },
    { id: 'gemini-flash-lite-latest', name: 'Gemini Flash-Lite (latest)', ...LIMITS },
    { id: 'gemini-3.1-flash-lite', name: 'Gemini 3.1 Flash-Lite', ...LIMITS },
    { id: 'gemini-2.5-flash-lite', name: 'Gemini 2.5 Flash-Lite', ...LIMITS },
    { id: 'gemini-2.5-flash', name: 'Gemini 2.5 Flash', ...LIMITS, shutdownDate: '2026-12-01' },
  ],
  ending: { 'gemini-2.5-pro': '2026-12-01' },
  contextTokens: 1_048_576,
  // https://ai.google.dev/gemini-api/docs/google-search; 2.5 is paid by the prompt, and more
  search: {
    name: 'Gemini',
    form: 'google_search',
    pricePerSearch: 0.014,
    tokensPerSearch: 500,
    isPreview: true,
    models: (model) => /gemini-(?:2\.5|[3-9]|flash-latest|flash-lite-latest|pro-latest)/u.test(model),
  },
  // https://ai.google.dev/gemini-api/docs/url-context; beside a schema since 3
  readsLinks: (model) => /gemini-(?:[3-9]|flash-latest|flash-lite-latest|pro-latest)/u.test(model),
  prices: 'listed',
  pace: HOSTED_PACE,
  takesTemperature: takesGeminiTemperature,
  // By level since 3, by budget in 2.5 Flash: https://ai.google.dev/gemini-api/docs/thinking
  takesEffort: (model) => /gemini-(?:2\.5-flash|[3-9]|flash-latest|flash-lite-latest|pro-latest)/u.test(model),
} as const satisfies Engine;
