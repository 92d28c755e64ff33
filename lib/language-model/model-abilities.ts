/** What a model takes beside the prompt: for its adapter, and for the fields that a person is offered. */
import type { EngineId, ModelRequest } from './language-model.ts';

export type Effort = NonNullable<ModelRequest['effort']>;

export const EFFORTS: readonly Effort[] = ['none', 'low', 'medium', 'high'];

/** GPT models that think: no temperature unless the effort is `none`. https://platform.openai.com/docs/guides/reasoning */
export const isReasoningModel = (model: string): boolean =>
  /^(?:o\d|gpt-(?:[5-9]|\d\d))/u.test(model) && !model.includes('chat');

/** Gemini 3.5 and newer ignore a temperature or advise against it; Gemini 4 refuses some sampling parameters. */
export const takesGeminiTemperature = (model: string): boolean =>
  /gemini-(?:[12][.-]|3(?:\.[0-4])?(?:-|$))/u.test(model);

/** Gemini models that think by level (since 3) or by budget (2.5 Flash). https://ai.google.dev/gemini-api/docs/thinking */
const isThinkingGemini = (model: string): boolean =>
  /gemini-(?:2\.5-flash|[3-9]|flash-latest|flash-lite-latest|pro-latest)/u.test(model);

/** Whether a temperature reaches the model. Other servers' models are not known: there it is sent, and left out if refused. */
export function takesTemperature(engine: EngineId, model: string, effort: Effort = 'low'): boolean {
  switch (engine) {
    case 'openai':
      return !isReasoningModel(model) || (effort === 'none' && !/^(?:o\d|gpt-5(?:-|$))/u.test(model));
    case 'gemini':
      return takesGeminiTemperature(model);
    case 'compatible':
      return true;
    case 'chrome':
      return false;
  }
}

/** Whether how much the model thinks can be chosen. */
export function takesEffort(engine: EngineId, model: string): boolean {
  switch (engine) {
    case 'openai':
      return isReasoningModel(model);
    case 'gemini':
      return isThinkingGemini(model);
    case 'compatible':
      return true;
    case 'chrome':
      return false;
  }
}
