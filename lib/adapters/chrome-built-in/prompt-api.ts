/** The part of Chrome's Prompt API that is used here. https://developer.chrome.com/docs/ai/prompt-api */
import type { BuiltInState } from '../../language-model/built-in-model.ts';
import { AppError } from '../../shared/app-error.ts';

export interface PromptApi {
  availability(options?: SessionOptions): Promise<BuiltInState>;
  create(options?: CreateOptions): Promise<PromptSession>;
}

export interface SessionOptions {
  readonly expectedOutputs?: readonly { readonly type: 'text'; readonly languages?: readonly string[] }[];
}

export interface CreateOptions extends SessionOptions {
  readonly initialPrompts?: readonly { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }[];
  readonly signal?: AbortSignal;
  /** Told of the download; `loaded` goes from 0 to 1. */
  readonly monitor?: (monitor: EventTarget) => void;
}

export interface PromptSession {
  /** Pieces of the answer, each new text only. */
  promptStreaming(
    input: string,
    options: {
      readonly signal: AbortSignal;
      readonly responseConstraint?: object;
      readonly omitResponseConstraintInput?: boolean;
    },
  ): ReadableStream<string>;
  /** Tokens that the session has room for; the older name is `inputQuota`. */
  readonly contextWindow?: number;
  readonly inputQuota?: number;
  destroy(): void;
}

/** The API of this page or worker, if it has one. Looked up at each use: a test may define it late. */
export function findPromptApi(): PromptApi | undefined {
  const { LanguageModel } = globalThis as { readonly LanguageModel?: PromptApi };
  return typeof LanguageModel?.availability === 'function' ? LanguageModel : undefined;
}

/** The languages that it writes in: Chrome wants them named in every question, and warns where they are not. */
export const SESSION: SessionOptions = { expectedOutputs: [{ type: 'text', languages: ['en', 'es', 'ja'] }] };

/** Its presence alone says nothing: availability does. */
export async function builtInState(api: PromptApi | undefined): Promise<BuiltInState> {
  try {
    return (await api?.availability(SESSION)) ?? 'unavailable';
  } catch {
    return 'unavailable'; // A policy or a frame that may not ask: for us it is not there.
  }
}

/** @throws AppError engine-unavailable, with why in details.reason */
export async function requireBuiltIn(api: PromptApi | undefined): Promise<PromptApi> {
  const state = await builtInState(api);
  if (api && state === 'available') return api;
  const reason = state === 'unavailable' ? 'built-in-missing' : 'built-in-download';
  throw new AppError('engine-unavailable', 'never', { details: { reason } });
}
