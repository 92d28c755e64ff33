/**
 * Services that speak OpenAI's chat completions (one has an adapter of its own), as data: where they are, where a key comes from,
 * and in what they differ. A server that is none of them is `other`.
 * https://openrouter.ai/docs, https://console.groq.com/docs, https://docs.mistral.ai, https://api-docs.deepseek.com, https://docs.x.ai,
 * https://docs.anthropic.com, https://docs.together.ai, https://learn.microsoft.com/azure/ai-foundry/openai, https://docs.ollama.com,
 * https://lmstudio.ai/docs, https://docs.vllm.ai
 */
import type { ModelRequest } from './language-model.ts';

export const SERVICE_IDS = [
  'openrouter',
  'groq',
  'mistral',
  'deepseek',
  'xai',
  'perplexity',
  'anthropic',
  'together',
  'azure',
  'ollama',
  'lmstudio',
  'vllm',
  'other',
] as const;
export type ServiceId = (typeof SERVICE_IDS)[number];

type Effort = NonNullable<ModelRequest['effort']>;
type Fields = Readonly<Record<string, unknown>>;

export interface Service {
  /** Its own name, the same in every language; `other` has a word of ours. */
  readonly name?: string;
  /** What Base URL is filled with. */
  readonly baseUrl: string;
  /** The page where a key is made; absent where none is needed. */
  readonly keyUrl?: string;
  /** Tokens that a model of unknown window is taken for. */
  readonly contextTokens: number;
  /** What the limit on the answer's length is called. */
  readonly limit: 'max_tokens' | 'max_completion_tokens';
  /** The most that it takes for structured answers. */
  readonly structured: 'json_schema' | 'json_object';
  /** False where it tells its usage unasked and refuses to be asked. */
  readonly takesUsageOption: boolean;
  /** The fields by which a model is told how much to think. */
  readonly thinking: (effort: Effort, model: string) => Fields;
  /**
   * `messages`: Anthropic's own API, since its compatible form passes over schemas; `responses`: Perplexity's only one. Absent: chat
   * completions.
   */
  readonly api?: 'messages' | 'responses';
  /** The header for the key; absent: Authorization. */
  readonly keyHeader?: 'api-key';
}

const byEffort = (effort: Effort): Fields => ({ reasoning_effort: effort });
const atLeastLow = (effort: Effort): Fields => ({ reasoning_effort: effort === 'none' ? 'low' : effort });

const HOSTED = {
  contextTokens: 32_768,
  limit: 'max_tokens',
  structured: 'json_schema',
  takesUsageOption: true,
  thinking: byEffort,
} as const satisfies Partial<Service>;
/** Ollama and LM Studio load a model with 4,096 tokens unless they are told otherwise, whatever it could have. */
const LOCAL = { ...HOSTED, contextTokens: 4_096 } as const;

export const SERVICES: Readonly<Record<ServiceId, Service>> = {
  openrouter: {
    ...HOSTED,
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    keyUrl: 'https://openrouter.ai/keys',
    thinking: (effort) => ({ reasoning: effort === 'none' ? { enabled: false } : { effort } }),
  },
  groq: {
    ...HOSTED,
    name: 'Groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    keyUrl: 'https://console.groq.com/keys',
    limit: 'max_completion_tokens',
    thinking: (effort, model) => (/gpt-oss/u.test(model) ? atLeastLow(effort) : byEffort(effort)),
  },
  mistral: {
    ...HOSTED,
    name: 'Mistral',
    baseUrl: 'https://api.mistral.ai/v1',
    keyUrl: 'https://console.mistral.ai/api-keys',
    takesUsageOption: false,
    // Fields that it does not know are refused; without one its models do not think unless they always do.
    thinking: (effort) => (effort === 'none' ? {} : byEffort(effort)),
  },
  deepseek: {
    ...HOSTED,
    name: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com/v1',
    keyUrl: 'https://platform.deepseek.com/api_keys',
    structured: 'json_object',
    thinking: (effort) => ({ thinking: { type: effort === 'none' ? 'disabled' : 'enabled' } }),
  },
  xai: {
    ...HOSTED,
    name: 'xAI',
    baseUrl: 'https://api.x.ai/v1',
    keyUrl: 'https://console.x.ai',
    limit: 'max_completion_tokens',
    thinking: atLeastLow,
  },
  perplexity: {
    ...HOSTED,
    name: 'Perplexity',
    api: 'responses',
    baseUrl: 'https://api.perplexity.ai/v1',
    keyUrl: 'https://www.perplexity.ai/settings/api',
  },
  anthropic: {
    ...HOSTED,
    name: 'Anthropic',
    api: 'messages',
    baseUrl: 'https://api.anthropic.com/v1',
    keyUrl: 'https://platform.claude.com/settings/keys',
    contextTokens: 200_000,
  },
  together: {
    ...HOSTED,
    name: 'Together',
    baseUrl: 'https://api.together.ai/v1',
    keyUrl: 'https://api.together.ai/settings/api-keys',
  },
  azure: {
    ...HOSTED,
    name: 'Azure OpenAI',
    baseUrl: 'https://YOUR-RESOURCE.openai.azure.com/openai/v1',
    keyUrl: 'https://portal.azure.com',
    contextTokens: 128_000,
    limit: 'max_completion_tokens',
    keyHeader: 'api-key',
  },
  ollama: { ...LOCAL, name: 'Ollama', baseUrl: 'http://localhost:11434/v1' },
  lmstudio: { ...LOCAL, name: 'LM Studio', baseUrl: 'http://localhost:1234/v1' },
  vllm: {
    ...LOCAL,
    name: 'vLLM',
    baseUrl: 'http://localhost:8000/v1',
    thinking: (effort) => ({ chat_template_kwargs: { enable_thinking: effort !== 'none' } }),
  },
  other: { ...HOSTED, baseUrl: '' },
};

const HOSTS: readonly (readonly [RegExp, ServiceId])[] = [
  [/(?:^|\.)openrouter\.ai$/u, 'openrouter'],
  [/(?:^|\.)groq\.com$/u, 'groq'],
  [/(?:^|\.)mistral\.ai$/u, 'mistral'],
  [/(?:^|\.)deepseek\.com$/u, 'deepseek'],
  [/(?:^|\.)x\.ai$/u, 'xai'],
  [/(?:^|\.)perplexity\.ai$/u, 'perplexity'],
  [/(?:^|\.)anthropic\.com$/u, 'anthropic'],
  [/(?:^|\.)together\.(?:ai|xyz)$/u, 'together'],
  [/\.(?:openai|services\.ai|cognitiveservices)\.azure\.com$/u, 'azure'],
];
const PORTS: Readonly<Record<string, ServiceId>> = { '11434': 'ollama', '1234': 'lmstudio', '8000': 'vllm' };

/** The service that an address belongs to, as far as it shows. */
export function serviceOfUrl(baseUrl: string): ServiceId {
  if (!URL.canParse(baseUrl)) return 'other';
  const { hostname, port, protocol } = new URL(baseUrl);
  const found = HOSTS.find(([host]) => host.test(hostname))?.[1];
  return found ?? (protocol === 'http:' ? PORTS[port] : undefined) ?? 'other';
}
