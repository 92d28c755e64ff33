/**
 * Which services search the web, how they are asked, and what a search costs there. A service that is not in here is never sent a
 * field about searching. https://platform.openai.com/docs/guides/tools-web-search, https://docs.x.ai/docs/guides/tools/search-tools,
 * https://openrouter.ai/docs/features/web-search, https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/web-search-tool
 */
import type { ServiceId } from '../language-model/services.ts';

/** The wire: OpenAI's Responses API, or a tool beside chat completions in the words of one service. */
export type SearchForm = 'responses' | 'openrouter';

interface SearchService {
  readonly name: string;
  readonly form: SearchForm;
  /** Dollars; prices of November 2026. */
  readonly pricePerSearch: number;
  /** Tokens of results that one search puts before the model, about. */
  readonly tokensPerSearch: number;
}

const TABLE = {
  openai: { name: 'GPT', form: 'responses', pricePerSearch: 0.01, tokensPerSearch: 8_500 },
  xai: { name: 'xAI', form: 'responses', pricePerSearch: 0.005, tokensPerSearch: 8_500 },
  openrouter: { name: 'OpenRouter', form: 'openrouter', pricePerSearch: 0.02, tokensPerSearch: 4_000 },
} as const satisfies Partial<Record<'openai' | ServiceId, SearchService>>;

/** How the engine searches; undefined where it cannot, or nobody knows. */
export function searchServiceOf(engine: string, service: ServiceId | undefined): SearchService | undefined {
  const id = engine === 'openai' ? 'openai' : engine === 'compatible' ? service : undefined;
  return id !== undefined && id in TABLE ? TABLE[id as keyof typeof TABLE] : undefined;
}

/** Names of those that can, for a sentence. */
export const SEARCHING_SERVICES: readonly string[] = Object.values(TABLE).map(({ name }) => name);
