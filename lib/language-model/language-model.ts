/**
 * The port to a model. One adapter per engine in lib/adapters/<engine>/ fulfils it; all pass tests/contracts/language-model.
 * An adapter makes one request per call: it never retries and never waits; who calls decides from the AppError.
 */
import type { WebSearch, WebSource } from './web-source.ts';
import type { EngineId } from './engines.ts';
import type { Effort, ModelInfo } from './model-info.ts';

export type { EngineId } from './engines.ts';
export type { Effort, ModelInfo } from './model-info.ts';

export interface ModelMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** A JSON schema in the subset that OpenAI's strict mode, Gemini and local servers share: all properties required, nullable, no length or pattern. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface ModelRequest {
  readonly model: string;
  readonly system: string;
  readonly messages: readonly ModelMessage[];
  /** A person's own limit. */
  readonly maxOutputTokens?: number;
  /** A limit where the person set none. A server that finds it too large is asked without. */
  readonly defaultOutputTokens?: number;
  /** Longer answers are cut; absent: the longest that a page takes. */
  readonly maxCharacters?: number;
  /** Left out where the model takes none. */
  readonly temperature?: number;
  readonly effort?: Effort;
  /** Slower, at half the price, where the model has such a way; else it is answered as always. */
  readonly tier?: 'flex';
  /** Lets the engine search the web, so often at most. Only for engines that can (`searchServiceOf`); others ignore it. */
  readonly search?: { readonly most: number };
  /** Lets the engine read the pages whose addresses stand in the messages. Only for engines that can; others ignore it. */
  readonly readsLinks?: true;
  /** The answer is only shown, with what its engine wants beside it: engines whose terms ask for that search for nothing else. */
  readonly isPreview?: true;
  /** Asks for one JSON object of this schema; the caller still validates the answer. */
  readonly json?: { readonly name: string; readonly schema: JsonSchema };
}

export interface Usage {
  readonly inputTokens: number;
  /** With thinking tokens, which are paid like output. */
  readonly outputTokens: number;
  readonly cachedInputTokens?: number;
  /** Answered at half the price. */
  readonly isHalfPrice?: true;
  /** Web searches, which are paid by the piece. */
  readonly searches?: number;
  /** True when the engine never told: counted from the texts. */
  readonly estimated: boolean;
}

export type ModelEvent =
  | { readonly type: 'text'; readonly text: string }
  /** The engine looks something up on the web: for tens of seconds this may be all that comes. */
  | { readonly type: 'search'; readonly query?: string }
  /** A page that the text refers to. `mark`: how the reference stands in the text. */
  | { readonly type: 'source'; readonly source: WebSource; readonly mark?: string }
  /**
   * Last event of every complete answer. `length`: cut by the output limit, what came is all there is. `cut`: the limit was ours,
   * because the answer had no end.
   */
  | {
      readonly type: 'end';
      readonly finish: 'stop' | 'length';
      readonly cut?: 'size' | 'time';
      readonly usage: Usage;
      readonly model: string;
      /** Set where another engine than the one that was asked made it. */
      readonly engine?: EngineId;
      /** What was looked up, where searching was allowed. */
      readonly search?: WebSearch;
      /** HTML that the engine wants shown with the answer, unchanged. It is a stranger's. */
      readonly suggestions?: string;
    };

export interface LanguageModel {
  readonly engine: EngineId;
  /**
   * Streams one answer. Ends with exactly one `end` event, or throws an AppError (code `engine-*`, `offline`, `timeout`,
   * `stopped` after an abort). Aborting, or leaving the loop, closes the connection so that nothing more is billed.
   */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
  /** The models this key may use, for text generation, newest or most useful first. Also the cheapest test of a key. */
  listModels(signal: AbortSignal): Promise<readonly ModelInfo[]>;
  /**
   * Because the list tells less than an answer would: asks the model for a few words, or, where it is not known or on this
   * machine, for an answer that cannot come.
   * @throws AppError for a key or an origin that is refused, and for what no answer would come without
   */
  probe?(signal: AbortSignal, model?: string): Promise<void>;
}
