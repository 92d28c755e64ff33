/** Answers in the forms that services stream them in, with texts of ours. Each says “Rivers flow.”, or breaks off in it. */
import type { RecordedAnswer } from './recorded-refusals.ts';

const events = (values: readonly unknown[], more: Partial<RecordedAnswer> = {}): RecordedAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: values.map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`).join(''),
  ...more,
});

const chunk = (delta: unknown, finish: unknown = null, more: object = {}): unknown => ({
  id: 'c-1',
  object: 'chat.completion.chunk',
  created: 1_790_000_000,
  model: 'recorded',
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...more,
});

const TEXT = [chunk({ role: 'assistant', content: 'Rivers ' }), chunk({ content: 'flow.' })];
const HALF = [chunk({ content: 'Rivers ' })];
const DONE = '[DONE]';
const endedBy = (word: unknown): RecordedAnswer => events([...TEXT, chunk({}, word), DONE]);
const withUsage = (usage: unknown): RecordedAnswer => events([...TEXT, chunk({}, 'stop', { usage }), DONE]);
const thought = { type: 'thinking', thinking: [{ type: 'text', text: 'The person wants rivers.' }] };
const whole = {
  choices: [{ index: 0, message: { role: 'assistant', content: 'Rivers flow.' }, finish_reason: 'stop' }],
};

export const RECORDED_STREAMS = {
  'content-in-parts': events([
    chunk({ role: 'assistant', content: [thought] }),
    chunk({
      content: [
        { type: 'text', text: 'Rivers ' },
        { type: 'reference', reference_ids: [1] },
      ],
    }),
    chunk({ content: 'flow.' }),
    chunk({ content: { type: 'unknown', value: 1 } }),
    chunk({ content: 7 }, 'stop'),
    DONE,
  ]),
  'thoughts-apart': events([
    chunk({ role: 'assistant', content: null, reasoning_content: 'The person wants rivers.' }),
    chunk({ content: null, reasoning: 'Short.' }),
    ...TEXT,
    chunk({}, 'stop'),
    DONE,
  ]),
  'only-thoughts': events([
    chunk({ reasoning_content: 'The person wants rivers.' }),
    chunk({ content: '' }, 'stop'),
    DONE,
  ]),
  'only-thoughts-by-length': events([chunk({ reasoning_content: 'The person wants' }), chunk({}, 'length'), DONE]),
  'no-reason-but-done': events([...TEXT, DONE]),
  'empty-reason-then-stop': events([chunk({ content: 'Rivers ' }, ''), chunk({ content: 'flow.' }, 'stop'), DONE]),
  'empty-reason-and-cut': events([chunk({ content: 'Rivers ' }, ''), chunk({ content: 'fl' }, '')]),
  'null-as-word-and-cut': events([chunk({ content: 'Rivers ' }, 'null'), chunk({ content: 'fl' }, 'null')]),
  'done-is-cut': events([...HALF, '[DO']),
  'ended-by-eos': endedBy('eos'),
  'ended-by-end_turn': endedBy('end_turn'),
  'ended-by-max_tokens': endedBy('max_tokens'),
  'ended-by-model_length': endedBy('model_length'),
  'ended-by-insufficient_system_resource': endedBy('insufficient_system_resource'),
  'ended-by-sensitive': endedBy('sensitive'),
  'ended-by-unknown-word': endedBy('something_new'),
  'ended-by-refusal': endedBy('refusal'),
  'ended-by-guardrail': endedBy('guardrail_intervened'),
  'ended-by-eos_found': endedBy('eos_found'),
  'ended-by-FinishReason.STOP': endedBy('FinishReason.STOP'),
  'ended-by-MaxTokens': endedBy('MaxTokens'),
  'ended-by-an-object': endedBy({ type: 'length', length: 3 }),
  'ended-by-blacklist': endedBy('blacklist'),
  'ended-by-stop_reason': events([
    ...TEXT,
    { choices: [{ index: 0, delta: {}, finish_reason: null, stop_reason: 'end_turn' }] },
  ]),
  'length-then-stop': events([chunk({ content: 'Rivers flow.' }, 'length'), chunk({}, 'stop'), DONE]),
  'stop-with-each-and-done': events([chunk({ content: 'Rivers ' }, 'stop'), chunk({ content: 'flow.' }, 'stop'), DONE]),
  'stop-with-each-and-cut': events([chunk({ content: 'Rivers ' }, 'stop'), chunk({ content: 'fl' }, 'stop')]),
  'parts-as-strings': events([chunk({ content: ['Rivers ', 'flow.'] }, 'stop'), DONE]),
  'parts-marked-as-thoughts': events([
    chunk({ content: [{ type: 'text', text: 'The person wants rivers.', thought: true }] }),
    chunk({ content: [{ type: 'output_text', text: 'Rivers flow.' }] }, 'stop'),
    DONE,
  ]),
  'refusal-in-parts': events([chunk({ content: [{ type: 'refusal', refusal: 'I will not.' }] }, 'stop'), DONE]),
  'whole-once-more': events([...TEXT, { ...whole, object: 'chat.completion' }, DONE]),
  'only-thoughts-in-details': events([
    chunk({ content: '', reasoning_details: [{ type: 'reasoning.text', text: 'About rivers.' }] }),
    chunk({ content: '' }, 'stop'),
    DONE,
  ]),
  'only-thoughts-by-the-bill': events([
    chunk({ content: '' }, 'length', {
      usage: { prompt_tokens: 9, completion_tokens: 800, completion_tokens_details: { reasoning_tokens: 800 } },
    }),
    DONE,
  ]),
  'no-error-beside-parts': events([
    chunk({ content: 'Rivers ' }, null, { error: {} }),
    chunk({ content: 'flow.' }, 'stop', { error: false }),
    DONE,
  ]),
  'error-line-behind-half': {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: `${events(HALF).body}error: {"code":500,"message":"The slot is gone."}\n\n`,
  },
  'bare-error-behind-half': {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: `${events(HALF).body}{"error":{"code":429,\n"message":"Slow down."}}\n`,
  },
  'message-behind-half': events([...HALF, { status: 401, message: 'Unauthorized' }, DONE]),
  'usage-in-words': withUsage({ prompt_tokens: '12', completion_tokens: '4' }),
  'usage-of-nulls': withUsage({ prompt_tokens: null, completion_tokens: null }),
  'usage-empty': withUsage({}),
  'usage-negative': withUsage({ prompt_tokens: -5, completion_tokens: 4 }),
  'usage-in-fractions': withUsage({ prompt_tokens: 1.5, completion_tokens: 4 }),
  'usage-of-objects': withUsage({ prompt_tokens: {}, completion_tokens: [] }),
  'usage-of-zeros': withUsage({ prompt_tokens: 0, completion_tokens: 0 }),
  'usage-is-text': withUsage('many'),
  'json-as-text': { status: 200, headers: { 'content-type': 'text/plain' }, body: JSON.stringify(whole) },
  'json-as-events': { status: 200, headers: { 'content-type': 'text/event-stream' }, body: JSON.stringify(whole) },
  'events-as-json': events([...TEXT, chunk({}, 'stop'), DONE], { headers: { 'content-type': 'application/json' } }),
  'open-behind-done': events([...TEXT, chunk({}, 'stop'), DONE], { isHeld: true }),
  'open-behind-the-end': events([...TEXT, chunk({}, 'stop')], { isHeld: true }),
} as const satisfies Readonly<Record<string, RecordedAnswer>>;

const google = (parts: unknown, finishReason?: string, more: object = {}): unknown => ({
  candidates: [
    {
      ...(parts !== undefined && { content: { parts, role: 'model' } }),
      ...(finishReason !== undefined && { finishReason }),
      index: 0,
    },
  ],
  ...more,
});
const GOOGLE_TEXT = [google([{ text: 'Rivers ' }]), google([{ text: 'flow.' }])];
const GOOGLE_HALF = events([google([{ text: 'Rivers ' }])]);

/** The same of the Gemini API. */
export const RECORDED_GEMINI_STREAMS = {
  text: events([...GOOGLE_TEXT, google(undefined, 'STOP')]),
  'signature-behind-the-text': events([
    ...GOOGLE_TEXT,
    google([{ text: '', thoughtSignature: 'c2FuZGJveA==' }], 'STOP', { usageMetadata: { promptTokenCount: 12 } }),
  ]),
  'thoughts-apart': events([google([{ text: 'About rivers.', thought: true }]), ...GOOGLE_TEXT, google([], 'STOP')]),
  'parts-of-all-kinds': events([
    google([{ text: 'Rivers ' }, { executableCode: { code: '1' } }, null, { text: 7 }, { inlineData: { data: 'A' } }]),
    google([{ codeExecutionResult: { output: '1' } }, { text: 'flow.' }], 'STOP'),
  ]),
  'ratings-of-the-prompt': events([
    google([{ text: 'Rivers flow.' }], 'STOP', { promptFeedback: { safetyRatings: [] } }),
  ]),
  'a-list-in-an-event': events([GOOGLE_TEXT, google(undefined, 'STOP')]),
  'one-list-instead-of-events': {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([...GOOGLE_TEXT, google(undefined, 'STOP')]),
  },
  'ended-by-MAX_TOKENS': events([...GOOGLE_TEXT, google(undefined, 'MAX_TOKENS')]),
  'only-thoughts': events([google([{ text: 'About', thought: true }]), google([{ text: '' }], 'STOP')]),
  'only-thoughts-by-the-bill': events([
    google(undefined, 'MAX_TOKENS', { usageMetadata: { promptTokenCount: 9, thoughtsTokenCount: 800 } }),
  ]),
  'prompt-blocked': events([{ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } }]),
  'ended-by-unspecified': events([...GOOGLE_TEXT, google(undefined, 'FINISH_REASON_UNSPECIFIED')]),
  cut: GOOGLE_HALF,
  'error-without-data': {
    ...GOOGLE_HALF,
    body: `${GOOGLE_HALF.body}${JSON.stringify({ error: { code: 503, message: 'Overloaded.', status: 'UNAVAILABLE' } }, null, 2)}\n`,
  },
  'error-by-its-word': {
    ...GOOGLE_HALF,
    body: `${GOOGLE_HALF.body}data: {"error":{"message":"Slow down.","status":"RESOURCE_EXHAUSTED"}}\n\n`,
  },
  'error-without-a-status': { ...GOOGLE_HALF, body: `${GOOGLE_HALF.body}data: {"error":"Overloaded."}\n\n` },
  'error-in-a-list': {
    ...GOOGLE_HALF,
    body: `${GOOGLE_HALF.body}data: [{"error":{"code":429,"message":"Slow down.","status":"RESOURCE_EXHAUSTED"}}]\n\n`,
  },
} as const satisfies Readonly<Record<string, RecordedAnswer>>;
