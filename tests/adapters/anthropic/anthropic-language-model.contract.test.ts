import { createAnthropicLanguageModel } from '../../../lib/adapters/anthropic/anthropic-language-model.ts';
import { createTransientMemory } from '../../../lib/language-model/engine-memory.ts';
import { createAnthropicApi } from '../../../sandbox/models/anthropic-api.ts';
import { describeLanguageModel } from '../../contracts/language-model.ts';
import { createEngineHarness } from '../../fakes/engine-harness.ts';

describeLanguageModel(
  'Anthropic',
  () =>
    createEngineHarness({
      createServer: createAnthropicApi,
      createModel: ({ origin, ...options }) =>
        createAnthropicLanguageModel({ baseUrl: `${origin}/v1`, memory: createTransientMemory(), ...options }),
      modelId: 'claude-sonnet-5-5',
      key: 'sk-ant-canary-0123456789-QzXy',
    }),
  {
    'no-connection': { code: 'engine-unavailable', retry: 'later' },
    // A model that stops itself says so by a word of its own; there is no filter apart.
    filtered: { code: 'engine-refused', retry: 'never' },
  },
);
