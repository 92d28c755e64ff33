import { createOpenAiLanguageModel } from '../../../lib/adapters/openai/openai-language-model.ts';
import { createOpenAiApi } from '../../../sandbox/models/openai-api.ts';
import { describeLanguageModel } from '../../contracts/language-model.ts';
import { createEngineHarness } from '../../fakes/engine-harness.ts';

describeLanguageModel('OpenAI', () =>
  createEngineHarness({
    createServer: createOpenAiApi,
    createModel: createOpenAiLanguageModel,
    modelId: 'gpt-6-luna',
    key: 'sk-proj-canary-0123456789-QzXy',
  }),
);
