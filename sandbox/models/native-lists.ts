/** What Ollama and LM Studio tell of their models beside the lists in OpenAI's form. https://docs.ollama.com/api, https://lmstudio.ai/docs/developer/rest */
import { LOCAL_MODELS } from './catalogue.ts';

export interface NativeServer {
  readonly kind: 'ollama' | 'lmstudio' | 'lmstudio-newer';
  /** Tokens that a loaded model has, by its id. */
  readonly loaded: Readonly<Record<string, number>>;
  /** Ollama: `num_ctx` of a model's own file. */
  readonly set?: Readonly<Record<string, number>>;
}

/** The answer, or undefined where the server has no such address. */
export function nativeAnswer(
  { kind, loaded, set = {} }: NativeServer,
  path: string,
  body: Readonly<Record<string, unknown>> | undefined,
): unknown {
  const ids = Object.keys(loaded);
  switch (`${kind} ${path}`) {
    case 'ollama /api/ps':
      return { models: ids.map((name) => ({ name, model: name, context_length: loaded[name], size_vram: 1 })) };
    case 'ollama /api/show': {
      const tokens = set[String(body?.['model'])];
      const stop = 'stop                           "<|im_end|>"';
      return {
        parameters: tokens === undefined ? stop : `num_ctx                        ${tokens}\n${stop}`,
        model_info: { 'qwen3.context_length': 40_960 },
      };
    }
    case 'lmstudio /api/v0/models':
      return {
        object: 'list',
        data: LOCAL_MODELS.map((id) => ({
          id,
          object: 'model',
          type: 'llm',
          state: loaded[id] === undefined ? 'not-loaded' : 'loaded',
          max_context_length: 131_072,
          ...(loaded[id] !== undefined && { loaded_context_length: loaded[id] }),
        })),
      };
    case 'lmstudio-newer /api/v1/models':
      return {
        models: LOCAL_MODELS.map((key) => ({
          type: 'llm',
          key,
          max_context_length: 131_072,
          loaded_instances: loaded[key] === undefined ? [] : [{ id: key, config: { context_length: loaded[key] } }],
        })),
      };
    default:
      return undefined;
  }
}
