import { type EngineId, ENGINES } from '../language-model/engines.ts';
import type { ModelInfo } from '../language-model/model-info.ts';
import { SERVICES, serviceOfUrl } from '../language-model/compatible-services.ts';
import type { Clock } from '../shared/clock.ts';
import { withTimeLimit } from '../shared/with-time-limit.ts';
import type { ServiceAccess } from './service-access.ts';
import type { Settings } from './settings.ts';

/** A run must not wait long for what only makes it fit better. */
const GIVE_UP_AFTER_MS = 5_000;

/**
 * How many tokens the models of a person's own server have room for: what the person set, else what the server's list tells
 * (asked once per address while the worker lives), else what such servers give unless told otherwise.
 */
export class ModelWindows {
  readonly #access: ServiceAccess;
  readonly #clock: Clock;
  readonly #lists = new Map<string, Promise<readonly ModelInfo[]>>();

  constructor(access: ServiceAccess, clock: Clock) {
    this.#access = access;
    this.#clock = clock;
  }

  async windowOf(settings: Settings): Promise<(engine: EngineId, model: string) => number | undefined> {
    const { baseUrl, service, contextWindow, engine: chosen } = settings;
    const isAsked = !contextWindow && ENGINES[chosen].host === 'base-url' && baseUrl !== '';
    const listed = isAsked ? await this.#listOf(chosen, baseUrl) : [];
    // Http is this computer or the person's network: what runs there is loaded with a small window unless somebody said more.
    const isLocal = /^\s*["']?http:/iu.test(baseUrl) || !/^\s*["']?https:/iu.test(baseUrl);
    const guess = isLocal ? SERVICES.ollama.contextTokens : SERVICES[service ?? serviceOfUrl(baseUrl)].contextTokens;
    return (engine, model) => {
      if (ENGINES[engine].host !== 'base-url') return undefined;
      // Ollama takes a name without its tag for the latest.
      const named = listed.find(({ id }) => id === model) ?? listed.find(({ id }) => id === `${model}:latest`);
      return contextWindow || (named?.contextTokens ?? guess);
    };
  }

  #listOf(engine: EngineId, baseUrl: string): Promise<readonly ModelInfo[]> {
    const known = this.#lists.get(baseUrl);
    if (known) return known;
    const asked = withTimeLimit(this.#clock, GIVE_UP_AFTER_MS, async (signal) =>
      (await this.#access.model(engine)).listModels(signal),
    ).catch(() => {
      // Whatever is wrong with the server, the run itself meets it and says so. The next run asks again.
      this.#lists.delete(baseUrl);
      return [];
    });
    this.#lists.set(baseUrl, asked);
    return asked;
  }
}
