/**
 * What is known of models without asking: defaults, suggestions and limits from the engines' own entries, and the filters of
 * their lists. A person may always type another id.
 */
import { type EngineId, ENGINES } from './engines.ts';
import type { ModelInfo } from './model-info.ts';

/** The model of an engine when a person chose none; undefined where only the server knows (OpenAI-compatible). */
export function defaultModel(engine: EngineId): string | undefined {
  return ENGINES[engine].models[0]?.id;
}

/** Models to offer before the engine was asked. `today`: ISO date. */
export function suggestedModels(engine: EngineId, today: string): readonly ModelInfo[] {
  return ENGINES[engine].models.filter((model) => !isShutDown(model, today));
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
  const { ending = {} } = ENGINES[engine];
  const shutdownDate = Object.hasOwn(ending, id) ? ending[id] : undefined;
  return (
    ENGINES[engine].models.find((model) => model.id === id) ?? (shutdownDate === undefined ? {} : { shutdownDate })
  );
}

/** How many tokens a request and its answer may have together, for budgets. A safe guess for unknown models. */
export function contextTokensOf(engine: EngineId, model: string, listed?: readonly ModelInfo[]): number {
  const found = [...(listed ?? []), ...ENGINES[engine].models].find(
    ({ id, contextTokens }) => id === model && contextTokens,
  );
  return found?.contextTokens ?? ENGINES[engine].contextTokens;
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
