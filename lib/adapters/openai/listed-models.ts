/** Lists of models as servers answer them: OpenAI's form, a bare array (Together), `models` (Ollama, LM Studio), or nothing yet. */
import type { ModelInfo } from '../../language-model/language-model.ts';
import { toldCount } from '../../language-model/told-number.ts';
import { isRecord } from './completion-parts.ts';
import { ErrorInAnswer } from './error-in-answer.ts';
import { errorIn } from './error-in-stream.ts';

/** No server of a person has more; a list without an end must not fill the memory or a field. */
const MOST_MODELS = 2_000;
const LONGEST_ID = 300;
/** Where servers tell the size of the window: OpenRouter and Together, vLLM, Groq, Mistral and LM Studio, Vercel. */
const WINDOWS = [
  'loaded_context_length',
  'context_length',
  'max_model_len',
  'context_window',
  'max_context_length',
  'max_context_tokens',
  'max_input_tokens',
  'n_ctx',
] as const;
const OUTPUTS = ['max_completion_tokens', 'max_output_tokens'] as const;
/** What Together, LM Studio and others say a model is for; anything else does not chat. */
const CHAT_TYPES: ReadonlySet<string> = new Set(['chat', 'language', 'llm', 'vlm', 'model', 'text', 'code', 'base']);

export interface ListedModel extends ModelInfo {
  /** Epoch seconds. */
  readonly created?: number;
}

/**
 * The models of an answer, without what has no id; nothing but an answer that is no list gives an empty one.
 * @throws ErrorInAnswer for an error that came in place of a list
 */
export function readModelList(answer: unknown, headers = new Headers()): readonly ListedModel[] {
  const { entries, isNative } = entriesOf(answer);
  const models = new Map<string, ListedModel>();
  for (const entry of entries) {
    const model = readEntry(entry, isNative);
    if (model && !models.has(model.id)) models.set(model.id, model);
    if (models.size >= MOST_MODELS) break;
  }
  // Some say `{"code":200,"msg":"ok"}` beside a list: only without models is it looked for.
  const error = models.size === 0 ? errorIn(answer) : undefined;
  if (error !== undefined) throw new ErrorInAnswer(error, headers);
  return [...models.values()];
}

function entriesOf(answer: unknown): { readonly entries: readonly unknown[]; readonly isNative: boolean } {
  if (!isRecord(answer)) return { entries: Array.isArray(answer) ? (answer as unknown[]) : [], isNative: false };
  const { data, models } = answer;
  // A list within a list's place: `{"data":{"models":[…]}}`.
  if (isRecord(data)) return entriesOf(data);
  const listed = data ?? models;
  return { entries: Array.isArray(listed) ? (listed as unknown[]) : [], isNative: listed === models };
}

/** `isNative`: a list of Ollama or LM Studio, whose models have a `name` or `key` instead of an id. */
function readEntry(entry: unknown, isNative: boolean): ListedModel | undefined {
  if (typeof entry === 'string') return readEntry({ id: entry }, isNative);
  if (!isRecord(entry) || !writesText(entry)) return undefined;
  const told = entry['id'] ?? (isNative ? (entry['key'] ?? entry['model'] ?? entry['name']) : undefined);
  const id = typeof told === 'string' ? told.trim() : '';
  if (id === '' || id.length > LONGEST_ID) return undefined;
  const name = entry['display_name'] ?? entry['name'];
  const shutdown = entry['shutdown_date'];
  const contextTokens = windowOf(entry);
  const maxOutputTokens = firstCount(entry, OUTPUTS);
  const { created } = entry;
  return {
    id,
    ...(typeof name === 'string' && name !== '' && name !== id && { name: name.slice(0, LONGEST_ID) }),
    ...(contextTokens !== undefined && { contextTokens }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(typeof shutdown === 'string' &&
      /^\d{4}-\d{2}-\d{2}/u.test(shutdown) && { shutdownDate: shutdown.slice(0, 10) }),
    ...(typeof created === 'number' && Number.isFinite(created) && { created }),
  };
}

/** Embeddings, images, speech: said by capabilities (Mistral, Azure), by what comes out (OpenRouter, xAI, GitHub), or by a type. */
function writesText(entry: Readonly<Record<string, unknown>>): boolean {
  const { capabilities, type, object, active } = entry;
  // Groq lists what it has switched off.
  if (active === false) return false;
  if (isRecord(capabilities) && (capabilities['completion_chat'] ?? capabilities['chat_completion']) === false)
    return false;
  const { architecture } = entry;
  const outputs =
    (isRecord(architecture) ? architecture['output_modalities'] : undefined) ??
    entry['output_modalities'] ??
    entry['supported_output_modalities'];
  if (Array.isArray(outputs) && outputs.length > 0 && !outputs.includes('text')) return false;
  const kind = type ?? (object === 'model' ? undefined : object);
  return typeof kind !== 'string' || kind === '' || CHAT_TYPES.has(kind);
}

/** The window that is loaded now counts before the one that the model could have. */
function windowOf(entry: Readonly<Record<string, unknown>>): number | undefined {
  const instances: unknown = entry['loaded_instances'];
  const instance: unknown = Array.isArray(instances) ? instances[0] : undefined;
  const config = isRecord(instance) && isRecord(instance['config']) ? instance['config'] : {};
  // GitHub's `limits`, llama.cpp's `meta`.
  const inner = [entry['limits'], entry['meta']].filter(isRecord);
  return [config, entry, ...inner].map((one) => firstCount(one, WINDOWS)).find((count) => count !== undefined);
}

function firstCount(entry: Readonly<Record<string, unknown>>, names: readonly string[]): number | undefined {
  const numberOf = (value: unknown): unknown =>
    typeof value === 'string' && /^\d{1,9}$/u.test(value) ? Number(value) : value;
  return names.map((name) => toldCount(numberOf(entry[name]))).find((count) => count !== undefined && count > 0);
}
