import type { Engine } from './engine.ts';

/** The model that Chrome brings along: https://developer.chrome.com/docs/ai/prompt-api */
export const CHROME = {
  name: 'Chrome built-in',
  key: 'none',
  host: 'device',
  models: [{ id: 'gemini-nano', name: 'Gemini Nano', contextTokens: 6_000, maxOutputTokens: 1_500 }],
  contextTokens: 6_000,
  prices: 'free',
  // One model on one machine.
  pace: { first: 1, most: 1 },
  takesTemperature: () => false,
  takesEffort: () => false,
} as const satisfies Engine;
