import type OpenAI from 'openai';
import { Stream } from 'openai/streaming';
import type { ModelEvent, ModelRequest, Usage } from '../../language-model/language-model.ts';
import { estimateUsage } from '../../language-model/usage.ts';
import { AppError } from '../../shared/app-error.ts';
import { mapOpenAiFinish } from './map-openai-finish.ts';

type ChatCompletion = OpenAI.Chat.Completions.ChatCompletion;

/** A chunk as servers send it, not as it is typed: compatible ones leave out or add what they like. */
interface LooseChunk {
  readonly model?: string;
  readonly choices?: readonly {
    readonly delta?: { readonly content?: string | null; readonly refusal?: string | null };
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: LooseUsage | null;
  /** Groq's place for it. */
  readonly x_groq?: { readonly usage?: LooseUsage };
}

interface LooseUsage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null;
}

/** The events of an answer, streamed or (where a server does not stream) in one piece. */
export async function* readCompletion(
  response: Response,
  request: ModelRequest,
  client: OpenAI,
): AsyncGenerator<ModelEvent> {
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('html'))
    throw new AppError('engine-bad-response', 'later', { message: 'HTML instead of an answer' });
  if (type.includes('application/json')) yield* readWhole((await response.json()) as ChatCompletion, request);
  // Without the client the SDK's stream logs what it cannot parse; the exchange, not this controller, closes the connection.
  else yield* readChunks(Stream.fromSSEResponse<LooseChunk>(response, new AbortController(), client), request);
}

async function* readChunks(chunks: AsyncIterable<LooseChunk>, request: ModelRequest): AsyncGenerator<ModelEvent> {
  let text = '';
  let finish: string | undefined;
  let isRefused = false;
  let usage: LooseUsage | undefined;
  let model = request.model;
  let count = 0;
  for await (const chunk of chunks) {
    count += 1;
    model = chunk.model || model;
    usage = chunk.usage ?? chunk.x_groq?.usage ?? usage;
    // `choices` is empty in OpenAI's usage chunk and in Azure's first one.
    const choice = chunk.choices?.[0];
    if (!choice) continue;
    finish = choice.finish_reason ?? finish;
    if (choice.delta?.refusal) isRefused = true;
    const piece = choice.delta?.content;
    if (!piece) continue;
    text += piece;
    yield { type: 'text', text: piece };
  }
  if (count === 0) throw new AppError('engine-bad-response', 'later', { message: 'a stream without events' });
  yield {
    type: 'end',
    finish: mapOpenAiFinish({ finish, isRefused, text }),
    usage: toUsage(usage, request, text),
    model,
  };
}

function* readWhole(completion: ChatCompletion, request: ModelRequest): Generator<ModelEvent> {
  const choice = (completion as Partial<ChatCompletion>).choices?.[0];
  if (!choice) throw new AppError('engine-bad-response', 'later', { message: 'JSON without an answer' });
  const text = choice.message.content ?? '';
  if (text !== '') yield { type: 'text', text };
  const finish = mapOpenAiFinish({
    finish: choice.finish_reason ?? undefined,
    isRefused: Boolean(choice.message.refusal),
    text,
  });
  yield {
    type: 'end',
    finish,
    usage: toUsage(completion.usage, request, text),
    model: completion.model || request.model,
  };
}

/** completion_tokens includes reasoning tokens, which are paid like output. */
function toUsage(usage: LooseUsage | undefined, request: ModelRequest, text: string): Usage {
  if (usage?.prompt_tokens === undefined) return estimateUsage(request, text);
  const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
  return {
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens ?? 0,
    ...(cached > 0 && { cachedInputTokens: cached }),
    estimated: false,
  };
}
