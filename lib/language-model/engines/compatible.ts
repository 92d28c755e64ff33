import { type Engine, OWN_SERVER_PACE } from './engine.ts';

/** A server that speaks OpenAI's language. Its models are not known: what one of them refuses is left out, and remembered. */
export const COMPATIBLE = {
  name: 'OpenAI-compatible',
  key: 'optional',
  foreignKeys: /^ntn_/u,
  host: 'base-url',
  models: [],
  // Of a server that nothing is known of; `SERVICES` knows more of those that it has.
  contextTokens: 4_096,
  prices: 'own',
  pace: OWN_SERVER_PACE,
  takesTemperature: () => true,
  takesEffort: () => true,
} as const satisfies Engine;
