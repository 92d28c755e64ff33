/**
 * What is known of models without asking: the one place with default models, suggestions and the filters of each engine's
 * list. Read on 2026-11-21 from https://platform.openai.com/docs/models, https://platform.openai.com/docs/deprecations
 * and https://ai.google.dev/gemini-api/docs/models. A person may always type another id.
 */
import type { EngineId, ModelInfo } from './language-model.ts';

const GEMINI_LIMITS = { contextTokens: 1_048_576, maxOutputTokens: 65_536 };
const GPT_6_LIMITS = { contextTokens: 1_050_000, maxOutputTokens: 128_000 };

/** Suggested models per engine; the first is the default. */
const SUGGESTIONS: Readonly<Record<EngineId, readonly ModelInfo[]>> = {
  gemini: [
    { id: 'gemini-3.5-flash-lite', name: 'Gemini 3.5 Flash-Lite', ...GEMINI_LIMITS },
    { id: 'gemini-3.8-flash', name: 'Gemini 3.8 Flash', ...GEMINI_LIMITS },
    { id: 'gemini-flash-lite-latest', name: 'Gemini Flash-Lite (latest)', ...GEMINI_LIMITS },
    { id: 'gemini-3.1-flash-lite', name: 'Gemini 3.1 Flash-Lite', ...GEMINI_LIMITS },
    { id: 'gemini-2.5-flash-lite', name: 'Gemini 2.5 Flash-Lite', ...GEMINI_LIMITS },
    { id: 'gemini-2.5-flash', name: 'Gemini 2.5 Flash', ...GEMINI_LIMITS, shutdownDate: '2026-12-01' },
  ],
  openai: [
    { id: 'gpt-6-luna', ...GPT_6_LIMITS },
    { id: 'gpt-6.1-terra', ...GPT_6_LIMITS },
    { id: 'gpt-6.1-sol', ...GPT_6_LIMITS },
    { id: 'gpt-5.6-luna', ...GPT_6_LIMITS },
    { id: 'gpt-4.1-mini', contextTokens: 1_047_576, maxOutputTokens: 32_768, shutdownDate: '2027-01-14' },
    { id: 'gpt-4.1', contextTokens: 1_047_576, maxOutputTokens: 32_768, shutdownDate: '2027-01-14' },
    { id: 'gpt-4o-mini', contextTokens: 128_000, maxOutputTokens: 16_384, shutdownDate: '2027-01-14' },
    { id: 'gpt-4o', contextTokens: 128_000, maxOutputTokens: 16_384, shutdownDate: '2027-01-14' },
    { id: 'gpt-5', contextTokens: 400_000, maxOutputTokens: 128_000, shutdownDate: '2026-12-11' },
    { id: 'gpt-5-mini', contextTokens: 400_000, maxOutputTokens: 128_000, shutdownDate: '2026-12-11' },
    { id: 'gpt-5-nano', contextTokens: 400_000, maxOutputTokens: 128_000, shutdownDate: '2026-12-11' },
  ],
  compatible: [],
  chrome: [{ id: 'gemini-nano', name: 'Gemini Nano', contextTokens: 6_000, maxOutputTokens: 1_500 }],
};

/** Models that are listed for some keys and end soon: not suggested, and hidden after their day. */
const ENDING: Readonly<Record<string, string>> = { 'gemini-2.5-pro': '2026-12-01' };

/** Of a server that nothing is known of; `SERVICES` knows more of those that it has. */
const UNKNOWN_CONTEXT_TOKENS: Readonly<Record<EngineId, number>> = {
  gemini: 1_048_576,
  openai: 128_000,
  compatible: 4_096,
  chrome: 6_000,
};

/** The model of an engine when a person chose none; undefined where only the server knows (OpenAI-compatible). */
export function defaultModel(engine: EngineId): string | undefined {
  return SUGGESTIONS[engine][0]?.id;
}

/** Models to offer before the engine was asked. `today`: ISO date. */
export function suggestedModels(engine: EngineId, today: string): readonly ModelInfo[] {
  return SUGGESTIONS[engine].filter((model) => !isShutDown(model, today));
}

/** True for a model whose shutdown date is before `today` (ISO dates). */
export function isShutDown(model: ModelInfo, today: string): boolean {
  return model.shutdownDate !== undefined && model.shutdownDate < today;
}

/** The engine's list with what the catalog knows added (limits, shutdown), without models that are shut down. */
export function enrichModels(engine: EngineId, models: readonly ModelInfo[], today: string): readonly ModelInfo[] {
  return models
    .map((model) => ({ ...knownOf(engine, model.id), ...model }))
    .filter((model) => !isShutDown(model, today));
}

function knownOf(engine: EngineId, id: string): Partial<ModelInfo> {
  const shutdownDate = Object.hasOwn(ENDING, id) ? ENDING[id] : undefined;
  return SUGGESTIONS[engine].find((model) => model.id === id) ?? (shutdownDate === undefined ? {} : { shutdownDate });
}

/** How many tokens a request and its answer may have together, for budgets. A safe guess for unknown models. */
export function contextTokensOf(engine: EngineId, model: string, listed?: readonly ModelInfo[]): number {
  const found = [...(listed ?? []), ...SUGGESTIONS[engine]].find(
    ({ id, contextTokens }) => id === model && contextTokens,
  );
  return found?.contextTokens ?? UNKNOWN_CONTEXT_TOKENS[engine];
}

const OPENAI_TEXT = /^(?:gpt-|o\d|chatgpt-|ft:gpt-)/u;
const OPENAI_OTHER =
  /audio|realtime|transcribe|tts|image|search|embedding|moderation|codex|instruct|cyber|rosalind|computer-use|deep-research|whisper|dall-e|sora|live|translate/u;
/** Agents and image models have names of their own kind, such as antigravity or nano-banana. */
const GEMINI_TEXT = /^(?:gemini|gemma|learnlm)-/u;
const GEMINI_OTHER =
  /embedding|aqa|imagen|veo|lyria|tts|image|live|audio|robotics|computer-use|omni|deep-research|agent|transcribe|translate|video/u;

/** Whether an id of api.openai.com writes text; its list does not say. */
export const isOpenAiTextModel = (id: string): boolean => OPENAI_TEXT.test(id) && !OPENAI_OTHER.test(id);

/** Whether an id of the Gemini API writes text; generateContent alone does not say so. */
export const isGeminiTextModel = (id: string): boolean => GEMINI_TEXT.test(id) && !GEMINI_OTHER.test(id);
