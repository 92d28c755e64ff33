import { createOpenAiLanguageModel } from '../../../lib/adapters/openai/openai-language-model.ts';
import { createOpenAiApi } from '../../../sandbox/models/openai-api.ts';
import { describeLanguageModel } from '../../contracts/language-model.ts';
import { describeRecordedForms, OPENAI_FORMS } from '../../contracts/recorded-forms.ts';
import { createEngineHarness, type EngineHarness } from '../../fakes/engine-harness.ts';

const open = (): Promise<EngineHarness> =>
  createEngineHarness({
    createServer: createOpenAiApi,
    createModel: createOpenAiLanguageModel,
    modelId: 'gpt-6-luna',
    key: 'sk-proj-canary-0123456789-QzXy',
  });

describeLanguageModel('OpenAI', open);
describeRecordedForms('OpenAI', open, OPENAI_FORMS);
