/** A page of the web that an engine says it used. */
export interface WebSource {
  readonly url: string;
  readonly title?: string;
}

/** What an engine looked up for one answer. */
export interface WebSearch {
  /** Searches that are billed. */
  readonly count: number;
  /** What it looked for, as far as it told. */
  readonly queries: readonly string[];
  /** What its text refers to. */
  readonly cited: readonly WebSource[];
  /** Every page that it had before it, cited or not. */
  readonly seen: readonly WebSource[];
  /** Nothing was searched for: pages were read whose addresses were given. */
  readonly isReading?: true;
  /** Of those: addresses that could not be read. */
  readonly unread?: readonly string[];
}

/** Longer lists say nothing more. */
const MOST_SOURCES = 30;
const MOST_QUERIES = 20;
/** Of an address, a title or a query (characters). */
const LONGEST = 2_000;

const TRACKED = /[?&]utm_source=openai(?:&|$)/u;

/** An address of the web as it is kept: without the mark that an engine puts behind it. Undefined for what is no such address. */
export function cleanWebAddress(url: unknown): string | undefined {
  if (typeof url !== 'string' || url.length > LONGEST || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return undefined;
  if (TRACKED.test(parsed.search)) parsed.searchParams.delete('utm_source');
  return parsed.href;
}

/** Collects what an engine tells of its searches; each page once. */
export class SearchRecord {
  #count = 0;
  readonly #queries = new Set<string>();
  readonly #cited = new Map<string, WebSource>();
  readonly #seen = new Map<string, WebSource>();

  search(queries: readonly unknown[]): void {
    this.#count += 1;
    for (const query of queries)
      if (typeof query === 'string' && query.trim() !== '') this.#queries.add(query.slice(0, LONGEST));
  }

  /** Adds a page; the source as it is kept, or undefined for what is no address. */
  add(kind: 'cited' | 'seen', url: unknown, title?: unknown): WebSource | undefined {
    const address = cleanWebAddress(url);
    if (address === undefined) return undefined;
    const words = typeof title === 'string' ? title.trim().slice(0, LONGEST).toWellFormed() : '';
    const pages = kind === 'cited' ? this.#cited : this.#seen;
    const known = pages.get(address);
    if (known === undefined && pages.size >= MOST_SOURCES) return { url: address };
    const source = words === '' ? (known ?? { url: address }) : { url: address, title: words };
    pages.set(address, source);
    return source;
  }

  /** @param told how many searches the engine says it bills; else those that were seen */
  result(told?: number): WebSearch {
    return {
      count: told ?? this.#count,
      queries: [...this.#queries].slice(0, MOST_QUERIES),
      cited: [...this.#cited.values()],
      seen: [...this.#seen.values()],
    };
  }
}
