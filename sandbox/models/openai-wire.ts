import { chunkWords, countTokens, type Answer } from './answers.ts';
import type { Fault } from './faults.ts';
import type { Frame } from './send-frames.ts';

export interface CompletionMeta {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly promptTokens: number;
  readonly includeUsage: boolean;
  /** `flex`: slower, at half the price. */
  readonly tier?: string;
}

const frame = (value: unknown, text?: string): Frame => ({
  write: `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`,
  ...(text !== undefined && { text }),
});

/** The answer as chat.completion.chunk events, with the fault worked in. https://platform.openai.com/docs/api-reference/chat-streaming */
export function completionFrames(answer: Answer, meta: CompletionMeta, fault: Fault | undefined): Frame[] {
  const text = faultyText(answer.text, fault);
  const chunks = text === answer.text ? (answer.chunks ?? chunkWords(text)) : chunkWords(text);
  const refusal = fault?.kind === 'refusal' ? "I'm sorry, I can't help with that." : answer.refusal;
  const deltas = refusal === undefined ? chunks.map((part) => contentFrame(meta, part)) : [chunk(meta, { refusal })];
  const finish = finishReason(fault);
  const frames: Frame[] = [
    ...leadFrames(meta, fault),
    chunk(meta, { role: 'assistant', content: '', refusal: null }),
    ...(fault?.kind === 'thoughts'
      ? [chunk(meta, { content: null, reasoning_content: 'The person wants a text.' })]
      : []),
    ...deltas,
  ];
  const middle = frames.length - Math.ceil(deltas.length / 2);
  const broken = brokenAt(frames.slice(0, Math.max(middle, 2)), fault);
  if (broken) return broken;
  if (fault?.kind === 'missing-end') return frames;
  frames.push(chunk(meta, {}, finish));
  if (meta.includeUsage && fault?.kind !== 'no-usage') frames.push(frame(usageChunk(meta, text)));
  if (fault?.kind !== 'missing-done') frames.push(frame('[DONE]'));
  return fault?.kind === 'comments' ? frames.flatMap((one) => [{ write: ': OPENROUTER PROCESSING\n\n' }, one]) : frames;
}

/** The same answer in one piece. */
export function completionBody(answer: Answer, meta: CompletionMeta, fault: Fault | undefined): unknown {
  const text = faultyText(answer.text, fault);
  const refusal = fault?.kind === 'refusal' ? "I'm sorry, I can't help with that." : (answer.refusal ?? null);
  return {
    id: meta.id,
    object: 'chat.completion',
    created: meta.created,
    model: meta.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: refusal === null ? text : null, refusal, annotations: [] },
        logprobs: null,
        finish_reason: finishReason(fault),
      },
    ],
    ...(fault?.kind !== 'no-usage' && { usage: usage(meta, text) }),
    service_tier: meta.tier ?? 'default',
  };
}

function faultyText(text: string, fault: Fault | undefined): string {
  if (fault?.kind === 'empty') return '';
  if (fault?.kind === 'filtered') return text.slice(0, Math.floor(text.length / 3));
  if (fault?.kind === 'length') return fault.withText ? text.slice(0, Math.ceil(text.length / 2)) : '';
  if (fault?.kind === 'line-separator') return `first\u2028second\u2029third ${text}`;
  return text;
}

function finishReason(fault: Fault | undefined): string {
  if (fault?.kind === 'length') return 'length';
  if (fault?.kind === 'filtered') return 'content_filter';
  return 'stop';
}

function leadFrames(meta: CompletionMeta, fault: Fault | undefined): Frame[] {
  // Azure's first chunk carries only the filter's results.
  return fault?.kind === 'no-choices' ? [frame({ ...head(meta), choices: [], prompt_filter_results: [] })] : [];
}

/** The first half of the stream with what breaks it, for the faults of the middle. */
function brokenAt(frames: Frame[], fault: Fault | undefined): Frame[] | undefined {
  if (fault?.kind === 'cut') return [...frames, { cut: true }];
  if (fault?.kind === 'stall') return [...frames, { stall: true }];
  if (fault?.kind === 'text-without-end') return [...frames, { repeat: frames.at(-1) ?? { stall: true } }];
  if (fault?.kind === 'malformed-json')
    return [...frames, { write: 'data: {"id":"chatcmpl-x","choices":[{"delta":\n\n' }];
  if (fault?.kind === 'error-in-stream') {
    const code = fault.code ?? 'server_error';
    return [
      ...frames,
      frame({
        error: { message: 'The server had an error while processing your request.', type: code, param: null, code },
      }),
    ];
  }
  return undefined;
}

function head(meta: CompletionMeta): Record<string, unknown> {
  return {
    id: meta.id,
    object: 'chat.completion.chunk',
    created: meta.created,
    model: meta.model,
    service_tier: meta.tier ?? 'default',
    system_fingerprint: 'fp_sandbox',
  };
}

function chunk(meta: CompletionMeta, delta: Record<string, unknown>, finish: string | null = null): Frame {
  return frame({
    ...head(meta),
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(meta.includeUsage && { usage: null }),
  });
}

function contentFrame(meta: CompletionMeta, content: string): Frame {
  const made = chunk(meta, { content });
  // JSON.stringify leaves U+2028 and U+2029 as they are, like many servers do.
  return { ...made, text: content } as Frame;
}

const usageChunk = (meta: CompletionMeta, text: string): unknown => ({
  ...head(meta),
  choices: [],
  usage: usage(meta, text),
});

function usage(meta: CompletionMeta, text: string): Record<string, unknown> {
  const completion = countTokens(text);
  return {
    prompt_tokens: meta.promptTokens,
    completion_tokens: completion,
    total_tokens: meta.promptTokens + completion,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
