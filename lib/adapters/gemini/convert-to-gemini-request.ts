import type { GenerateContentRequest, GenerationConfig, ModelParams } from '@google/generative-ai';
import type { ModelRequest } from '../../language-model/language-model.ts';
import { takesGeminiTemperature } from '../../language-model/engines/gemini.ts';

export interface GeminiRequest {
  readonly params: ModelParams;
  readonly content: GenerateContentRequest;
}

/** Keys that the SDK's types of 2025 do not know and that it passes on as they are. */
type CurrentConfig = GenerationConfig & {
  responseJsonSchema?: unknown;
  thinkingConfig?: { thinkingLevel?: string; thinkingBudget?: number };
};

/**
 * A request for generateContent. `isThinkingSet: false` leaves the thinking to the model's default.
 * https://ai.google.dev/api/generate-content, https://ai.google.dev/gemini-api/docs/thinking
 */
export function convertToGeminiRequest(request: ModelRequest, isThinkingSet = true): GeminiRequest {
  const { model, system, messages } = request;
  const tools = toolsOf(request);
  return {
    params: {
      model,
      generationConfig: toConfig(request, isThinkingSet),
      ...(system !== '' && { systemInstruction: system }),
      ...(tools.length > 0 && { tools: tools as unknown as NonNullable<ModelParams['tools']> }),
    },
    content: {
      contents: messages.map(({ role, text }) => ({
        role: role === 'assistant' ? 'model' : 'user',
        parts: [{ text }],
      })),
    },
  };
}

/** https://ai.google.dev/gemini-api/docs/google-search, https://ai.google.dev/gemini-api/docs/url-context */
function toolsOf({ search, isPreview, readsLinks }: ModelRequest): readonly object[] {
  return [...(search && isPreview ? [{ google_search: {} }] : []), ...(readsLinks ? [{ url_context: {} }] : [])];
}

function toConfig(request: ModelRequest, isThinkingSet: boolean): CurrentConfig {
  const { model, maxOutputTokens = request.defaultOutputTokens, temperature, json } = request;
  const thinkingConfig = isThinkingSet ? thinkingFor(model, request.effort ?? 'low') : undefined;
  return {
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && takesGeminiTemperature(model) && { temperature }),
    ...(json && { responseMimeType: 'application/json', responseJsonSchema: json.schema }),
    ...(thinkingConfig && { thinkingConfig }),
  };
}

/** Levels since Gemini 3, a budget in tokens before; no model of ours knows both. Models of other families get neither. */
function thinkingFor(model: string, effort: NonNullable<ModelRequest['effort']>): CurrentConfig['thinkingConfig'] {
  if (/gemini-2\.5-flash/u.test(model))
    return effort === 'none' || effort === 'low' ? { thinkingBudget: 0 } : undefined;
  if (!/gemini-(?:[3-9]|flash-latest|flash-lite-latest|pro-latest)/u.test(model)) return undefined;
  // MINIMAL is refused by some models of each generation, LOW by none.
  return { thinkingLevel: effort === 'none' ? 'low' : effort };
}
