import type { LanguageModel } from '../../lib/language-model/language-model.ts';
import type { Fetch } from '../../lib/language-model/engine-exchange.ts';
import type { AnswerScript } from '../../sandbox/models/answers.ts';
import { scriptAnswers } from '../../sandbox/models/answers.ts';
import type { Fault } from '../../sandbox/models/faults.ts';
import type { ModelServer } from '../../sandbox/models/openai-api.ts';
import type { ModelServerOptions } from '../../sandbox/models/server-options.ts';
import type { EngineBehaviour, LanguageModelHarness } from '../contracts/language-model.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { listen } from './model-server.ts';

export interface EngineSetup {
  readonly createServer: (options: ModelServerOptions) => ModelServer;
  readonly createModel: (options: {
    apiKey: string;
    fetch: Fetch;
    clock: ManualClock;
    idleMs: number;
    origin: string;
  }) => LanguageModel;
  readonly modelId: string;
  readonly key: string;
}

export interface EngineHarness extends LanguageModelHarness {
  readonly server: ModelServer;
  readonly script: AnswerScript;
  readonly urls: readonly string[];
  readonly origin: string;
  readonly fault: (fault: Fault) => void;
}

/** An adapter against its sandbox server, over a real socket. */
export async function createEngineHarness(setup: EngineSetup): Promise<EngineHarness> {
  const script = scriptAnswers();
  const clock = createManualClock();
  const server = setup.createServer({ script, chunkDelayMs: 0, keys: [setup.key], now: () => clock.now() });
  const listening = await listen(server);
  let isOffline = false;
  const reach: Fetch = (input, init) =>
    isOffline ? Promise.reject(new TypeError('fetch failed')) : listening.fetch(input, init);
  const idleMs = 45_000;
  return {
    model: setup.createModel({ apiKey: setup.key, fetch: reach, clock, idleMs, origin: listening.origin }),
    modelId: setup.modelId,
    key: setup.key,
    clock,
    idleMs,
    server,
    script,
    urls: listening.urls,
    origin: listening.origin,
    fault: (fault) => server.faults.add(fault),
    behave: (behaviour) => {
      isOffline = behaviour.does === 'no-connection';
      if (behaviour.does === 'answer') script.push(behaviour.chunks);
      else if ('text' in behaviour) script.push(behaviour.text);
      const fault = faultFor(behaviour);
      if (fault) server.faults.add(fault);
    },
    seen: () => server.log.map(({ system, prompt, model, aborted }) => ({ system, prompt, model, isAborted: aborted })),
    close: () => listening.close(),
  };
}

function faultFor(behaviour: EngineBehaviour): Fault | undefined {
  switch (behaviour.does) {
    case 'answer':
    case 'no-connection':
      return undefined;
    case 'answer-without-usage':
      return { kind: 'no-usage' };
    case 'end-without-finish':
      return { kind: 'missing-end' };
    case 'rate-limit':
      return { kind: 'rate-limit', retryAfterSeconds: behaviour.seconds };
    case 'quota-of-the-day':
      return { kind: 'rate-limit', perDay: true, retryAfterSeconds: 30 };
    case 'wrong-key':
      return { kind: 'key-wrong' };
    case 'restricted-key':
      return { kind: 'key-restricted' };
    case 'unknown-model':
      return { kind: 'model-unknown' };
    case 'length':
      return { kind: 'length', withText: true };
    case 'length-without-text':
      return { kind: 'length', withText: false };
    case 'filtered':
      return { kind: 'filtered' };
    default:
      return { kind: behaviour.does };
  }
}
