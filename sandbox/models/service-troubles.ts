/** What each service is known for, in its own form; none of it may lose a row. Anthropic's stand-in is a server of its own. */
import type { Fault } from './faults.ts';
import type { PlayedService } from './service-servers.ts';

export interface ServiceTroubles {
  /** Two that pass by themselves, beside a limit by the minute. */
  readonly passing: readonly [Fault, Fault];
  /** One that waits for a person: credit, a model that has to be loaded, a prompt that is too long. */
  readonly forPerson: Fault;
}

const recorded = (name: Extract<Fault, { kind: 'recorded' }>['name']): Fault => ({ kind: 'recorded', name });

export const SERVICE_TROUBLES: Readonly<Record<PlayedService, ServiceTroubles>> = {
  openrouter: {
    passing: [recorded('502-in-stream'), recorded('quoted-provider')],
    forPerson: recorded('fewer-tokens'),
  },
  groq: {
    passing: [recorded('bad-json'), recorded('limit-that-a-wait-cures')],
    forPerson: recorded('larger-than-limit-by-413'),
  },
  mistral: { passing: [{ kind: 'overloaded' }, { kind: 'cut' }], forPerson: recorded('invalid-model') },
  deepseek: { passing: [{ kind: 'empty' }, { kind: 'overloaded' }], forPerson: recorded('balance-by-402') },
  xai: { passing: [{ kind: 'overloaded' }, { kind: 'missing-end' }], forPerson: recorded('no-credits-yet') },
  perplexity: { passing: [{ kind: 'overloaded' }, { kind: 'cut' }], forPerson: { kind: 'key-wrong' } },
  anthropic: { passing: [{ kind: 'overloaded' }, { kind: 'error-in-stream' }], forPerson: { kind: 'no-credit' } },
  together: {
    passing: [{ kind: 'overloaded' }, recorded('web-page')],
    forPerson: recorded('balance-by-402'),
  },
  azure: { passing: [{ kind: 'server-error' }, { kind: 'cut' }], forPerson: recorded('deployment-not-found') },
  ollama: { passing: [{ kind: 'cut' }, { kind: 'server-error' }], forPerson: recorded('model-not-pulled') },
  lmstudio: { passing: [{ kind: 'missing-end' }, { kind: 'empty' }], forPerson: recorded('no-model-loaded') },
  vllm: {
    passing: [{ kind: 'cut-before-headers' }, { kind: 'server-error' }],
    forPerson: { kind: 'context-too-long' },
  },
};
