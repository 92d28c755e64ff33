/** The events of a streamed answer, of chat completions or of the Responses API, and what servers say beside them. */
import type OpenAI from 'openai';
import { Stream } from 'openai/streaming';
import type { EngineExchange } from '../../language-model/engine-exchange.ts';
import type { ModelEvent } from '../../language-model/language-model.ts';
import { ErrorInAnswer } from './error-in-answer.ts';
import { spokenError, strayError } from './error-in-stream.ts';

export interface Connection {
  readonly client: OpenAI;
  readonly exchange: EngineExchange;
}

/** An answer as it comes together, from the data of one event after the other. */
export interface AnswerReading {
  /** The model said that it was done, and how. */
  readonly hasFinish: boolean;
  take(data: unknown, headers: Headers): Iterable<ModelEvent>;
}

/**
 * Gives each event to `reading`. Returns whether the stream was closed with `[DONE]`.
 * @throws ErrorInAnswer also for an error that is no event: words in place of JSON, or a stray object at the end
 */
export async function* readEvents(
  response: Response,
  reading: AnswerReading,
  { client, exchange }: Connection,
): AsyncGenerator<ModelEvent, boolean> {
  const watch = watchTail(response);
  // Without the client the SDK's stream logs what it cannot parse; the exchange, not this controller, closes the connection.
  const events = Stream.fromSSEResponse<{ event: string | null; data: unknown }>(
    watch.response,
    new AbortController(),
    client,
    true,
    'events',
  );
  try {
    for await (const { event, data } of events) {
      if (event === 'error') throw new ErrorInAnswer(data, response.headers);
      yield* reading.take(data, response.headers);
    }
  } catch (error) {
    const words = error instanceof SyntaxError ? spokenError(watch.tail()) : undefined;
    if (words !== undefined) throw new ErrorInAnswer(words, response.headers);
    // The model was done, and its server never closed the connection.
    if (!exchange.isPastEnd()) throw error;
  }
  const isDone = DONE.test(watch.tail());
  const stray = isDone || reading.hasFinish ? undefined : strayError(watch.tail(), watch.isAll());
  if (stray !== undefined) throw new ErrorInAnswer(stray, response.headers);
  return isDone;
}

/** `data: [DONE]` as the last thing of a stream. */
const DONE = /(?:^|[\r\n])data: ?\[DONE\]\s*$/u;

/** Longer than any error that a stream ends with. */
const TAIL_CHARACTERS = 4_000;

/** The end of the stream as it came: the SDK keeps to itself what is no event with JSON. */
function watchTail(response: Response): {
  readonly response: Response;
  readonly tail: () => string;
  /** Whether that is the whole stream. */
  readonly isAll: () => boolean;
} {
  const decoder = new TextDecoder();
  let tail = '';
  let isAll = true;
  const watched = response.body?.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (bytes, controller) => {
        tail += decoder.decode(bytes, { stream: true });
        isAll &&= tail.length <= TAIL_CHARACTERS;
        tail = tail.slice(-TAIL_CHARACTERS);
        controller.enqueue(bytes);
      },
    }),
  );
  const { status, headers } = response;
  return {
    response: new Response(watched ?? null, { status, headers }),
    tail: () => tail,
    isAll: () => isAll,
  };
}
