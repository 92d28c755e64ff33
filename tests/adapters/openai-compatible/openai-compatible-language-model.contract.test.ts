import { createOpenAiCompatibleLanguageModel } from '../../../lib/adapters/openai-compatible/openai-compatible-language-model.ts';
import { createTransientMemory } from '../../../lib/language-model/engine-memory.ts';
import { createCompatibleApi } from '../../../sandbox/models/compatible-api.ts';
import { describeLanguageModel } from '../../contracts/language-model.ts';
import { describeRecordedForms, OPENAI_FORMS } from '../../contracts/recorded-forms.ts';
import { createEngineHarness, type EngineHarness } from '../../fakes/engine-harness.ts';

const open = (): Promise<EngineHarness> =>
  createEngineHarness({
    createServer: createCompatibleApi,
    createModel: ({ apiKey, fetch, clock, idleMs, origin }) =>
      createOpenAiCompatibleLanguageModel({
        baseUrl: `${origin}/v1`,
        apiKey,
        fetch,
        clock,
        idleMs,
        memory: createTransientMemory(),
      }),
    modelId: 'qwen3:8b',
    key: 'sk-local-canary-0123456789-QzXy',
  });

describeLanguageModel('An OpenAI-compatible server', open, {
  'no-connection': { code: 'engine-unavailable', retry: 'later' },
});
describeRecordedForms('An OpenAI-compatible server', open, OPENAI_FORMS);
