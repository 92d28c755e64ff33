import { createDeviceKey } from '../../lib/adapters/browser/device-key.ts';
import { dropOriginHeader } from '../../lib/adapters/browser/origin-header-rule.ts';
import { hostAccess } from '../../lib/adapters/browser/permissions.ts';
import { systemClock } from '../../lib/adapters/browser/system-clock.ts';
import { createAnthropicLanguageModel } from '../../lib/adapters/anthropic/anthropic-language-model.ts';
import { createGeminiLanguageModel } from '../../lib/adapters/gemini/gemini-language-model.ts';
import { createNotionWorkspace } from '../../lib/adapters/notion/notion-workspace.ts';
import { createServerClock } from '../../lib/adapters/notion/server-clock.ts';
import { createOpenAiLanguageModel } from '../../lib/adapters/openai/openai-language-model.ts';
import { createOpenAiCompatibleLanguageModel } from '../../lib/adapters/openai-compatible/openai-compatible-language-model.ts';
import { requireBaseUrl } from '../../lib/language-model/base-url.ts';
import { createKeptMemory, type EngineMemory } from '../../lib/language-model/engine-memory.ts';
import type { EngineId, LanguageModel } from '../../lib/language-model/language-model.ts';
import { KeptGates } from '../../lib/notion/kept-gates.ts';
import type { RequestGate } from '../../lib/notion/request-gate.ts';
import { type NotionWindow, PLAN_WINDOW } from '../../lib/runs/estimate-time.ts';
import { SecretVault } from '../../lib/settings/secret-vault.ts';
import { ServiceAccess } from '../../lib/settings/service-access.ts';
import type { ModelAccess } from '../../lib/settings/service-access.ts';
import { AppError } from '../../lib/shared/app-error.ts';
import type { StoredValues } from './stored-values.ts';

/** Requests a minute on Business and Enterprise: https://developers.notion.com/reference/request-limits */
const LARGE_WINDOW = 600;

/** Unbound, `fetch` throws “Illegal invocation”. */
const boundFetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> => fetch(input, init);

/** Keys, and the way to Notion and the engines with them. `onNotionFailure` hears of each failed call with the stored token. */
export function createAccess(
  values: StoredValues,
  onNotionFailure: (error: unknown) => void,
  onDefect: (error: unknown) => void,
) {
  const deviceKey = createDeviceKey(crypto.subtle);
  const vault = new SecretVault({
    stored: values.secrets,
    session: values.session,
    deviceKey,
    crypto,
    clock: systemClock,
  });
  const gates = new KeptGates({ session: values.session, clock: systemClock, onDefect });
  let latest: RequestGate | undefined;
  const serverClock = createServerClock(systemClock);
  const memory = createKeptMemory(values.session);
  const access = new ServiceAccess({
    settings: values.settings,
    vault,
    hostAccess,
    createWorkspace: async (token, priority) => {
      const gate = await gates.open(token);
      latest = gate;
      return createNotionWorkspace({ token, fetch: boundFetch, clock: systemClock, gate, serverClock, priority });
    },
    onNotionFailure,
    createModel: (engine, modelAccess) => createModel(engine, modelAccess, memory),
  });
  /** Of the token that was used last: there is one at a time. */
  const notionWindow = (): NotionWindow => {
    const { limit, used } = latest?.window(systemClock.now()) ?? { limit: undefined, used: 0 };
    // More than the smaller plans allow has passed: it is the larger one.
    return { used, limit: limit ?? (used > PLAN_WINDOW.limit ? LARGE_WINDOW : PLAN_WINDOW.limit) };
  };
  return { vault, access, deviceKey, notionWindow };
}

async function createModel(
  engine: EngineId,
  { key = '', baseUrl, service, headers, fields }: ModelAccess,
  memory: EngineMemory,
): Promise<LanguageModel> {
  const common = { fetch: boundFetch, clock: systemClock, memory };
  switch (engine) {
    case 'gemini':
      return createGeminiLanguageModel({ apiKey: key, ...common });
    case 'openai':
      return createOpenAiLanguageModel({ apiKey: key, ...common });
    case 'compatible':
      await dropOriginHeader(new URL(requireBaseUrl(baseUrl)).hostname);
      if (service === 'anthropic')
        return createAnthropicLanguageModel({ apiKey: key, baseUrl, headers, fields, ...common });
      return createOpenAiCompatibleLanguageModel({ apiKey: key, baseUrl, service, headers, fields, ...common });
    case 'chrome':
      // Chrome's own model answers pages only, never a worker.
      throw new AppError('engine-unavailable', 'never', { details: { reason: 'built-in' } });
  }
}
