/**
 * Which services search the web, how they are asked, and what a search costs there. A service that is not in here is never sent a
 * field about searching. https://platform.openai.com/docs/guides/tools-web-search, https://docs.x.ai/docs/guides/tools/search-tools,
 * https://openrouter.ai/docs/features/web-search, https://docs.claude.com/en/docs/agents-and-tools/tool-use/web-search-tool,
 * https://docs.mistral.ai/agents/connectors/websearch, https://console.groq.com/docs/agentic-tooling, https://docs.perplexity.ai/docs/agent-api
 */
import { ENGINES, knownEngine } from '../language-model/engines.ts';
import type { ServiceId } from '../language-model/compatible-services.ts';
import type { SearchForm, SearchService } from '../language-model/search-service.ts';

/** Groq's systems that search by themselves; its other models do not. */
const isCompound = (model: string): boolean => /^(?:groq\/)?compound(?:-|$)/u.test(model);

/**
 * Of the services that a Base URL leads to. No price list of Mistral or Groq was found for November 2026: theirs are estimates, Mistral's
 * an earlier list price.
 */
const BY_SERVICE: Partial<Record<ServiceId, SearchService>> = {
  anthropic: { name: 'Anthropic', form: 'anthropic', pricePerSearch: 0.01, tokensPerSearch: 10_000 },
  openrouter: { name: 'OpenRouter', form: 'openrouter', pricePerSearch: 0.02, tokensPerSearch: 4_000 },
  xai: { name: 'xAI', form: 'responses', pricePerSearch: 0.005, tokensPerSearch: 8_500 },
  perplexity: { name: 'Perplexity', form: 'perplexity', pricePerSearch: 0.005, tokensPerSearch: 4_000 },
  mistral: { name: 'Mistral', form: 'mistral', pricePerSearch: 0.03, tokensPerSearch: 7_000, isUnbounded: true },
  groq: {
    name: 'Groq (compound)',
    form: 'groq',
    pricePerSearch: 0.008,
    tokensPerSearch: 5_000,
    models: isCompound,
    isUnbounded: true,
  },
};

/** How a model searches; undefined where it cannot, or nobody knows. `service`: whose server a Base URL leads to. */
export function searchServiceOf(engine: string, service: ServiceId, model: string): SearchService | undefined {
  const known = knownEngine(engine);
  const search = known?.host === 'base-url' ? BY_SERVICE[service] : known?.search;
  return search?.models?.(model) === false ? undefined : search;
}

/** The words in which a server's model is asked to search; undefined where it cannot. */
export function searchFormOf(service: ServiceId, model: string): SearchForm | undefined {
  const search = BY_SERVICE[service];
  return search?.models?.(model) === false ? undefined : search?.form;
}

/** Names of those that can in a run, for a sentence. */
export const SEARCHING_SERVICES: readonly string[] = [
  ...Object.values(ENGINES).flatMap(({ search }) => search ?? []),
  ...Object.values(BY_SERVICE),
]
  .filter(({ isPreview }) => !isPreview)
  .map(({ name }) => name);
