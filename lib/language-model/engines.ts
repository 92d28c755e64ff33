/**
 * The engines, as data. A new one is its folder in lib/adapters/, an entry here and a line in the contract test; what it then
 * still lacks (texts, its adapter's line in entrypoints/background/create-model.ts) the compiler asks for.
 */
import { CHROME } from './engines/chrome.ts';
import { COMPATIBLE } from './engines/compatible.ts';
import type { Engine } from './engines/engine.ts';
import { GEMINI } from './engines/gemini.ts';
import { OPENAI } from './engines/openai.ts';

const TABLE = { gemini: GEMINI, openai: OPENAI, compatible: COMPATIBLE, chrome: CHROME } as const;

export type EngineId = keyof typeof TABLE;
export const ENGINES: Readonly<Record<EngineId, Engine>> = TABLE;
const TABLE_BY_ID: ReadonlyMap<string, Engine> = new Map(Object.entries(TABLE));
/** In the order in which they are offered. */
export const ENGINE_IDS = Object.keys(TABLE) as readonly EngineId[];

/** Chosen at first: it can be tried without paying. */
export const DEFAULT_ENGINE: EngineId = 'gemini';

/** Engines whose key a person has to make before the first request. */
export type KeyedEngineId = WithKey<'needed'>;
/** Engines that have a key; it is stored under the engine's id. */
export type EngineSecretName = WithKey<'needed' | 'optional'>;
type WithKey<K extends Engine['key']> = {
  [E in EngineId]: (typeof TABLE)[E]['key'] extends K ? E : never;
}[EngineId];

export const ENGINE_SECRET_NAMES = ENGINE_IDS.filter((id): id is EngineSecretName => ENGINES[id].key !== 'none');

/** Whether an engine needs a key of its own. */
export const needsKey = (id: EngineId): id is KeyedEngineId => ENGINES[id].key === 'needed';

/** The engine that is stored as `id`, if this Visen has it. */
export const engineIdOf = (id: string | undefined): EngineId | undefined => ENGINE_IDS.find((known) => known === id);

/** What is known of a stored engine; nothing where this Visen does not have it. */
export const knownEngine = (id: string | undefined): Engine | undefined => TABLE_BY_ID.get(id ?? '');

/** One value for each engine. */
export function byEngine<T>(valueOf: (id: EngineId) => T): Record<EngineId, T> {
  return Object.fromEntries(ENGINE_IDS.map((id) => [id, valueOf(id)])) as Record<EngineId, T>;
}
