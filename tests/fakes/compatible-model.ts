/** Models of OpenAI-compatible servers, set up for a test. */
import {
  createOpenAiCompatibleLanguageModel,
  type OpenAiCompatibleOptions,
} from '../../lib/adapters/openai-compatible/openai-compatible-language-model.ts';
import { createTransientMemory } from '../../lib/language-model/engine-memory.ts';
import type { LanguageModel } from '../../lib/language-model/language-model.ts';
import { createCompatibleApi } from '../../sandbox/models/compatible-api.ts';
import { createEngineHarness, type EngineHarness } from './engine-harness.ts';
import { createManualClock } from './manual-clock.ts';

type Given = Pick<OpenAiCompatibleOptions, 'baseUrl' | 'fetch'> & Partial<OpenAiCompatibleOptions>;

/** One with a clock that stands and a memory of its own, unless the test brings others. */
export const compatibleModel = (options: Given): LanguageModel =>
  createOpenAiCompatibleLanguageModel({ clock: createManualClock(), memory: createTransientMemory(), ...options });

/** The sandbox's local server over a real socket, with the adapter before it. */
export const openCompatible = (): Promise<EngineHarness> =>
  createEngineHarness({
    createServer: createCompatibleApi,
    createModel: ({ origin, ...options }) => compatibleModel({ baseUrl: `${origin}/v1`, ...options }),
    modelId: 'qwen3:8b',
    key: 'sk-local-canary-0123456789-QzXy',
  });

export interface Sent {
  readonly url: string;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Keeps what is sent, and answers with `answer`. */
export function recordSent(answer: (sent: Sent, count: number) => Response): {
  readonly sent: Sent[];
  readonly fetch: OpenAiCompatibleOptions['fetch'];
} {
  const sent: Sent[] = [];
  return {
    sent,
    fetch: async (input, init) => {
      const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {};
      const one = { url: String(input), headers: new Headers(init?.headers), body };
      sent.push(one);
      return answer(one, sent.length);
    },
  };
}
