import type { LanguageModel, ModelEvent, ModelRequest } from '../../language-model/language-model.ts';
import type { BlockStream } from '../../markdown/closed-blocks.ts';
import type { NotionBlock } from '../../markdown/block-types.ts';
import type { Citations } from '../../web-search/citations.ts';
import type { WebSearch } from '../../language-model/web-source.ts';

/** Text that waits before it is made into blocks while sources may still be told of it (characters): a citation comes behind its span. */
const HELD = 400;

/** What goes with an answer that is searched for on the web. */
export interface AnswerSearch {
  readonly citations: Citations;
  readonly onSearch: (query: string) => void;
  /** What is added to the text in the end. */
  readonly addition: (search: WebSearch) => string;
}

export type AnswerEnd = Extract<ModelEvent, { type: 'end' }>;

/**
 * Reads one answer while somebody else writes its finished blocks. `take` gives what is finished; `ended` settles when the model
 * is done or failed, and then `take` gives the rest.
 */
export class AnswerStream {
  readonly ended: Promise<AnswerEnd>;
  readonly #blocks: BlockStream;
  readonly #onText: (text: string) => void;
  readonly #search: AnswerSearch | undefined;
  #ready: NotionBlock[] = [];
  #text = '';
  /** The end of the text, not made into blocks yet. */
  #held = '';
  #isEnded = false;
  #wake: (() => void) | undefined;

  constructor(
    model: LanguageModel,
    request: ModelRequest,
    blocks: BlockStream,
    signal: AbortSignal,
    onText: (text: string) => void,
    search?: AnswerSearch,
  ) {
    this.#search = search;
    this.#blocks = blocks;
    this.#onText = onText;
    this.ended = this.#read(model.stream(request, signal));
    // Whoever writes awaits it later; until then a failure is not "unhandled".
    this.ended.catch(() => undefined);
  }

  get text(): string {
    return this.#text;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  get readyCount(): number {
    return this.#ready.length;
  }

  /** How many times the blocks taken so far turned out to be thoughts: those taken next are the answer's from its first. */
  get restarts(): number {
    return this.#blocks.restarts;
  }

  /** Resolves when at least `count` blocks are ready, or there will be no more. One caller at a time. */
  async untilReady(count: number, signal?: AbortSignal): Promise<void> {
    const stop = (): void => this.#wake?.();
    signal?.addEventListener('abort', stop);
    while (!this.#isEnded && this.#ready.length < count && signal?.aborted !== true) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    signal?.removeEventListener('abort', stop);
  }

  take(): NotionBlock[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  async #read(events: AsyncIterable<ModelEvent>): Promise<AnswerEnd> {
    let end: AnswerEnd | undefined;
    try {
      for await (const event of events) {
        if (event.type === 'end') end = event;
        else if (event.type === 'search') this.#search?.onSearch(event.query ?? '');
        else if (event.type === 'source') this.#search?.citations.add(event.source);
        else this.#push(event.text);
      }
      if (!end) throw new TypeError('a model adapter ended without an end event');
      if (end.search && end.finish === 'stop' && this.#text.trim() !== '')
        this.#push(this.#search?.addition(end.search) ?? '');
      this.#release(0);
      this.#addReady(() => this.#blocks.end());
      return end;
    } finally {
      this.#isEnded = true;
      this.#wake?.();
    }
  }

  #push(text: string): void {
    if (text === '') return;
    this.#text += text;
    this.#held += text;
    this.#release(this.#search === undefined ? 0 : HELD);
    this.#onText(this.#text);
  }

  /** Makes blocks of all but the last `held` characters. */
  #release(held: number): void {
    const text = this.#held.slice(0, Math.max(0, this.#held.length - held));
    this.#held = this.#held.slice(text.length);
    if (text !== '') this.#addReady(() => this.#blocks.push(text));
  }

  #addReady(read: () => NotionBlock[]): void {
    const { restarts } = this.#blocks;
    const blocks = read();
    if (this.#blocks.restarts !== restarts) this.#ready = [];
    this.#ready.push(...blocks);
    if (blocks.length > 0) this.#wake?.();
  }
}
