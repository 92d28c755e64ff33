import type { AnswerScript } from './answers.ts';

export interface ModelServerOptions {
  /** The keys that are taken. Without it every key is, unless its text says what is wrong with it (see sandbox-key.ts). */
  readonly keys?: readonly string[];
  /** Pause between two chunks of a stream, ms. Default 15. */
  readonly chunkDelayMs?: number;
  /** Exact answers for tests. */
  readonly script?: AnswerScript;
  /** Where OPENAI_API_KEY, GEMINI_API_KEY or OPENAI_BASE_URL are looked up; with one of them the real engine answers. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Epoch ms, for ids and dates. */
  readonly now?: () => number;
}
