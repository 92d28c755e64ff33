import { expect, it } from 'vitest';

import { createAnthropicLanguageModel } from '../../../lib/adapters/anthropic/anthropic-language-model.ts';
import type { Fetch } from '../../../lib/language-model/engine-exchange.ts';
import { createTransientMemory } from '../../../lib/language-model/engine-memory.ts';
import type { LanguageModel, ModelEvent, ModelRequest } from '../../../lib/language-model/language-model.ts';
import { describeWebSearch, type Cited } from '../../contracts/web-search.ts';
import { recordSent } from '../../fakes/compatible-model.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';

const create = (fetch: Fetch): LanguageModel =>
  createAnthropicLanguageModel({
    baseUrl: 'https://api.anthropic.com/v1',
    apiKey: 'sk-ant-canary',
    fetch,
    clock: createManualClock(),
    memory: createTransientMemory(),
  });

const event = (type: string, fields: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
const start = event('message_start', {
  message: { model: 'claude-sonnet-5-5', content: [], usage: { input_tokens: 900, output_tokens: 1 } },
});
const block = (index: number, content: object, ...deltas: readonly object[]): string =>
  [
    event('content_block_start', { index, content_block: content }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ].join('');
const text = (index: number, words: string, cited: readonly Cited[] = []): string =>
  block(
    index,
    { type: 'text', text: '' },
    ...[...words].map((letter) => ({ type: 'text_delta', text: letter })),
    ...cited.map(({ url, title }) => ({
      type: 'citations_delta',
      citation: { type: 'web_search_result_location', url, title, cited_text: '…', encrypted_index: 'x' },
    })),
  );
const search = (index: number, content: unknown): string =>
  block(
    index,
    { type: 'server_tool_use', id: `srvtoolu_${index}`, name: 'web_search', input: {} },
    { type: 'input_json_delta', partial_json: '' },
    { type: 'input_json_delta', partial_json: '{"query":"new' },
    { type: 'input_json_delta', partial_json: ' bread"}' },
  ) + block(index + 1, { type: 'web_search_tool_result', tool_use_id: `srvtoolu_${index}`, content });
const results = [
  { type: 'web_search_result', url: 'https://seen.example/', title: 'Seen', encrypted_content: 'x', page_age: null },
];
const FAILED = { type: 'web_search_tool_result_error', error_code: 'max_uses_exceeded' };
const stop = (reason: string, searches?: number): string =>
  event('message_delta', {
    delta: { stop_reason: reason, stop_sequence: null },
    usage: {
      output_tokens: 20,
      ...(searches !== undefined && { server_tool_use: { web_search_requests: searches } }),
    },
  }) + event('message_stop');

describeWebSearch('Anthropic', create, {
  model: 'claude-sonnet-5-5',
  answer: (words, cited, searches) =>
    [
      start,
      ...(searches > 0 ? [text(0, 'I’ll look that up.')] : []),
      ...Array.from({ length: searches }, (_, at) => search(1 + 2 * at, results)),
      event('ping'),
      text(20, words),
      ...cited.map((one, at) => text(21 + at, ' More.', [one])),
      stop('end_turn', searches),
    ].join(''),
  broken: (words) => start + text(0, words),
  refused: start + text(0, 'No.') + stop('refusal'),
  failedSearch: (words) => start + search(0, FAILED) + text(2, words) + stop('end_turn'),
  notAllowed: [
    403,
    {
      type: 'error',
      error: { type: 'permission_error', message: 'Web search is not enabled for this organization.' },
    },
  ],
  sends: (body) => expect(body['tools']).toEqual([{ type: 'web_search_20250305', name: 'web_search', max_uses: 3 }]),
});

const REQUEST: ModelRequest = {
  model: 'claude-sonnet-5-5',
  system: 'Be brief.',
  messages: [{ role: 'user', text: 'What is new?' }],
  search: { most: 3 },
};
async function read(model: LanguageModel, request: ModelRequest) {
  const events: ModelEvent[] = [];
  for await (const one of model.stream(request, new AbortController().signal)) events.push(one);
  return { events, said: events.map((one) => (one.type === 'text' ? one.text : '')).join('') };
}

it('leaves out what is only said on the way to a search, and keeps long text before another one', async () => {
  const long = 'Bread is old. '.repeat(40).trim();
  const stream = [
    start,
    text(0, 'Let me see.'),
    search(1, results),
    text(3, long),
    search(4, results),
    text(6, 'And new.'),
    stop('end_turn', 2),
  ].join('');
  const { said } = await read(
    create(() => Promise.resolve(new Response(stream))),
    REQUEST,
  );
  expect(said).toBe(`${long}\n\nAnd new.`);
});

it('sends a paused turn back as it came, with the searches that are left, and pays for both', async () => {
  const paused =
    start +
    block(
      0,
      { type: 'thinking', thinking: '' },
      { type: 'thinking_delta', thinking: 'Hm.' },
      { type: 'signature_delta', signature: 'sig' },
    ) +
    search(1, results) +
    text(3, 'Half. ', [{ url: 'https://a.example/', title: 'A' }]) +
    stop('pause_turn', 1);
  const rest = start + search(0, results) + text(2, 'Whole.') + stop('end_turn', 2);
  const { sent, fetch } = recordSent((_sent, count) => new Response(count === 1 ? paused : rest));
  const { events, said } = await read(create(fetch), REQUEST);
  expect(said).toBe('Half. \n\nWhole.');
  expect(events.at(-1)).toMatchObject({
    finish: 'stop',
    usage: { inputTokens: 1_800, outputTokens: 40, searches: 3, estimated: false },
    search: { count: 3, cited: [{ url: 'https://a.example/', title: 'A' }] },
  });
  expect(sent.map(({ body }) => body['tools'])).toEqual([
    [{ type: 'web_search_20250305', name: 'web_search', max_uses: 3 }],
    [{ type: 'web_search_20250305', name: 'web_search', max_uses: 2 }],
  ]);
  expect(sent[1]?.body['messages']).toEqual([
    { role: 'user', content: 'What is new?' },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Hm.', signature: 'sig' },
        { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'new bread' } },
        { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: results },
        {
          type: 'text',
          text: 'Half. ',
          citations: [
            {
              type: 'web_search_result_location',
              url: 'https://a.example/',
              title: 'A',
              cited_text: '…',
              encrypted_index: 'x',
            },
          ],
        },
      ],
    },
  ]);
});

it('lets a turn that used up its searches go on without, and gives up one that is paused for ever', async () => {
  const paused = start + search(0, results) + stop('pause_turn', 3);
  const { sent, fetch } = recordSent(() => new Response(paused));
  await expect(read(create(fetch), REQUEST)).rejects.toMatchObject({ code: 'engine-answer-cut' });
  expect(sent).toHaveLength(6);
  expect(sent.map(({ body }) => body['tool_choice'])).toEqual([undefined, ...Array(5).fill({ type: 'none' })]);
});

it('tells the schema in words where it is refused beside a search, and knows it from then on', async () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
  const refusal = {
    type: 'error',
    error: { type: 'invalid_request_error', message: 'output_config.format cannot be used together with citations' },
  };
  const answer = start + text(0, 'Searching.') + search(1, results) + text(3, '{"a":"b"}') + stop('end_turn', 1);
  const { sent, fetch } = recordSent((_sent, count) =>
    count === 1 ? Response.json(refusal, { status: 400 }) : new Response(answer),
  );
  const model = create(fetch);
  const asked = { ...REQUEST, json: { name: 'row', schema } };
  expect((await read(model, asked)).said).toBe('{"a":"b"}');
  expect((await read(model, asked)).said).toBe('{"a":"b"}');
  expect(sent.map(({ body }) => 'output_config' in body)).toEqual([true, false, false]);
  expect(sent.map(({ body }) => String(body['system']).includes(JSON.stringify(schema)))).toEqual([false, true, true]);
  const { search: _search, ...plain } = asked;
  await read(model, plain);
  expect(sent.at(-1)?.body['output_config']).toBeDefined();
});
