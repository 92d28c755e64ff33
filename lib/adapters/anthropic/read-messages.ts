import OpenAI from 'openai';
import { Stream } from 'openai/streaming';
import type { EngineExchange } from '../../language-model/engine-exchange.ts';
import type { ModelEvent, ModelRequest, Usage } from '../../language-model/language-model.ts';
import { toldCount, toldUsage } from '../../language-model/told-number.ts';
import { estimateUsage } from '../../language-model/usage.ts';
import { SearchRecord } from '../../language-model/web-source.ts';
import { AppError } from '../../shared/app-error.ts';
import { lazy } from '../../shared/lazy.ts';
import { isRecord } from '../openai/completion-parts.ts';
import { finishWord, mapOpenAiFinish } from '../openai/map-openai-finish.ts';
import { ErrorInAnswer } from '../openai/error-in-answer.ts';
import { MessageBlocks, type Block } from './message-blocks.ts';
import { SearchRemarks } from './search-remarks.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Only for its silence: the SDK's reader of event streams logs what it cannot parse unless a client says otherwise. */
const silent = lazy(() => new OpenAI({ apiKey: 'none', dangerouslyAllowBrowser: true, logLevel: 'off' }));

/**
 * One answer as it comes together from streamed messages: a single one, or several where a search made the engine pause its turn.
 * Text and thoughts come by block, the reason to stop and the usage with `message_delta`.
 * https://docs.anthropic.com/en/docs/build-with-claude/streaming
 */
export class MessageReading {
  readonly #request: ModelRequest;
  readonly #exchange: EngineExchange;
  readonly #record = new SearchRecord();
  readonly #remarks: SearchRemarks;
  readonly #turns: { usage: Record<string, unknown> }[] = [];
  #blocks = new MessageBlocks();
  #text = '';
  #hasThought = false;
  #isClosed = false;
  #finish: string | undefined;
  #model: string;

  constructor(request: ModelRequest, exchange: EngineExchange) {
    this.#request = request;
    this.#exchange = exchange;
    this.#model = request.model;
    this.#remarks = new SearchRemarks(request.search !== undefined);
  }

  /** The engine stopped in the middle: what `blocks` holds is sent back to it, and it goes on. */
  get isPaused(): boolean {
    return this.#request.search !== undefined && this.#finish === 'pause_turn' && this.#isClosed;
  }

  /** What the last message held. */
  get blocks(): readonly Block[] {
    return this.#blocks.all;
  }

  /** Searches so far that are billed. */
  get searches(): number {
    return this.#record.result(this.#told()).count;
  }

  /** @throws ErrorInAnswer, AppError engine-bad-response */
  async *read(response: Response): AsyncGenerator<ModelEvent> {
    const events = Stream.fromSSEResponse<unknown>(response, new AbortController(), silent(), false, 'events');
    const turn = { usage: {} as Record<string, unknown> };
    this.#turns.push(turn);
    this.#blocks = new MessageBlocks();
    this.#isClosed = false;
    this.#finish = undefined;
    let count = 0;
    for await (const event of events) {
      if (!isRecord(event)) continue;
      count += 1;
      if (event['type'] === 'error') throw new ErrorInAnswer(event, response.headers);
      yield* this.#take(event, turn);
    }
    if (count === 0) throw new AppError('engine-bad-response', 'later', { message: 'a stream without events' });
  }

  /** @throws what `mapOpenAiFinish` throws */
  *end(): Generator<ModelEvent> {
    yield* this.#say(this.#remarks.end());
    const finish = this.#finish;
    const state = { text: this.#text, hasThought: this.#hasThought, isClosed: this.#isClosed, finish };
    const search = this.#request.search && this.#record.result(this.#told());
    yield {
      type: 'end',
      finish: mapOpenAiFinish({ ...state, isRefused: finish === 'refusal' }),
      usage: { ...this.#usage(), ...(search && search.count > 0 && { searches: search.count }) },
      ...(search && { search }),
      model: this.#model,
    };
  }

  *#take(event: Fields, turn: { usage: Record<string, unknown> }): Generator<ModelEvent> {
    const message = isRecord(event['message']) ? event['message'] : {};
    const delta = isRecord(event['delta']) ? event['delta'] : {};
    if (typeof message['model'] === 'string') this.#model = message['model'];
    turn.usage = { ...turn.usage, ...onlyTold(message['usage']), ...onlyTold(event['usage']) };
    const word = finishWord(delta['stop_reason']);
    this.#finish = word ?? this.#finish;
    if (word !== undefined && word !== 'pause_turn') this.#exchange.expectEnd();
    this.#isClosed ||= event['type'] === 'message_stop';
    const block = this.#blocks.take(event);
    if (event['type'] === 'content_block_start' && block) yield* this.#begin(block);
    if (event['type'] === 'content_block_stop' && block?.['type'] === 'server_tool_use') yield* queryOf(block);
    if (typeof delta['thinking'] === 'string') {
      this.#hasThought = true;
      this.#exchange.noteProgress();
    }
    const piece = delta['text'];
    if (typeof piece === 'string' && piece !== '') yield* this.#say(this.#remarks.push(piece));
    if (isRecord(delta['citation'])) yield* this.#cite(delta['citation']);
  }

  *#begin(block: Block): Generator<ModelEvent> {
    if (block['type'] === 'server_tool_use') {
      this.#remarks.search();
      yield { type: 'search' };
    }
    // An error in place of the list is a search that failed, which is not billed.
    if (block['type'] !== 'web_search_tool_result' || !Array.isArray(block['content'])) return;
    this.#exchange.noteProgress();
    this.#record.search([]);
    for (const page of (block['content'] as unknown[]).filter(isRecord))
      this.#record.add('seen', page['url'], page['title']);
  }

  *#cite(citation: Fields): Generator<ModelEvent> {
    yield* this.#say(this.#remarks.cite());
    const source = this.#record.add('cited', citation['url'], citation['title']);
    if (source) yield { type: 'source', source };
  }

  *#say(text: string): Generator<ModelEvent> {
    if (text === '') return;
    this.#text += text;
    yield { type: 'text', text };
  }

  #told(): number | undefined {
    const counts = this.#turns.flatMap(({ usage: { server_tool_use: used } }) => {
      const count = isRecord(used) ? toldCount(used['web_search_requests']) : undefined;
      return count === undefined ? [] : [count];
    });
    return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
  }

  /** Each turn is paid for by itself. */
  #usage(): Usage {
    const told = this.#turns.map(({ usage }) => usageOf(usage, this.#text));
    let sum: Usage = { inputTokens: 0, outputTokens: 0, estimated: false };
    for (const one of told) {
      if (!one) return estimateUsage(this.#request, this.#text);
      const cached = (sum.cachedInputTokens ?? 0) + one.cached;
      sum = {
        inputTokens: sum.inputTokens + one.inputTokens,
        outputTokens: sum.outputTokens + one.outputTokens,
        ...(cached > 0 && { cachedInputTokens: cached }),
        estimated: false,
      };
    }
    return sum;
  }
}

/** What the engine looks for. */
function* queryOf({ input }: Block): Generator<ModelEvent> {
  const query = isRecord(input) ? input['query'] : undefined;
  if (typeof query === 'string' && query !== '') yield { type: 'search', query };
}

/** Later events repeat what they count anew, and leave out or null the rest. */
const onlyTold = (usage: unknown): Record<string, unknown> =>
  isRecord(usage)
    ? Object.fromEntries(Object.entries(usage).filter(([, told]) => toldCount(told) !== undefined || isRecord(told)))
    : {};

/** Cached input is told apart from the other input. */
function usageOf(usage: Record<string, unknown>, text: string) {
  const cached = toldCount(usage['cache_read_input_tokens']) ?? 0;
  const input = toldCount(usage['input_tokens']);
  const all = input === undefined ? undefined : input + cached + (toldCount(usage['cache_creation_input_tokens']) ?? 0);
  const told = toldUsage(all, usage['output_tokens'], text !== '');
  return told && { ...told, cached };
}
