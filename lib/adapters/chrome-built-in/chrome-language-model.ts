import { boundAnswer } from '../../language-model/bound-answer.ts';
import { streamInExchange, type EngineExchange } from '../../language-model/engine-exchange.ts';
import type { LanguageModel, ModelEvent, ModelRequest } from '../../language-model/language-model.ts';
import { defaultModel } from '../../language-model/model-catalog.ts';
import { estimateUsage } from '../../language-model/usage.ts';
import { AppError } from '../../shared/app-error.ts';
import type { Clock } from '../../shared/clock.ts';
import { mapPromptError } from './map-prompt-error.ts';
import { findPromptApi, requireBuiltIn, SESSION, type PromptApi } from './prompt-api.ts';

export interface ChromeModelOptions {
  /** Default: the one of this page or worker. */
  readonly api?: () => PromptApi | undefined;
  readonly clock: Clock;
  readonly idleMs?: number;
}

const MODEL = defaultModel('chrome') ?? '';

/**
 * The model that Chrome brings along: no key, no host, a session for each answer. It tells no usage, so that is estimated.
 * https://developer.chrome.com/docs/ai/prompt-api
 */
export function createChromeLanguageModel({ api = findPromptApi, clock, idleMs }: ChromeModelOptions): LanguageModel {
  const exchangeOptions = { fetch: noFetch, clock, ...(idleMs !== undefined && { idleMs }) };

  async function* generate(request: ModelRequest, exchange: EngineExchange): AsyncGenerator<ModelEvent> {
    const prompts = await requireBuiltIn(api());
    const { signal } = exchange;
    const [last, ...earlier] = [...request.messages].reverse();
    const session = await prompts.create({
      ...SESSION,
      signal,
      initialPrompts: [
        ...(request.system === '' ? [] : [{ role: 'system' as const, content: request.system }]),
        ...earlier.reverse().map(({ role, text }) => ({ role, content: text })),
      ],
    });
    try {
      let text = '';
      const constraint = request.json && { responseConstraint: request.json.schema };
      const pieces = session.promptStreaming(last?.text ?? '', { signal, ...constraint });
      for await (const piece of readPieces(pieces)) {
        text += piece;
        if (piece !== '') yield { type: 'text', text: piece };
      }
      if (text.trim() === '') throw new AppError('engine-answer-empty', 'later');
      yield { type: 'end', finish: 'stop', usage: estimateUsage(request, text), model: MODEL };
    } finally {
      session.destroy();
    }
  }

  return {
    engine: 'chrome',
    stream: (request, signal) =>
      boundAnswer(
        streamInExchange({ ...exchangeOptions, signal }, (exchange) => generate(request, exchange), mapPromptError),
        request,
        clock,
      ),
    listModels: async (signal) => {
      if (signal.aborted) throw new AppError('stopped', 'never');
      await requireBuiltIn(api());
      return [{ id: MODEL, name: 'Gemini Nano' }];
    },
  };
}

/** Nothing leaves the device. */
const noFetch = (): Promise<Response> => Promise.reject(new TypeError('the built-in model has no host'));

/** By its reader: not every browser's stream can be iterated. */
async function* readPieces(stream: ReadableStream<string>): AsyncGenerator<string> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // A loop that is left ends the answer; what the stream says to that is no news.
    reader.cancel().catch(() => undefined);
  }
}
