/**
 * A model that says what a test tells it to. Answers are used in order, each once; a call that nobody scripted throws. It passes the
 * same contract as the real adapters (tests/contracts/language-model.ts).
 */
import type {
  EngineId,
  LanguageModel,
  ModelEvent,
  ModelInfo,
  ModelRequest,
} from '../../lib/language-model/language-model.ts';
import type { WebSearch } from '../../lib/language-model/web-source.ts';
import { estimateUsage } from '../../lib/language-model/usage.ts';
import { AppError, type ErrorCode, type ErrorDetails, type Retry } from '../../lib/shared/app-error.ts';
import type { Clock } from '../../lib/shared/clock.ts';

export type ScriptedStep = string | { readonly pauseMs: number };

export interface ScriptedFailure {
  readonly code: ErrorCode;
  readonly retry: Retry;
  readonly retryAt?: number;
  readonly details?: ErrorDetails;
}

export interface ScriptedAnswer {
  /** Chunks of text, and pauses by the clock. */
  readonly steps: readonly ScriptedStep[];
  readonly finish?: 'stop' | 'length';
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** What the engine looked up, told before the text; each page that it cites is told behind it. */
  readonly search?: WebSearch;
  /** Thrown after the steps, instead of an end. */
  readonly failure?: ScriptedFailure;
}

export interface RecordedRequest {
  readonly request: ModelRequest;
  /** What was handed out so far. */
  text: string;
  isFinished: boolean;
  isAborted: boolean;
}

export interface ScriptedLanguageModel extends LanguageModel {
  readonly requests: readonly RecordedRequest[];
  /** Nothing of what was asked is kept. For measuring what others keep. */
  forget(): void;
  /** Queues answers: a text, steps, or everything. */
  answer(...answers: (string | readonly ScriptedStep[] | ScriptedAnswer)[]): void;
  /** Queues a failure, after the given steps. */
  fail(failure: ScriptedFailure, steps?: readonly ScriptedStep[]): void;
  /** Answers what the queue has no answer for. */
  otherwise(write: (request: ModelRequest) => string | ScriptedAnswer): void;
  failListing(failure: ScriptedFailure): void;
  /** Scripted answers that nobody asked for yet. */
  pending(): number;
}

export interface ScriptedOptions {
  readonly clock: Clock;
  readonly engine?: EngineId;
  readonly models?: readonly ModelInfo[];
}

export function createScriptedLanguageModel({
  clock,
  engine = 'openai',
  models = [{ id: 'scripted-model' }],
}: ScriptedOptions): ScriptedLanguageModel {
  const requests: RecordedRequest[] = [];
  const queue: ScriptedAnswer[] = [];
  const listingFailures: ScriptedFailure[] = [];
  let fallback: ((request: ModelRequest) => string | ScriptedAnswer) | undefined;

  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    if (signal.aborted) throw new AppError('stopped', 'never');
    const scripted = queue.shift() ?? (fallback && toAnswer(fallback(request)));
    if (!scripted) throw new Error(`Nobody scripted an answer to: ${request.messages.at(-1)?.text.slice(0, 80) ?? ''}`);
    const record: RecordedRequest = { request, text: '', isFinished: false, isAborted: false };
    requests.push(record);
    let hasEngineEnded = false;
    try {
      if (scripted.search) for (const query of scripted.search.queries) yield { type: 'search', query };
      for (const step of scripted.steps) {
        await wait(typeof step === 'string' ? 0 : step.pauseMs, signal);
        if (typeof step !== 'string' || step === '') continue;
        record.text += step;
        yield { type: 'text', text: step };
      }
      for (const source of scripted.search?.cited ?? []) yield { type: 'source', source };
      await wait(0, signal);
      // A stalled connection is closed by us, every other failure by the engine.
      hasEngineEnded = scripted.failure?.code !== 'engine-stalled';
      if (scripted.failure) throw toError(scripted.failure);
      record.isFinished = true;
      yield endOf(scripted, request, record.text);
    } finally {
      record.isAborted = !hasEngineEnded;
    }
  }

  async function wait(ms: number, signal: AbortSignal): Promise<void> {
    // A pause of zero gives way like a network does, without the clock.
    if (ms > 0) await clock.sleep(ms, signal).catch(() => undefined);
    else await Promise.resolve();
    if (signal.aborted) throw new AppError('stopped', 'never');
  }

  return {
    engine,
    stream,
    listModels: (signal) => {
      if (signal.aborted) return Promise.reject(new AppError('stopped', 'never'));
      const failure = listingFailures.shift();
      return failure ? Promise.reject(toError(failure)) : Promise.resolve(models);
    },
    requests,
    forget: () => void (requests.length = 0),
    answer: (...answers) => void queue.push(...answers.map(toAnswer)),
    fail: (failure, steps = []) => void queue.push({ steps, failure }),
    otherwise: (write) => void (fallback = write),
    failListing: (failure) => void listingFailures.push(failure),
    pending: () => queue.length,
  };
}

function toAnswer(answer: string | readonly ScriptedStep[] | ScriptedAnswer): ScriptedAnswer {
  if (typeof answer === 'string') return { steps: [answer] };
  return 'steps' in answer ? answer : { steps: answer };
}

function endOf(scripted: ScriptedAnswer, request: ModelRequest, text: string): ModelEvent {
  const finish = scripted.finish ?? 'stop';
  if (text.trim() === '') {
    if (finish === 'length') throw new AppError('engine-answer-length', 'never');
    throw new AppError('engine-answer-empty', 'later');
  }
  const { inputTokens, outputTokens } = scripted;
  const usage =
    inputTokens === undefined || outputTokens === undefined
      ? estimateUsage(request, text)
      : { inputTokens, outputTokens, estimated: false };
  const { search } = scripted;
  const searches = search && search.count > 0 ? { searches: search.count } : {};
  return { type: 'end', finish, usage: { ...usage, ...searches }, model: request.model, ...(search && { search }) };
}

const toError = ({ code, retry, retryAt, details }: ScriptedFailure): AppError =>
  new AppError(code, retry, { retryAt, ...(details && { details }) });
