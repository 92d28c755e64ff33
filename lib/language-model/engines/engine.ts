import type { SearchService } from '../search-service.ts';
import type { Effort, ModelInfo } from '../model-info.ts';

/** All that the product knows of an engine outside its adapter. */
export interface Engine {
  /** Its name in Notion's connections database, the same in every language. On screen it is the text `engine.<id>`. */
  readonly name: string;
  /** Whether it has a key of its own, stored under the engine's id, and whether it works without. */
  readonly key: 'needed' | 'optional' | 'none';
  /** The page where a key is made. */
  readonly keyUrl?: string;
  /** Beginnings of keys that belong to another service: sent here, they would be given away. */
  readonly foreignKeys?: RegExp;
  /** Where requests go: a fixed origin, the Base URL of Settings, or nowhere, since the model runs in this browser. */
  readonly host: `https://${string}` | 'base-url' | 'device';
  /** Models to suggest, the default first; none where only the server knows. */
  readonly models: readonly ModelInfo[];
  /** Listed for some keys although they end soon: not suggested, and hidden after their day (ISO date by model). */
  readonly ending?: Readonly<Record<string, string>>;
  /** Tokens that a model of unknown window is taken for. */
  readonly contextTokens: number;
  /** How it searches the web; absent: it does not, or not in a way that fits here. */
  readonly search?: SearchService;
  /** Whether a model reads pages whose addresses stand in the prompt. Absent: none does. */
  readonly readsLinks?: (model: string) => boolean;
  /** `listed`: in the price table; `own`: only what a person types; `free`: an answer costs nothing. */
  readonly prices: 'listed' | 'own' | 'free';
  /** How many rows are in flight at first and at most. */
  readonly pace: { readonly first: number; readonly most: number };
  /** Whether a temperature reaches the model. */
  readonly takesTemperature: (model: string, effort: Effort) => boolean;
  /** Whether a normal call can be answered slower at half the price. Absent: none can. */
  readonly takesFlex?: (model: string) => boolean;
  /** Whether how much the model thinks can be chosen. */
  readonly takesEffort: (model: string) => boolean;
}

/** What a service in a data centre stands at once, until it says otherwise. */
export const HOSTED_PACE = { first: 6, most: 12 };
/** A server of the person's own works through its requests one by one or a few at a time; more would only wait, and look stalled. */
export const OWN_SERVER_PACE = { first: 2, most: 4 };
