/** What Gemini looked up for an answer. https://ai.google.dev/api/generate-content#GroundingMetadata */
import type { ModelEvent, ModelRequest } from '../../language-model/language-model.ts';
import { SearchRecord, type WebSearch } from '../../language-model/web-source.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Google's chip with its style is some kilobytes. */
const LONGEST_SUGGESTIONS = 100_000;

export class Grounding {
  readonly #request: ModelRequest;
  readonly #record = new SearchRecord();
  readonly #queries = new Set<string>();
  readonly #unread = new Set<string>();
  #suggestions: string | undefined;

  constructor(request: ModelRequest) {
    this.#request = request;
  }

  get isAsked(): boolean {
    return (
      (this.#request.search !== undefined && this.#request.isPreview === true) || this.#request.readsLinks === true
    );
  }

  /** It stands in the last chunk, also in the first where addresses were read, and may be empty there. */
  *take(candidate: Fields | undefined): Generator<ModelEvent> {
    if (!this.isAsked || !candidate) return;
    const {
      webSearchQueries: queries,
      groundingChunks: chunks,
      searchEntryPoint: entry,
    } = fieldsOf(candidate['groundingMetadata']);
    for (const query of listOf(queries)) {
      if (typeof query !== 'string' || query === '' || this.#queries.has(query)) continue;
      this.#queries.add(query);
      this.#record.search([query]);
    }
    for (const chunk of listOf(chunks)) {
      const { uri, title } = fieldsOf(fieldsOf(chunk)['web']);
      const source = this.#record.add('cited', uri, title);
      if (source) yield { type: 'source', source };
    }
    const html = fieldsOf(entry)['renderedContent'];
    if (typeof html === 'string' && html.length <= LONGEST_SUGGESTIONS) this.#suggestions = html;
    this.#takeRead(fieldsOf(candidate['urlContextMetadata'] ?? candidate['url_context_metadata'])['urlMetadata']);
  }

  /** For the end event; nothing where nothing was to be looked up. */
  result(): { readonly search?: WebSearch; readonly suggestions?: string } {
    if (!this.isAsked) return {};
    const isReading = this.#request.search === undefined || this.#request.isPreview !== true;
    const search: WebSearch = {
      ...this.#record.result(),
      ...(isReading && { isReading: true }),
      ...(this.#unread.size > 0 && { unread: [...this.#unread] }),
    };
    return { search, ...(this.#suggestions !== undefined && { suggestions: this.#suggestions }) };
  }

  #takeRead(pages: unknown): void {
    for (const page of listOf(pages)) {
      const { retrievedUrl: url, urlRetrievalStatus: status } = fieldsOf(page);
      if (status === 'URL_RETRIEVAL_STATUS_SUCCESS') this.#record.add('seen', url);
      else if (typeof url === 'string') this.#unread.add(url.slice(0, 2_000));
    }
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
