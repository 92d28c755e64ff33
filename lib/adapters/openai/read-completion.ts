import type OpenAI from 'openai';
import { Stream } from 'openai/streaming';
import type { EngineExchange } from '../../language-model/engine-exchange.ts';
import type { ModelEvent, ModelRequest } from '../../language-model/language-model.ts';
import { AppError } from '../../shared/app-error.ts';
import { formOfAnswer } from './answer-form.ts';
import { SearchRecord, type WebSearch } from '../../language-model/web-source.ts';
import { readPart, searchesOf, usageOf, type CompletionPart } from './completion-parts.ts';
import { ErrorInAnswer } from './error-in-answer.ts';
import { errorIn, spokenError, strayError } from './error-in-stream.ts';
import { mapOpenAiFinish } from './map-openai-finish.ts';

interface Connection {
  readonly client: OpenAI;
  readonly exchange: EngineExchange;
}

/**
 * The events of an answer, streamed or (where a server does not stream) in one piece.
 * @throws ErrorInAnswer, AppError engine-bad-response and what `mapOpenAiFinish` throws
 */
export async function* readCompletion(
  answer: Response,
  request: ModelRequest,
  { client, exchange }: Connection,
): AsyncGenerator<ModelEvent> {
  const { form, response } = await formOfAnswer(answer);
  const reading = new Reading(request, exchange);
  switch (form) {
    case 'html':
      throw new AppError('engine-bad-response', 'later', { message: 'HTML instead of an answer' });
    case 'nothing':
      throw new AppError('engine-bad-response', 'later', { message: 'a stream without events' });
    case 'json':
      yield* reading.take(parseJson(await response.text()), response.headers);
      return yield reading.end(true);
    case 'events':
      yield* readEvents(response, reading, { client, exchange });
  }
}

async function* readEvents(
  response: Response,
  reading: Reading,
  { client, exchange }: Connection,
): AsyncGenerator<ModelEvent> {
  const watch = watchTail(response);
  // Without the client the SDK's stream logs what it cannot parse; the exchange, not this controller, closes the connection.
  const events = Stream.fromSSEResponse<{ event: string | null; data: unknown }>(
    watch.response,
    new AbortController(),
    client,
    true,
    'events',
  );
  try {
    for await (const { event, data } of events) {
      if (event === 'error') throw new ErrorInAnswer(data, response.headers);
      yield* reading.take(data, response.headers);
    }
  } catch (error) {
    const words = error instanceof SyntaxError ? spokenError(watch.tail()) : undefined;
    if (words !== undefined) throw new ErrorInAnswer(words, response.headers);
    // The model was done, and its server never closed the connection.
    if (!exchange.isPastEnd()) throw error;
  }
  const isDone = DONE.test(watch.tail());
  const stray = isDone || reading.hasFinish ? undefined : strayError(watch.tail());
  if (stray !== undefined) throw new ErrorInAnswer(stray, response.headers);
  yield reading.end(isDone);
}

/** `data: [DONE]` as the last thing of a stream. */
const DONE = /(?:^|[\r\n])data: ?\[DONE\]\s*$/u;

/** One answer as it comes together. */
class Reading {
  readonly #request: ModelRequest;
  readonly #exchange: EngineExchange;
  #text = '';
  #parts = 0;
  #hasThought = false;
  #isRefused = false;
  #finish: string | undefined;
  #model: string | undefined;
  #usage: CompletionPart['usage'];
  #isFlex = false;
  readonly #search = new SearchRecord();

  constructor(request: ModelRequest, exchange: EngineExchange) {
    this.#request = request;
    this.#exchange = exchange;
  }

  get hasFinish(): boolean {
    return this.#finish !== undefined;
  }

  *take(value: unknown, headers: Headers): Generator<ModelEvent> {
    const error = errorIn(value);
    if (error !== undefined) throw new ErrorInAnswer(error, headers);
    const part = readPart(value);
    if (!part) return;
    this.#parts += 1;
    if (part.hasThought) this.#exchange.noteProgress();
    if (part.finish !== undefined) this.#exchange.expectEnd();
    this.#hasThought ||= part.hasThought;
    this.#isRefused ||= part.isRefused;
    this.#finish = part.finish ?? this.#finish;
    this.#model = part.model ?? this.#model;
    this.#usage = part.usage ?? this.#usage;
    this.#isFlex ||= part.isFlex;
    for (const { url, title } of part.citations) {
      const source = this.#search.add('cited', url, title);
      if (source) yield { type: 'source', source };
    }
    if (part.text === '') return;
    this.#text += part.text;
    yield { type: 'text', text: part.text };
  }

  /** A source is proof of a search where nobody counted. */
  #searched(): WebSearch {
    const { cited } = this.#search.result();
    return this.#search.result(searchesOf(this.#usage) ?? (cited.length > 0 ? 1 : 0));
  }

  end(isClosed: boolean): ModelEvent {
    if (this.#parts === 0) throw new AppError('engine-bad-response', 'later', { message: 'no part of an answer' });
    const state = { finish: this.#finish, isRefused: this.#isRefused, hasThought: this.#hasThought, text: this.#text };
    const usage = usageOf(this.#usage, this.#request, this.#text);
    const search = this.#request.search && this.#searched();
    return {
      type: 'end',
      finish: mapOpenAiFinish({ ...state, isClosed }),
      usage: {
        ...usage,
        ...(this.#isFlex && { isHalfPrice: true as const }),
        ...(search && search.count > 0 && { searches: search.count }),
      },
      ...(search && { search }),
      model: this.#model ?? this.#request.model,
    };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('engine-bad-response', 'later', { message: 'JSON that cannot be read', cause: error });
  }
}

/** Longer than any error that a stream ends with. */
const TAIL_CHARACTERS = 4_000;

/** The end of the stream as it came: the SDK keeps to itself what is no event with JSON. */
function watchTail(response: Response): { readonly response: Response; readonly tail: () => string } {
  const decoder = new TextDecoder();
  let tail = '';
  const watched = response.body?.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (bytes, controller) => {
        tail = `${tail}${decoder.decode(bytes, { stream: true })}`.slice(-TAIL_CHARACTERS);
        controller.enqueue(bytes);
      },
    }),
  );
  const { status, headers } = response;
  return {
    response: new Response(watched ?? null, { status, headers }),
    tail: () => tail,
  };
}
