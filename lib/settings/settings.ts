import type { EngineLimits } from '../language-model/engine-limits.ts';
import { byEngine, DEFAULT_ENGINE, type EngineId, type EngineSecretName } from '../language-model/engines.ts';
import type { ServiceId } from '../language-model/compatible-services.ts';
import type { Integration } from '../notion/integration.ts';
import type { Failure } from '../shared/app-error.ts';

/** What a person chose. Kept in storage.local, never in sync storage; secrets are apart (secret-store.ts), as ciphertext. */
export interface Settings {
  readonly engine: EngineId;
  /** Model per engine; empty means the default of lib/language-model/model-catalog.ts. */
  readonly models: Readonly<Record<EngineId, string>>;
  /** Base URL of an OpenAI-compatible server, with its version path: `http://localhost:11434/v1`. */
  readonly baseUrl: string;
  /** Whose server that is; absent: found by its address. */
  readonly service?: ServiceId;
  /** Headers for that server, one “Name: value” a line. */
  readonly moreHeaders?: string;
  /** Fields for the body of each request to it, as a JSON object. */
  readonly moreFields?: string;
  /** Tokens that its model has room for; 0 or absent: what the server tells, else a safe guess. */
  readonly contextWindow?: number;
  /** What the person allows of each engine. */
  readonly engineLimits?: Readonly<Partial<Record<EngineId, EngineLimits>>>;
  /** The mirror in Notion, as the person pasted it or as we created it; empty: locally only. */
  readonly connectionsDatabaseUrl: string;
  /** Language name or tag for what the model writes; empty: the language of the prompt. */
  readonly outputLanguage: string;
  readonly systemInstructions: string;
  /** Days that ended runs are kept. */
  readonly runHistoryDays: number;
  readonly notifications: boolean;
  /** Characters of page content given to the model as context. */
  readonly contextCharacters: number;
  /** Dollars per million tokens that a person typed in, by model id; wins over the built-in table. */
  readonly ownPrices: Readonly<Record<string, { readonly input: number; readonly output: number }>>;
}

export const DEFAULT_SETTINGS: Settings = {
  engine: DEFAULT_ENGINE,
  models: byEngine(() => ''),
  baseUrl: '',
  connectionsDatabaseUrl: '',
  outputLanguage: '',
  systemInstructions: '',
  runHistoryDays: 90,
  notifications: false,
  contextCharacters: 24_000,
  ownPrices: {},
};

/** A passphrase shorter than this is guessed too soon. Characters as a person counts them. */
export const MIN_PASSPHRASE_CHARACTERS = 8;

/** Notion's token, and the key of each engine that has one, by the engine's id. */
export type SecretName = 'notion' | EngineSecretName;

/** What a surface may know of a stored secret. */
export interface SecretView {
  readonly last4: string;
  readonly savedAt: number;
}

/** Settings as a surface sees them: no secret, and what follows from them. */
export interface SettingsView {
  readonly settings: Settings;
  readonly secrets: Readonly<Partial<Record<SecretName, SecretView>>>;
  /** Set while the stored Notion token works. */
  readonly integration?: Integration;
  readonly passphrase: 'none' | 'locked' | 'unlocked';
  /** Keys that were forgotten when the passphrase was set, and not entered again since. */
  readonly forgotten?: readonly SecretName[];
  /** What is missing before a first Generate; empty: set up. */
  readonly missing: readonly ('notion-token' | 'engine-key' | 'base-url' | 'model')[];
  /** What could not be read from this device and was put aside; the defaults are used until the next Save. */
  readonly problems?: readonly Failure[];
}
