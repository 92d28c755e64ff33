import type { EngineExchange } from '../../language-model/engine-exchange.ts';
import type { ModelEvent, ModelRequest } from '../../language-model/language-model.ts';
import { AppError } from '../../shared/app-error.ts';
import { formOfAnswer } from './answer-form.ts';
import { SearchRecord, type WebSearch } from '../../language-model/web-source.ts';
import { isRecord, readPart, searchesOf, usageOf, type CompletionPart } from './completion-parts.ts';
import { errorFields } from './error-body.ts';
import { ErrorInAnswer } from './error-in-answer.ts';
import { errorIn } from './error-in-stream.ts';
import { mapOpenAiFinish, meansWhole } from './map-openai-finish.ts';
import { type Connection, readEvents } from './read-events.ts';

/**
 * The events of an answer, streamed or (where a server does not stream) in one piece.
 * @throws ErrorInAnswer, AppError engine-bad-response and what `mapOpenAiFinish` throws
 */
export async function* readCompletion(
  answer: Response,
  request: ModelRequest,
  connection: Connection,
): AsyncGenerator<ModelEvent> {
  const { form, response } = await formOfAnswer(answer);
  const reading = new Reading(request, connection.exchange);
  switch (form) {
    case 'html':
      throw new AppError('engine-bad-response', 'later', { message: 'HTML instead of an answer' });
    case 'nothing':
      throw new AppError('engine-bad-response', 'later', { message: 'a stream without events' });
    case 'json':
      yield* reading.take(wholeAnswer(await response.text(), response.headers), response.headers);
      return yield reading.end(true);
    case 'events':
      yield reading.end(yield* readEvents(response, reading, connection));
  }
}

type ToolUse = CompletionPart['tools'][number];

/** One answer as it comes together. */
class Reading {
  readonly #request: ModelRequest;
  readonly #exchange: EngineExchange;
  #text = '';
  #parts = 0;
  #hasThought = false;
  #isRefused = false;
  /** Text came behind a word that should have been the last: only the end of the stream can be believed. */
  #wentOn = false;
  #finish: string | undefined;
  #model: string | undefined;
  #usage: CompletionPart['usage'];
  #isFlex = false;
  readonly #search = new SearchRecord();
  readonly #toolsDone = new Set<unknown>();

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
    const hadFinish = this.hasFinish;
    if (part.hasThought) this.#exchange.noteProgress();
    if (part.finish !== undefined) this.#exchange.expectEnd();
    this.#hasThought ||= part.hasThought;
    this.#isRefused ||= part.isRefused;
    // A limit that was told stays told, whatever the chunk with the bill says behind it.
    if (this.#finish === undefined || meansWhole(this.#finish)) this.#finish = part.finish ?? this.#finish;
    this.#model = part.model ?? this.#model;
    this.#usage = part.usage ?? this.#usage;
    this.#isFlex ||= part.isFlex;
    for (const { url, title } of part.citations) {
      const source = this.#search.add('cited', url, title);
      if (source) yield { type: 'source', source };
    }
    for (const tool of part.tools) yield* this.#useTool(tool);
    // Behind the pieces, the whole once more adds nothing.
    if (part.text === '' || (part.isAll && this.#text !== '')) return;
    this.#wentOn ||= hadFinish;
    this.#text += part.text;
    yield { type: 'text', text: part.text };
  }

  /** What it found is all that Groq tells of its sources: none is said to be behind a single sentence. */
  *#useTool({ index, type, arguments: given, search_results: found }: ToolUse): Generator<ModelEvent> {
    if (type !== 'search') return;
    const query = queryIn(given);
    const results = isRecord(found) && Array.isArray(found['results']) ? (found['results'] as unknown[]) : undefined;
    if (results === undefined) {
      this.#exchange.noteProgress();
      return yield { type: 'search', ...(query !== undefined && { query }) };
    }
    if (this.#toolsDone.has(index)) return;
    this.#toolsDone.add(index);
    this.#search.search([query]);
    for (const { url, title } of results.filter(isRecord)) {
      const source = this.#search.add('cited', url, title);
      if (source) yield { type: 'source', source };
    }
  }

  /** A source is proof of a search where nobody counted. */
  #searched(): WebSearch {
    const { cited, count } = this.#search.result();
    return this.#search.result(searchesOf(this.#usage) ?? (count === 0 && cited.length > 0 ? 1 : count));
  }

  end(isClosed: boolean): ModelEvent {
    if (this.#parts === 0) throw new AppError('engine-bad-response', 'later', { message: 'no part of an answer' });
    const isIdle = this.#wentOn && this.#finish !== undefined && meansWhole(this.#finish);
    const finish = isIdle ? undefined : this.#finish;
    const state = { finish, isRefused: this.#isRefused, hasThought: this.#hasThought, text: this.#text };
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

/** JSON that holds no choice of an answer says something else. */
function wholeAnswer(text: string, headers: Headers): unknown {
  const value = parseJson(text);
  const hasChoices = isRecord(value) && Array.isArray(value['choices']) && value['choices'].length > 0;
  if (!hasChoices && errorFields(value).message !== '') throw new ErrorInAnswer(value, headers);
  if (!hasChoices) throw new AppError('engine-bad-response', 'later', { message: 'JSON without an answer' });
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('engine-bad-response', 'later', { message: 'JSON that cannot be read', cause: error });
  }
}

/** What a tool was asked for; its arguments are JSON in a text. */
function queryIn(given: unknown): string | undefined {
  try {
    const read: unknown = JSON.parse(String(given));
    return isRecord(read) && typeof read['query'] === 'string' ? read['query'] : undefined;
  } catch {
    return undefined; // The search counts all the same.
  }
}
