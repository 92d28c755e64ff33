import OpenAI from 'openai';
import { Stream } from 'openai/streaming';
import type { EngineExchange } from '../../language-model/engine-exchange.ts';
import type { ModelEvent, ModelRequest } from '../../language-model/language-model.ts';
import { toldCount, toldUsage } from '../../language-model/told-number.ts';
import { estimateUsage } from '../../language-model/usage.ts';
import { AppError } from '../../shared/app-error.ts';
import { isRecord } from '../openai/completion-parts.ts';
import { finishWord, mapOpenAiFinish } from '../openai/map-openai-finish.ts';
import { ErrorInAnswer } from '../openai/error-in-answer.ts';

/** Only for its silence: the SDK's reader of event streams logs what it cannot parse unless a client says otherwise. */
const SILENT = new OpenAI({ apiKey: 'none', dangerouslyAllowBrowser: true, logLevel: 'off' });

/**
 * The events of a streamed message: text and thoughts by block, the reason to stop and the usage with `message_delta`.
 * https://docs.anthropic.com/en/docs/build-with-claude/streaming
 */
export async function* readMessages(
  response: Response,
  request: ModelRequest,
  exchange: EngineExchange,
): AsyncGenerator<ModelEvent> {
  const events = Stream.fromSSEResponse<unknown>(response, new AbortController(), SILENT, false, 'events');
  const state = { text: '', hasThought: false, isRefused: false, isClosed: false, count: 0 };
  let finish: string | undefined;
  let model = request.model;
  let usage: Record<string, unknown> = {};
  for await (const event of events) {
    if (!isRecord(event)) continue;
    state.count += 1;
    if (event['type'] === 'error') throw new ErrorInAnswer(event, response.headers);
    const message = isRecord(event['message']) ? event['message'] : {};
    const delta = isRecord(event['delta']) ? event['delta'] : {};
    if (typeof message['model'] === 'string') model = message['model'];
    usage = { ...usage, ...onlyTold(message['usage']), ...onlyTold(event['usage']) };
    const word = finishWord(delta['stop_reason']);
    if (word !== undefined) exchange.expectEnd();
    finish = word ?? finish;
    state.isClosed ||= event['type'] === 'message_stop';
    if (typeof delta['thinking'] === 'string') {
      state.hasThought = true;
      exchange.noteProgress();
    }
    const piece = delta['text'];
    if (typeof piece !== 'string' || piece === '') continue;
    state.text += piece;
    yield { type: 'text', text: piece };
  }
  if (state.count === 0) throw new AppError('engine-bad-response', 'later', { message: 'a stream without events' });
  const { text } = state;
  yield {
    type: 'end',
    finish: mapOpenAiFinish({ ...state, isRefused: finish === 'refusal', finish }),
    usage: usageOf(usage, request, text),
    model,
  };
}

/** Later events repeat what they count anew, and leave out or null the rest. */
const onlyTold = (usage: unknown): Record<string, unknown> =>
  isRecord(usage)
    ? Object.fromEntries(Object.entries(usage).filter(([, count]) => toldCount(count) !== undefined))
    : {};

/** Cached input is told apart from the other input. */
function usageOf(usage: Record<string, unknown>, request: ModelRequest, text: string) {
  const cached = toldCount(usage['cache_read_input_tokens']) ?? 0;
  const input = toldCount(usage['input_tokens']);
  const all = input === undefined ? undefined : input + cached + (toldCount(usage['cache_creation_input_tokens']) ?? 0);
  const told = toldUsage(all, usage['output_tokens'], text !== '');
  if (!told) return estimateUsage(request, text);
  return { ...told, ...(cached > 0 && { cachedInputTokens: cached }), estimated: false };
}
