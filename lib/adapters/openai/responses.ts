/** POST /v1/responses, for requests that may search the web: beside chat completions, behind the same port. */
import type OpenAI from 'openai';
import { boundAnswer } from '../../language-model/bound-answer.ts';
import { streamInExchange, type EngineExchange } from '../../language-model/engine-exchange.ts';
import type { ModelEvent, ModelRequest } from '../../language-model/language-model.ts';
import { AppError } from '../../shared/app-error.ts';
import { formOfAnswer } from './answer-form.ts';
import { createClient, errorMapper, FLEX_FIRST_MS, streamCompletion, type ChatServer } from './chat-completions.ts';
import { convertToPerplexityRequest } from './convert-to-perplexity-request.ts';
import { convertToResponsesRequest } from './convert-to-responses-request.ts';
import { ErrorInAnswer } from './error-in-answer.ts';
import { errorIn } from './error-in-stream.ts';
import { readEvents } from './read-events.ts';
import { ResponseReading } from './read-responses.ts';

/** Pages are fetched and read before a word comes. */
const SEARCH_IDLE_MS = 180_000;

/** An answer by whichever of the two the request needs. */
export function streamAnswer(
  server: ChatServer,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncIterable<ModelEvent> {
  const { search, ...plain } = request;
  const form = server.search?.(request.model);
  // Perplexity has no other.
  if (form === 'perplexity' || (search && form === 'responses')) return streamResponse(server, request, signal, form);
  return streamCompletion(server, form === undefined ? plain : request, signal);
}

type ResponseForm = 'responses' | 'perplexity';

function streamResponse(
  server: ChatServer,
  request: ModelRequest,
  signal: AbortSignal,
  form: ResponseForm,
): AsyncIterable<ModelEvent> {
  const { idleMs = SEARCH_IDLE_MS } = server.exchange;
  const events = streamInExchange(
    { ...server.exchange, idleMs, signal, ...(request.tier && { firstMs: FLEX_FIRST_MS }) },
    (exchange) => requestResponse(server, request, exchange, form),
    errorMapper(server, request),
  );
  return boundAnswer(events, request, server.exchange.clock);
}

async function* requestResponse(
  server: ChatServer,
  request: ModelRequest,
  exchange: EngineExchange,
  responseForm: ResponseForm,
): AsyncGenerator<ModelEvent> {
  const client = createClient(server, exchange);
  const convert = responseForm === 'perplexity' ? convertToPerplexityRequest : convertToResponsesRequest;
  const body = convert(request) as unknown as OpenAI.Responses.ResponseCreateParamsStreaming;
  const answer = await client.responses.create(body, { signal: exchange.signal }).asResponse();
  const { form, response } = await formOfAnswer(answer);
  const reading = new ResponseReading(request, exchange, responseForm);
  if (form === 'html' || form === 'nothing')
    throw new AppError('engine-bad-response', 'later', { message: `${form} instead of an answer` });
  if (form === 'json') yield* readWhole(response, reading);
  else yield* readEvents(response, reading, { client, exchange });
  if (reading.isEmpty) throw new AppError('engine-bad-response', 'later', { message: 'no part of an answer' });
  yield* reading.end();
}

async function* readWhole(response: Response, reading: ResponseReading): AsyncGenerator<ModelEvent> {
  let value: unknown;
  try {
    value = await response.json();
  } catch (error) {
    throw new AppError('engine-bad-response', 'later', { message: 'JSON that cannot be read', cause: error });
  }
  const error = errorIn(value);
  if (error !== undefined) throw new ErrorInAnswer(error, response.headers);
  yield* reading.takeWhole(value, response.headers);
}
