import { createGeminiLanguageModel } from '../../../lib/adapters/gemini/gemini-language-model.ts';
import { createGeminiApi } from '../../../sandbox/models/gemini-api.ts';
import { describeLanguageModel } from '../../contracts/language-model.ts';
import { describeRecordedForms, GEMINI_FORMS } from '../../contracts/recorded-forms.ts';
import { createEngineHarness, type EngineHarness } from '../../fakes/engine-harness.ts';

const open = (): Promise<EngineHarness> =>
  createEngineHarness({
    createServer: createGeminiApi,
    createModel: createGeminiLanguageModel,
    modelId: 'gemini-3.5-flash-lite',
    key: 'AQ.canary-0123456789-QzXy',
  });

describeLanguageModel('Gemini', open);
describeRecordedForms('Gemini', open, GEMINI_FORMS);
