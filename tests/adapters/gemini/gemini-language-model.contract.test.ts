import { createGeminiLanguageModel } from '../../../lib/adapters/gemini/gemini-language-model.ts';
import { createGeminiApi } from '../../../sandbox/models/gemini-api.ts';
import { describeLanguageModel } from '../../contracts/language-model.ts';
import { createEngineHarness } from '../../fakes/engine-harness.ts';

describeLanguageModel('Gemini', () =>
  createEngineHarness({
    createServer: createGeminiApi,
    createModel: createGeminiLanguageModel,
    modelId: 'gemini-3.5-flash-lite',
    key: 'AQ.canary-0123456789-QzXy',
  }),
);
