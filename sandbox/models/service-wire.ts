/**
 * How each service streams, in the forms in which its answers were recorded: what stands beside the text, where thoughts are told,
 * which words end an answer and where its bill is. Made from OpenAI's events, which all of them resemble.
 */
import { isRecord, parseJson } from './http-body.ts';
import type { Frame } from './send-frames.ts';

type Fields = Record<string, unknown>;

/** What a model thinks before it answers; the draft in it must not be taken for the answer. */
export const SERVICE_THOUGHT = 'The person wants a text. A first draft: {"p0":"Not this one."}';

export interface ServiceWire {
  /** Events before the first of the answer. */
  readonly lead?: (base: Fields) => readonly Fields[];
  /** One piece of the text; `at` counts from 0. */
  readonly piece?: (event: Fields, content: string, at: number) => Fields;
  /** The last two: the one that ends the answer, and the bill. */
  readonly end?: (end: Fields, bill: Fields) => readonly Fields[];
}

const choice = (base: Fields, delta: Fields, more: Fields = {}): Fields => ({
  ...base,
  choices: [{ index: 0, delta, finish_reason: null, ...more }],
});
const withDelta = (event: Fields, delta: Fields, more: Fields = {}): Fields => choice(event, delta, more);

/** The bill stands in the event that ends the answer, whose text is empty. */
const billAtEnd =
  (delta: Fields) =>
  (end: Fields, bill: Fields): readonly Fields[] => [
    { ...choice(end, delta, { finish_reason: 'stop' }), usage: bill['usage'] },
  ];

const thinkTags =
  (open: string) =>
  (base: Fields): readonly Fields[] => [
    choice(base, { role: 'assistant', content: open }),
    choice(base, { content: SERVICE_THOUGHT }),
    choice(base, { content: '\n</think>\n\n' }),
  ];

const THOUGHT_TOKENS = 40;

export const SERVICE_WIRES = {
  openrouter: {
    lead: (base) => [
      choice(
        { ...base, provider: 'Sandbox' },
        { role: 'assistant', content: '', reasoning: null, reasoning_details: [] },
        { native_finish_reason: null },
      ),
      choice(
        { ...base, provider: 'Sandbox' },
        {
          role: 'assistant',
          content: '',
          reasoning: SERVICE_THOUGHT,
          reasoning_details: [{ type: 'reasoning.text', text: SERVICE_THOUGHT, format: 'unknown', index: 0 }],
        },
        { native_finish_reason: null },
      ),
    ],
    piece: (event, content) => withDelta(event, { role: 'assistant', content, reasoning: null, reasoning_details: [] }),
    end: (end, bill) => [
      choice(end, { role: 'assistant', content: '' }, { finish_reason: 'stop', native_finish_reason: 'end_turn' }),
      {
        ...choice(end, { role: 'assistant', content: '' }, { native_finish_reason: null }),
        usage: { ...fieldsOf(bill['usage']), cost: 0.0004, is_byok: false },
      },
    ],
  },
  groq: {
    lead: (base) => [
      { ...choice(base, { role: 'assistant', content: '' }), x_groq: { id: 'req_1' } },
      choice(base, { reasoning: SERVICE_THOUGHT, channel: 'analysis' }),
    ],
    end: (end, bill) => [
      { ...choice(end, {}, { finish_reason: 'stop' }), x_groq: { id: 'req_1', usage: bill['usage'] } },
    ],
  },
  mistral: {
    lead: (base) => [
      choice(base, { role: 'assistant', content: '' }),
      choice(base, { content: [{ type: 'thinking', thinking: [{ type: 'text', text: SERVICE_THOUGHT }] }] }),
    ],
    // A list of parts at first, plain text then.
    piece: (event, content, at) => withDelta(event, { content: at < 2 ? [{ type: 'text', text: content }] : content }),
    end: billAtEnd({ content: '' }),
  },
  deepseek: {
    lead: (base) => [
      choice(base, { role: 'assistant', content: null, reasoning_content: '' }),
      choice(base, { content: null, reasoning_content: SERVICE_THOUGHT }),
    ],
    piece: (event, content) => withDelta(event, { content, reasoning_content: null }),
    end: billAtEnd({ content: '', reasoning_content: null }),
  },
  xai: {
    lead: (base) => [
      { ...base, choices: [{ index: 0, delta: { role: 'assistant', reasoning_content: SERVICE_THOUGHT } }] },
    ],
    piece: (event, content) => ({ ...event, choices: [{ index: 0, delta: { content } }] }),
    // Thoughts are counted beside the answer, and not within it.
    end: (end, bill) => {
      const usage = fieldsOf(bill['usage']);
      const total = Number(usage['total_tokens']) + THOUGHT_TOKENS;
      const details = { reasoning_tokens: THOUGHT_TOKENS };
      return [
        { ...end, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
        { ...bill, usage: { ...usage, total_tokens: total, completion_tokens_details: details } },
      ];
    },
  },
  together: {
    lead: (base) => thinkTags('<think>\n')(base).map(withText),
    piece: (event, content) => withText(withDelta(event, { token_id: 1, role: 'assistant', content })),
    end: (end, bill) => [
      withText({ ...choice(end, { token_id: 2, content: '' }, { finish_reason: 'eos' }), usage: bill['usage'] }),
    ],
  },
  azure: {
    lead: (base) => [
      { ...base, choices: [], model: '', object: '', prompt_filter_results: [{ prompt_index: 0 }] },
      choice({ ...base, obfuscation: 'x7' }, { role: 'assistant', content: '', refusal: null }),
    ],
    piece: (event, content) => withDelta({ ...event, obfuscation: 'qK' }, { content }, { content_filter_results: {} }),
  },
  // Older ones fill the field with every event.
  ollama: {
    lead: thinkTags('<think>'),
    piece: (event, content) => withDelta(event, { role: 'assistant', content }, { finish_reason: '' }),
  },
  // The opening mark stands in the prompt that the server makes.
  lmstudio: { lead: thinkTags('Okay, ') },
  vllm: {
    lead: (base) => [
      choice(base, { role: 'assistant', content: '' }, { stop_reason: null }),
      choice(base, { reasoning_content: SERVICE_THOUGHT }, { stop_reason: null }),
    ],
    piece: (event, content) => withDelta(event, { content }, { stop_reason: null, token_ids: null }),
    end: (end, bill) => [
      choice(end, { content: '' }, { finish_reason: 'stop', stop_reason: 151_645 }),
      { ...bill, choices: [] },
    ],
  },
} as const satisfies Readonly<Record<string, ServiceWire>>;

const fieldsOf = (value: unknown): Fields => (isRecord(value) ? value : {});

/** Together tells each piece twice, as a completion did. */
function withText(event: Fields): Fields {
  const choices = Array.isArray(event['choices']) ? event['choices'].filter(isRecord) : [];
  return { ...event, choices: choices.map((one) => ({ ...one, text: fieldsOf(one['delta'])['content'] })) };
}

/** The events of an answer as the service streams them; what is no event of an answer stays as it is. */
export function asServiceStreams(wire: ServiceWire, frames: readonly Frame[]): readonly Frame[] {
  const events = frames.map(eventOf);
  const base = { ...events.find((event) => event !== undefined), choices: [], usage: null };
  const bill = events.findLast((event) => Array.isArray(event?.['choices']) && event['choices'].length === 0);
  let pieces = 0;
  return frames.flatMap((frame, index): readonly Frame[] => {
    const event = events[index];
    if (!event || event['error'] !== undefined) return [frame];
    if (event === bill) return wire.end ? [] : [frame];
    const { delta, finish_reason: finish } = firstChoice(event);
    const { content } = fieldsOf(delta);
    if (finish === 'stop' && wire.end) return wire.end(event, bill ?? {}).map((one) => frameOf(one));
    if (fieldsOf(delta)['role'] === 'assistant' && wire.lead) return wire.lead(base).map((one) => frameOf(one));
    if (typeof content !== 'string' || !wire.piece) return [frame];
    const text = 'text' in frame ? frame.text : undefined;
    return [frameOf(wire.piece(event, content, pieces++), text)];
  });
}

function firstChoice(event: Fields): Fields {
  return fieldsOf(Array.isArray(event['choices']) ? event['choices'][0] : undefined);
}

const frameOf = (event: Fields, text?: string): Frame => ({
  write: `data: ${JSON.stringify(event)}\n\n`,
  ...(text !== undefined && { text }),
});

function eventOf(frame: Frame): Fields | undefined {
  return 'write' in frame && frame.write.startsWith('data: {')
    ? parseJson(frame.write.slice('data: '.length))
    : undefined;
}
