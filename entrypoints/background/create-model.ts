import { createAnthropicLanguageModel } from '../../lib/adapters/anthropic/anthropic-language-model.ts';
import { dropOriginHeader } from '../../lib/adapters/browser/origin-header-rule.ts';
import { createChromeLanguageModel } from '../../lib/adapters/chrome-built-in/chrome-language-model.ts';
import { createGeminiLanguageModel } from '../../lib/adapters/gemini/gemini-language-model.ts';
import { createOpenAiLanguageModel } from '../../lib/adapters/openai/openai-language-model.ts';
import { createOpenAiCompatibleLanguageModel } from '../../lib/adapters/openai-compatible/openai-compatible-language-model.ts';
import { requireBaseUrl } from '../../lib/language-model/base-url.ts';
import type { Fetch } from '../../lib/language-model/engine-exchange.ts';
import type { EngineMemory } from '../../lib/language-model/engine-memory.ts';
import type { EngineId } from '../../lib/language-model/engines.ts';
import type { LanguageModel } from '../../lib/language-model/language-model.ts';
import { SERVICES } from '../../lib/language-model/compatible-services.ts';
import type { ModelAccess } from '../../lib/settings/service-access.ts';
import type { Clock } from '../../lib/shared/clock.ts';

export interface ModelMeans {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly memory: EngineMemory;
}

type CreateModel = (access: ModelAccess, means: ModelMeans) => LanguageModel | Promise<LanguageModel>;

/** The adapter of each engine. */
export const ADAPTERS: Readonly<Record<EngineId, CreateModel>> = {
  gemini: ({ key = '' }, means) => createGeminiLanguageModel({ apiKey: key, ...means }),
  openai: ({ key = '' }, means) => createOpenAiLanguageModel({ apiKey: key, ...means }),
  compatible: async ({ key = '', ...server }, means) => {
    await dropOriginHeader(new URL(requireBaseUrl(server.baseUrl)).hostname);
    const create =
      SERVICES[server.service].api === 'messages' ? createAnthropicLanguageModel : createOpenAiCompatibleLanguageModel;
    return create({ apiKey: key, ...server, ...means });
  },
  chrome: (_access, { clock }) => createChromeLanguageModel({ clock }),
};
