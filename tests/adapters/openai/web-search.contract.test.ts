import { expect, it } from 'vitest';

import { createTrackingFilter } from '../../../lib/adapters/openai/tracking-filter.ts';
import { createOpenAiLanguageModel } from '../../../lib/adapters/openai/openai-language-model.ts';
import { describeWebSearch, type Cited, type SearchWire } from '../../contracts/web-search.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';

const event = (type: string, fields: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;

const searchEvents = (at: number, status = 'completed'): string[] => [
  event('response.output_item.added', { item: { id: `ws_${at}`, type: 'web_search_call', status: 'in_progress' } }),
  event('response.web_search_call.searching', { item_id: `ws_${at}` }),
  event('response.output_item.done', {
    item: {
      id: `ws_${at}`,
      type: 'web_search_call',
      status,
      action: { type: 'search', queries: ['new bread'], sources: [{ type: 'api', name: 'oai-weather' }] },
    },
  }),
];

const usage = { input_tokens: 9_000, output_tokens: 20, total_tokens: 9_020 };
const message = (text: string): string[] => [
  event('response.output_item.added', { item: { id: 'msg', type: 'message', phase: 'final_answer' } }),
  ...[...text].map((delta) => event('response.output_text.delta', { item_id: 'msg', content_index: 0, delta })),
];
const completed = event('response.completed', { response: { status: 'completed', model: 'gpt-6-luna-2026', usage } });

function cite(cited: readonly Cited[], from: number): string[] {
  let at = from;
  return cited.flatMap(({ url, title }) => {
    const marked = `${url}${url.includes('?') ? '&' : '?'}utm_source=openai`;
    const mark = ` ([site](${marked}))`;
    const annotation = { type: 'url_citation', start_index: at + 1, end_index: at + mark.length, url: marked, title };
    at += mark.length;
    return [
      event('response.output_text.delta', { item_id: 'msg', content_index: 0, delta: mark }),
      event('response.output_text.annotation.added', { item_id: 'msg', content_index: 0, annotation }),
    ];
  });
}

const RESPONSES: SearchWire = {
  answer: (text, cited, searches) =>
    [
      event('response.created', { response: { status: 'in_progress' } }),
      ...Array.from({ length: searches }, (_, at) => searchEvents(at)).flat(),
      event('response.output_item.done', {
        item: {
          type: 'web_search_call',
          status: 'completed',
          action: { type: 'open_page', url: 'https://a.example/x' },
        },
      }),
      ...message(text),
      ...cite(cited, text.length),
      completed,
    ].join(''),
  broken: (text) => message(text).join(''),
  refused: [
    event('response.output_item.added', { item: { id: 'msg', type: 'message' } }),
    event('response.refusal.delta', { delta: 'No.' }),
    completed,
  ].join(''),
  failedSearch: (text) => [...searchEvents(0, 'failed'), ...message(text), completed].join(''),
  notAllowed: [400, { error: { message: "Hosted tool 'web_search' is not supported.", param: 'tools', code: null } }],
  sends: (body) => {
    expect(body).toMatchObject({ max_tool_calls: 3, store: false, tools: [{ type: 'web_search' }] });
    expect(body['messages']).toBeUndefined();
  },
};

describeWebSearch(
  'GPT',
  (fetch) => createOpenAiLanguageModel({ apiKey: 'sk-canary', fetch, clock: createManualClock() }),
  RESPONSES,
);

it('searches slower at half price where that is asked for, and says what OpenAI made of it', async () => {
  const bodies: Record<string, unknown>[] = [];
  const stream = [
    ...message('Fine.'),
    completed.replace('"status":"completed"', '"status":"completed","service_tier":"flex"'),
  ];
  const model = createOpenAiLanguageModel({
    apiKey: 'sk-canary',
    clock: createManualClock(),
    fetch: (_input, init) => {
      bodies.push(JSON.parse(String(init?.body)) as Record<string, unknown>);
      return Promise.resolve(new Response(stream.join('')));
    },
  });
  const request = { system: '', messages: [{ role: 'user', text: 'Hi' }], search: { most: 2 }, tier: 'flex' } as const;
  const ends: unknown[] = [];
  for (const name of ['gpt-6-luna', 'gpt-4.1'])
    for await (const one of model.stream({ ...request, model: name }, new AbortController().signal))
      if (one.type === 'end') ends.push(one.usage);
  expect(bodies.map((body) => body['service_tier'])).toEqual(['flex', undefined]);
  expect(ends[0]).toMatchObject({ isHalfPrice: true });
});

it('takes the mark out of addresses, wherever the pieces end', () => {
  const text = 'https://a.example/?utm_source=openai and https://b.example/?x=1&utm_source=openai&y=2 & more?';
  for (let size = 1; size < 40; size += 1) {
    const filter = createTrackingFilter();
    let out = '';
    for (let at = 0; at < text.length; at += size) out += filter.push(text.slice(at, at + size));
    expect(out + filter.end()).toBe('https://a.example/ and https://b.example/?x=1&y=2 & more?');
  }
});
