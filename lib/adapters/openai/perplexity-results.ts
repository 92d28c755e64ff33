/**
 * What Perplexity says of its searches: results come as events of their own, before the text, which refers to them by `[3]`.
 * https://docs.perplexity.ai/api-reference/responses-post
 */
import type { ModelEvent, ModelRequest } from '../../language-model/language-model.ts';
import { toldCount } from '../../language-model/told-number.ts';
import type { SearchRecord } from '../../language-model/web-source.ts';
import { isRecord } from './completion-parts.ts';

type Fields = Readonly<Record<string, unknown>>;

const MARK = /\[(?:web:)?(\d{1,3})\](?!\()/gu;
/** What may become a mark, or is one and shows only with the next letter whether it is a link already. */
const UNFINISHED = /\[(?:w|we|web|web:)?(?:\d{1,3}\]?)?$/u;
/** In JSON: what begins or ends a string, what is escaped, and a mark with the blanks before it. */
const JSON_PIECE = /\\[^]|"|[ \t]*\[(?:web:)?(\d{1,3})\](?!\()/gu;
const UNFINISHED_JSON = /(?:[ \t]*\[(?:w|we|web|web:)?(?:\d{1,3}\]?)?|[ \t]+|\\+)$/u;

export class PerplexityResults {
  readonly #record: SearchRecord;
  readonly #isJson: boolean;
  /** Pages by the number under which the text refers to them. */
  readonly #pages = new Map<number, Fields>();
  #held = '';
  /** In an answer in JSON: between two quotation marks. */
  #isInString = false;
  #queries: readonly unknown[] = [];
  /** Lists of results, as events and as items: both tell the same. */
  #told = 0;
  #listed = 0;

  constructor(record: SearchRecord, request: ModelRequest) {
    this.#record = record;
    this.#isJson = request.json !== undefined;
  }

  /** Events about searching; others say nothing here. */
  *take(type: string, data: Fields, item: Fields): Generator<ModelEvent> {
    if (type === 'response.reasoning.search_queries') {
      this.#queries = listOf(data['queries']);
      yield { type: 'search', query: this.#queries.filter((query) => typeof query === 'string').join(', ') };
    } else if (type === 'response.reasoning.search_results') {
      this.#told += this.#add(listOf(data['results']), this.#queries);
    } else if (type === 'response.output_item.done' && item['type'] === 'search_results') {
      this.#listed += 1;
      if (this.#listed > this.#told) this.#told += this.#add(listOf(item['results']), listOf(item['queries']));
    }
  }

  /**
   * The text with its marks as links, and the pages that they are for; in JSON without them, since a number says nothing in a cell. What may
   * be the beginning of a mark waits for more.
   */
  push(text: string): { readonly text: string; readonly events: readonly ModelEvent[] } {
    const all = this.#held + text;
    const cut = (this.#isJson ? UNFINISHED_JSON : UNFINISHED).exec(all)?.index ?? all.length;
    this.#held = all.slice(cut);
    return this.#settle(all.slice(0, cut));
  }

  end(): { readonly text: string; readonly events: readonly ModelEvent[] } {
    const rest = this.#held;
    this.#held = '';
    return this.#settle(rest);
  }

  /** Searches that are billed, by the usage; undefined where it tells none. */
  billed(usage: unknown): number | undefined {
    const tools = isRecord(usage) && isRecord(usage['tool_calls_details']) ? usage['tool_calls_details'] : {};
    const counts = Object.entries(tools).flatMap(([name, details]) => {
      const count = /search/u.test(name) && isRecord(details) ? toldCount(details['invocation']) : undefined;
      return count === undefined ? [] : [count];
    });
    return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
  }

  /** Gives the number of searches that this is: none where nothing was found. */
  #add(results: readonly unknown[], queries: readonly unknown[]): number {
    for (const result of results.filter(isRecord)) {
      this.#record.add('seen', result['url'], result['title']);
      if (typeof result['id'] === 'number') this.#pages.set(result['id'], result);
    }
    if (results.length === 0) return 0;
    this.#record.search(queries);
    return 1;
  }

  #settle(text: string): { readonly text: string; readonly events: readonly ModelEvent[] } {
    return this.#isJson ? this.#unmark(text) : this.#link(text);
  }

  /** Only inside strings: `[1]` elsewhere is a list. */
  #unmark(text: string): { readonly text: string; readonly events: readonly ModelEvent[] } {
    const events: ModelEvent[] = [];
    const bare = text.replaceAll(JSON_PIECE, (piece, id: string | undefined) => {
      if (piece === '"') this.#isInString = !this.#isInString;
      const page = id !== undefined && this.#isInString ? this.#pages.get(Number(id)) : undefined;
      const source = page && this.#record.add('cited', page['url'], page['title']);
      if (!source) return piece;
      events.push({ type: 'source', source });
      return '';
    });
    return { text: bare, events };
  }

  #link(text: string): { readonly text: string; readonly events: readonly ModelEvent[] } {
    const events: ModelEvent[] = [];
    const linked = text.replaceAll(MARK, (whole, id: string) => {
      const page = this.#pages.get(Number(id));
      const source = page && this.#record.add('cited', page['url'], page['title']);
      if (!source) return whole;
      const mark = `([${new URL(source.url).hostname.replace(/^www\./u, '')}](${source.url.replaceAll(')', '%29')}))`;
      events.push({ type: 'source', source, mark });
      return ` ${mark}`;
    });
    return { text: linked, events };
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
