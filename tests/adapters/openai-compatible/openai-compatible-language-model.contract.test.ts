import { describeLanguageModel } from '../../contracts/language-model.ts';
import { describeRecordedForms, OPENAI_FORMS } from '../../contracts/recorded-forms.ts';
import { openCompatible } from '../../fakes/compatible-model.ts';

describeLanguageModel('An OpenAI-compatible server', openCompatible, {
  'no-connection': { code: 'engine-unavailable', retry: 'later' },
});
describeRecordedForms('An OpenAI-compatible server', openCompatible, OPENAI_FORMS);
