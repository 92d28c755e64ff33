/** What an import would bring, and what of it a person wants. */
import type { EngineId } from '../language-model/language-model.ts';
import type { SecretName } from '../settings/settings.ts';

/** A part is absent where the file does not hold it. */
export interface ImportSummary {
  /** ISO time, as the file says. */
  readonly exportedAt: string;
  /** The engine that would be used from now on, and the host that texts and keys would go to. */
  readonly settings?: { readonly engine: EngineId; readonly host?: string };
  /** Standing instructions that would be sent with each prompt, whole. */
  readonly systemInstructions?: string;
  /** Names. */
  readonly prompts?: readonly string[];
  /** Names. */
  readonly connections?: readonly string[];
  readonly keys?: readonly SecretName[];
}

export interface ImportChoice {
  readonly settings: boolean;
  readonly systemInstructions: boolean;
  readonly prompts: boolean;
  readonly connections: boolean;
  readonly keys: boolean;
}
