/** What Visen relies on of an engine: each question is a short answer of a few tokens, or none. */
import type { LanguageModel, ModelRequest } from '../../lib/language-model/language-model.ts';
import { AppError } from '../../lib/shared/app-error.ts';
import type { Finding, Question } from './ask.ts';

export interface EngineSubject {
  readonly model: LanguageModel;
  /** The same engine with a key that is wrong. */
  readonly withWrongKey: LanguageModel;
  readonly modelId: string;
}

const SHORT: Omit<ModelRequest, 'model'> = {
  system: 'Answer in one short sentence.',
  messages: [{ role: 'user', text: 'Name a colour.' }],
};
const LONG: Omit<ModelRequest, 'model'> = {
  system: '',
  messages: [{ role: 'user', text: 'Write 200 words about rivers.' }],
};
const SCHEMA = {
  type: 'object',
  properties: { colour: { type: 'string' } },
  required: ['colour'],
  additionalProperties: false,
} as const;

async function answer(model: LanguageModel, request: ModelRequest): Promise<{ text: string; finding: Finding }> {
  let text = '';
  try {
    for await (const event of model.stream(request, AbortSignal.timeout(120_000))) {
      if (event.type === 'text') text += event.text;
      if (event.type !== 'end') continue;
      const { finish, usage } = event;
      return { text, finding: { finish, hasText: text.trim() !== '', usageIsExact: !usage.estimated } };
    }
    return { text, finding: 'no end' };
  } catch (error) {
    return { text, finding: failureOf(error) };
  }
}

function failureOf(error: unknown): Finding {
  return error instanceof AppError ? { code: error.code, retry: error.retry } : { failed: 'unknown' };
}

export const ENGINE_QUESTIONS: readonly Question<EngineSubject>[] = [
  {
    name: 'lists the model',
    ask: async ({ model, modelId }) => {
      try {
        const listed = await model.listModels(AbortSignal.timeout(60_000));
        return listed.some(({ id }) => id === modelId);
      } catch (error) {
        return failureOf(error);
      }
    },
  },
  {
    name: 'a short answer',
    ask: async ({ model, modelId }) => (await answer(model, { ...SHORT, model: modelId })).finding,
  },
  {
    name: 'an answer in a schema',
    ask: async ({ model, modelId }) => {
      const request = { ...SHORT, model: modelId, json: { name: 'colour', schema: SCHEMA } } as ModelRequest;
      const { text, finding } = await answer(model, request);
      try {
        return typeof (JSON.parse(text) as { colour?: unknown }).colour === 'string' ? 'fits' : 'does not fit';
      } catch {
        return finding;
      }
    },
  },
  {
    name: 'an answer that is stopped at its first words',
    ask: async ({ model, modelId }) => {
      const stop = new AbortController();
      try {
        for await (const event of model.stream({ ...LONG, model: modelId }, stop.signal))
          if (event.type === 'text') stop.abort();
        return 'came to its end';
      } catch (error) {
        return failureOf(error);
      }
    },
  },
  {
    name: 'an answer of at most 16 tokens',
    isMeasure: true,
    ask: async ({ model, modelId }) => (await answer(model, { ...LONG, model: modelId, maxOutputTokens: 16 })).finding,
  },
  {
    name: 'the window that the list tells',
    isMeasure: true,
    ask: async ({ model, modelId }) => {
      const listed = await model.listModels(AbortSignal.timeout(60_000));
      return listed.find(({ id }) => id === modelId)?.contextTokens ?? 'none';
    },
  },
  {
    name: 'a wrong key',
    ask: async ({ withWrongKey, modelId }) => (await answer(withWrongKey, { ...SHORT, model: modelId })).finding,
  },
  {
    name: 'a model that does not exist',
    ask: async ({ model }) => (await answer(model, { ...SHORT, model: 'no-such-model-1' })).finding,
  },
];
