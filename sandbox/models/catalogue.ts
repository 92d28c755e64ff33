/** The models that the servers know. Ids and limits as the vendors list them in late 2026. */
export interface SandboxModel {
  readonly id: string;
  readonly created: number;
  readonly shutdownDate?: string;
  /** Takes reasoning_effort, refuses max_tokens and (unless the effort is `none`) a temperature. */
  readonly reasoning: boolean;
}

export const OPENAI_MODELS: readonly SandboxModel[] = [
  { id: 'gpt-6.1-terra', created: 1_792_972_800, reasoning: true },
  { id: 'gpt-6.1-sol', created: 1_792_972_800, reasoning: true },
  { id: 'gpt-6-luna', created: 1_790_035_200, reasoning: true },
  { id: 'gpt-6-sol', created: 1_790_035_200, reasoning: true },
  { id: 'gpt-5.6-luna', created: 1_780_000_000, reasoning: true },
  { id: 'gpt-5-mini', created: 1_754_400_000, shutdownDate: '2026-12-11', reasoning: true },
  { id: 'gpt-4.1-mini', created: 1_744_600_000, shutdownDate: '2027-01-14', reasoning: false },
  { id: 'gpt-4o-mini', created: 1_721_172_741, shutdownDate: '2027-01-14', reasoning: false },
  { id: 'gpt-4o-mini-tts', created: 1_742_403_959, reasoning: false },
  { id: 'gpt-realtime-2', created: 1_790_035_100, reasoning: false },
  { id: 'text-embedding-3-small', created: 1_705_948_997, reasoning: false },
  { id: 'whisper-1', created: 1_677_532_384, reasoning: false },
  { id: 'gpt-4.1-nano', created: 1_744_600_001, shutdownDate: '2026-10-23', reasoning: false },
];

export interface SandboxGeminiModel {
  readonly id: string;
  readonly name: string;
  readonly methods: readonly string[];
  readonly inputTokenLimit: number;
  readonly outputTokenLimit: number;
}

const TEXT = ['generateContent', 'countTokens', 'createCachedContent', 'batchGenerateContent'];

export const GEMINI_MODELS: readonly SandboxGeminiModel[] = [
  gemini('gemini-2.5-flash-lite', 'Gemini 2.5 Flash-Lite'),
  gemini('gemini-3.1-flash-lite', 'Gemini 3.1 Flash-Lite'),
  gemini('gemini-3.5-flash-lite', 'Gemini 3.5 Flash-Lite'),
  gemini('gemini-3.8-flash', 'Gemini 3.8 Flash'),
  gemini('gemini-4-argon', 'Gemini 4 Argon'),
  gemini('gemini-flash-latest', 'Gemini Flash Latest'),
  gemini('gemini-flash-lite-latest', 'Gemini Flash-Lite Latest'),
  { ...gemini('gemini-embedding-001', 'Gemini Embedding'), methods: ['embedContent', 'countTokens'] },
  gemini('gemini-3.5-flash-image', 'Gemini 3.5 Flash Image'),
  gemini('gemini-3.5-flash-tts', 'Gemini 3.5 Flash TTS'),
];

function gemini(id: string, name: string): SandboxGeminiModel {
  return { id, name, methods: TEXT, inputTokenLimit: 1_048_576, outputTokenLimit: 65_536 };
}

export const LOCAL_MODELS: readonly string[] = ['llama3.2:3b', 'qwen3:8b', 'gemma3:4b'];
