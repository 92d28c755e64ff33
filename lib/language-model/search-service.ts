/** The wire: OpenAI's Responses API, or a tool in the words of one service. */
export type SearchForm = 'responses' | 'perplexity' | 'openrouter' | 'mistral' | 'groq' | 'anthropic' | 'google_search';

/** How a service searches the web. */
export interface SearchService {
  readonly name: string;
  readonly form: SearchForm;
  /** Dollars; prices of November 2026. */
  readonly pricePerSearch: number;
  /** Tokens of results that one search puts before the model, about. */
  readonly tokensPerSearch: number;
  /** Which of its models can; absent: all of them. */
  readonly models?: (model: string) => boolean;
  /** By its terms an answer is shown with its search suggestions, to the person who asked: pages only, as a preview. */
  readonly isPreview?: true;
  /** It decides by itself how often it searches: nothing in a request holds it to a number. */
  readonly isUnbounded?: true;
}
