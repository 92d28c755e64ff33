/** The wire: OpenAI's Responses API, or a tool beside chat completions in the words of one service. */
export type SearchForm = 'responses' | 'openrouter';

/** How a service searches the web. */
export interface SearchService {
  readonly name: string;
  readonly form: SearchForm;
  /** Dollars; prices of November 2026. */
  readonly pricePerSearch: number;
  /** Tokens of results that one search puts before the model, about. */
  readonly tokensPerSearch: number;
}
