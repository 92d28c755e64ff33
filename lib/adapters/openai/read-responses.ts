/** The events of POST /v1/responses as the port's events. https://platform.openai.com/docs/api-reference/responses-streaming */
import type { EngineExchange } from '../../language-model/engine-exchange.ts';
import type { ModelEvent, ModelRequest, Usage } from '../../language-model/language-model.ts';
import { toldCount, toldUsage } from '../../language-model/told-number.ts';
import { estimateUsage } from '../../language-model/usage.ts';
import { SearchRecord } from '../../language-model/web-source.ts';
import { isRecord } from './completion-parts.ts';
import { ErrorInAnswer } from './error-in-answer.ts';
import { mapOpenAiFinish } from './map-openai-finish.ts';
import { PerplexityResults } from './perplexity-results.ts';
import { createTrackingFilter, strip } from './tracking-filter.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Why an answer is not whole, in the words of chat completions. */
const REASONS: Readonly<Record<string, string>> = { max_output_tokens: 'length', content_filter: 'content_filter' };

/** One answer as it comes together. Nothing in an event is taken for what its type says. */
export class ResponseReading {
  readonly #request: ModelRequest;
  readonly #exchange: Pick<EngineExchange, 'noteProgress' | 'expectEnd'>;
  readonly #record = new SearchRecord();
  readonly #filter = createTrackingFilter();
  /** Where searches are told in Perplexity's way. */
  readonly #results: PerplexityResults | undefined;
  /** Texts of parts as they came, by `item:part`: annotations count in them. */
  readonly #parts = new Map<string, string>();
  /** Messages that are notes on the way and no answer. */
  readonly #notes = new Set<unknown>();
  #text = '';
  #lastItem: unknown;
  #finish: string | undefined;
  #isRefused = false;
  #hasThought = false;
  #response: Fields = {};
  #count = 0;

  constructor(
    request: ModelRequest,
    exchange: Pick<EngineExchange, 'noteProgress' | 'expectEnd'>,
    form: 'responses' | 'perplexity' = 'responses',
  ) {
    this.#request = request;
    this.#exchange = exchange;
    this.#results = form === 'perplexity' ? new PerplexityResults(this.#record, request) : undefined;
  }

  get hasFinish(): boolean {
    return this.#finish !== undefined;
  }

  /** Whether anything came. */
  get isEmpty(): boolean {
    return this.#count === 0;
  }

  *take(data: unknown, headers: Headers): Generator<ModelEvent> {
    if (!isRecord(data)) return;
    const type = String(data['type'] ?? '');
    if (type === 'error' || (type === '' && data['error'] != null)) throw new ErrorInAnswer(data, headers);
    this.#count += 1;
    // Whatever comes, the engine is at work: a minute may pass without a letter of the answer.
    this.#exchange.noteProgress();
    const item = isRecord(data['item']) ? data['item'] : {};
    if (this.#results) yield* this.#results.take(type, data, item);
    switch (type) {
      case 'response.output_item.added':
        return yield* this.#begin(item);
      case 'response.output_item.done':
        return yield* this.#endItem(item);
      case 'response.output_text.delta':
        return yield* this.#addText(data);
      case 'response.output_text.annotation.added':
        return yield* this.#annotate(data, data['annotation']);
      case 'response.refusal.delta':
      case 'response.refusal.done':
        this.#isRefused = true;
        return;
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        // Perplexity's failure stands in the event itself.
        return this.#close(data['response'] ?? data, headers);
    }
  }

  /** Everything of an answer that came in one piece. */
  *takeWhole(response: unknown, headers: Headers): Generator<ModelEvent> {
    if (!isRecord(response)) return;
    this.#count += 1;
    const output = Array.isArray(response['output']) ? (response['output'] as unknown[]).filter(isRecord) : [];
    for (const item of output) {
      yield* this.#endItem(item);
      const parts = Array.isArray(item['content']) ? (item['content'] as unknown[]).filter(isRecord) : [];
      for (const [index, part] of parts.entries()) {
        if (part['type'] === 'refusal') this.#isRefused = true;
        const place = { item_id: item['id'], content_index: index };
        if (typeof part['text'] === 'string') yield* this.#addText({ ...place, delta: part['text'] });
        const annotations = Array.isArray(part['annotations']) ? (part['annotations'] as unknown[]) : [];
        for (const annotation of annotations) yield* this.#annotate(place, annotation);
      }
    }
    this.#close(response, headers);
  }

  /** @throws what `mapOpenAiFinish` throws */
  *end(): Generator<ModelEvent> {
    yield* this.#say(this.#filter.end(), true);
    const state = { isRefused: this.#isRefused, hasThought: this.#hasThought, text: this.#text };
    const finish = mapOpenAiFinish({ ...state, finish: this.#finish, isClosed: false });
    const billed = isRecord(this.#response['tool_usage']) ? this.#response['tool_usage']['web_search'] : undefined;
    const told = this.#results?.billed(this.#response['usage']);
    const search = this.#record.result(told ?? toldCount(isRecord(billed) ? billed['num_requests'] : undefined));
    const { model } = this.#response;
    yield {
      type: 'end',
      finish,
      ...(this.#request.search && { search }),
      usage: {
        ...this.#usage(),
        ...(this.#response['service_tier'] === 'flex' && { isHalfPrice: true as const }),
        ...(search.count > 0 && { searches: search.count }),
      },
      model: typeof model === 'string' && model !== '' ? model : this.#request.model,
    };
  }

  *#begin(item: Fields): Generator<ModelEvent> {
    if (item['type'] === 'reasoning') this.#hasThought = true;
    if (item['type'] === 'message' && item['phase'] === 'commentary') this.#notes.add(item['id']);
    if (item['type'] === 'web_search_call') yield { type: 'search' };
  }

  *#endItem(item: Fields): Generator<ModelEvent> {
    if (item['type'] !== 'web_search_call') return;
    const action = isRecord(item['action']) ? item['action'] : argumentsOf(item);
    for (const source of Array.isArray(action['sources']) ? (action['sources'] as unknown[]) : [])
      if (isRecord(source)) this.#record.add('seen', source['url'], source['title']);
    // Opening a page and finding in it are no searches, and cost nothing.
    if (action['type'] === 'open_page' || action['type'] === 'find_in_page') {
      this.#record.add('seen', action['url']);
      return;
    }
    if (item['status'] === 'failed') return;
    const queries = Array.isArray(action['queries']) ? (action['queries'] as unknown[]) : [action['query']];
    this.#record.search(queries);
    const query = queries.filter((one) => typeof one === 'string').join(', ');
    if (query !== '') yield { type: 'search', query };
  }

  *#addText(data: Fields): Generator<ModelEvent> {
    const { delta, item_id: item } = data;
    if (typeof delta !== 'string' || this.#notes.has(item)) return;
    const key = partOf(data);
    this.#parts.set(key, (this.#parts.get(key) ?? '') + delta);
    // A second message is a paragraph of its own.
    const between = this.#lastItem !== undefined && this.#lastItem !== item && this.#text !== '' ? '\n\n' : '';
    this.#lastItem = item;
    yield* this.#say(this.#filter.push(between + delta));
  }

  *#say(words: string, isEnd = false): Generator<ModelEvent> {
    const { text, events } = this.#results?.push(words) ?? { text: words, events: [] };
    const rest = isEnd ? this.#results?.end() : undefined;
    const all = text + (rest?.text ?? '');
    this.#text += all;
    if (all !== '') yield { type: 'text', text: all };
    yield* events;
    yield* rest?.events ?? [];
  }

  *#annotate(data: Fields, annotation: unknown): Generator<ModelEvent> {
    if (!isRecord(annotation) || annotation['type'] !== 'url_citation') return;
    const source = this.#record.add('cited', annotation['url'], annotation['title']);
    if (!source) return;
    const { start_index: start, end_index: end } = annotation;
    const isPlaced = typeof start === 'number' && typeof end === 'number' && end > start;
    const mark = isPlaced ? strip((this.#parts.get(partOf(data)) ?? '').slice(start, end)) : '';
    yield { type: 'source', source, ...(mark !== '' && { mark }) };
  }

  #close(response: unknown, headers: Headers): void {
    if (!isRecord(response)) return;
    this.#response = response;
    const { error, status, incomplete_details: details } = response;
    if (status === 'failed' || (isRecord(error) && status !== 'completed')) throw new ErrorInAnswer({ error }, headers);
    const reason = isRecord(details) ? String(details['reason'] ?? '') : '';
    this.#finish = status === 'incomplete' ? (REASONS[reason] ?? reason) : 'stop';
    this.#exchange.expectEnd();
  }

  /** `output_tokens` holds what was thought, which is paid like output. */
  #usage(): Usage {
    const usage = isRecord(this.#response['usage']) ? this.#response['usage'] : undefined;
    const told = toldUsage(usage?.['input_tokens'], usage?.['output_tokens'], this.#text !== '');
    if (!told) return estimateUsage(this.#request, this.#text);
    const details = usage?.['input_tokens_details'];
    const { cached_tokens: read, cache_read_input_tokens: readHere } = isRecord(details) ? details : ({} as Fields);
    const cached = toldCount(read ?? readHere) ?? 0;
    return {
      ...told,
      ...(cached > 0 && cached <= told.inputTokens && { cachedInputTokens: cached }),
      estimated: false,
    };
  }
}

const partOf = ({ item_id: item, content_index: index }: Fields): string => `${String(item)}:${String(index)}`;

/** xAI tells what it searched for as JSON in a text. */
function argumentsOf(item: Fields): Fields {
  try {
    const read: unknown = JSON.parse(String(item['arguments']));
    return isRecord(read) ? read : {};
  } catch {
    return {}; // No query is told: the search itself counts all the same.
  }
}
