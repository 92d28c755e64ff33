/**
 * Which services search the web, how they are asked, and what a search costs there. A service that is not in here is never sent a
 * field about searching. https://platform.openai.com/docs/guides/tools-web-search, https://docs.x.ai/docs/guides/tools/search-tools,
 * https://openrouter.ai/docs/features/web-search
 */
import { ENGINES, knownEngine } from '../language-model/engines.ts';
import type { ServiceId } from '../language-model/services.ts';
import type { SearchService } from '../language-model/search-service.ts';

/** Of the services that a Base URL leads to. */
const BY_SERVICE: Partial<Record<ServiceId, SearchService>> = {
  xai: { name: 'xAI', form: 'responses', pricePerSearch: 0.005, tokensPerSearch: 8_500 },
  openrouter: { name: 'OpenRouter', form: 'openrouter', pricePerSearch: 0.02, tokensPerSearch: 4_000 },
};

/** How the engine searches; undefined where it cannot, or nobody knows. `service`: whose server a Base URL leads to. */
export function searchServiceOf(engine: string, service: ServiceId): SearchService | undefined {
  const known = knownEngine(engine);
  return known?.host === 'base-url' ? BY_SERVICE[service] : known?.search;
}

/** The same for a server by itself. */
export const searchOfService = (service: ServiceId): SearchService | undefined => BY_SERVICE[service];

/** Names of those that can, for a sentence. */
export const SEARCHING_SERVICES: readonly string[] = [
  ...Object.values(ENGINES).flatMap(({ search }) => search ?? []),
  ...Object.values(BY_SERVICE),
].map(({ name }) => name);
