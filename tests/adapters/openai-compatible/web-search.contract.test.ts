import { expect, it } from 'vitest';

import type { Fetch } from '../../../lib/language-model/engine-exchange.ts';
import type { LanguageModel, ModelEvent, ModelRequest } from '../../../lib/language-model/language-model.ts';
import { describeWebSearch, type Cited } from '../../contracts/web-search.ts';
import { compatibleModel, recordSent } from '../../fakes/compatible-model.ts';

const at =
  (baseUrl: string) =>
  (fetch: Fetch): LanguageModel =>
    compatibleModel({ baseUrl, apiKey: 'sk-canary', fetch });

const chunk = (fields: object): string => `data: ${JSON.stringify({ id: 'gen', model: 'any/model', ...fields })}\n\n`;
const delta = (fields: object): string => chunk({ choices: [{ index: 0, delta: fields, finish_reason: null }] });
const finish = (usage: object, more: object = {}): string =>
  [
    chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
    chunk({
      choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
      usage: { prompt_tokens: 900, completion_tokens: 20, ...usage },
      ...more,
    }),
    'data: [DONE]\n\n',
  ].join('');
const billed = (searches: number): string => finish({ server_tool_use_details: { web_search_requests: searches } });

describeWebSearch('OpenRouter', at('https://openrouter.ai/api/v1'), {
  tellsProgress: false,
  answer: (text, cited, searches) =>
    [
      ': OPENROUTER PROCESSING\n\n',
      ...cited.map(({ url, title }) =>
        delta({ content: '', annotations: [{ type: 'url_citation', url_citation: { url, title, start_index: 0 } }] }),
      ),
      delta({ content: text }),
      billed(searches),
    ].join(''),
  broken: (text) => delta({ content: text }),
  refused: delta({ content: null, refusal: 'No.' }) + billed(0),
  failedSearch: (text) => delta({ content: text }) + billed(0),
  notAllowed: [400, { error: { code: 400, message: 'web_search: this model takes no server tools' } }],
  sends: (body) =>
    expect(body['tools']).toEqual([
      { type: 'openrouter:web_search', parameters: { max_results: 5, max_uses: 3, max_total_results: 15 } },
    ]),
});

const connectors = (searches: number): string =>
  finish({ connector_tokens: 7_000 * searches, connectors: searches > 0 ? { web_search: searches } : {} });

describeWebSearch('Mistral', at('https://api.mistral.ai/v1'), {
  tellsProgress: false,
  model: 'mistral-medium-latest',
  answer: (text, cited, searches) =>
    [
      delta({ content: [{ type: 'text', text }] }),
      ...cited.map(({ url, title }) =>
        delta({ content: [{ type: 'tool_reference', tool: 'web_search', title, url, favicon: null }] }),
      ),
      connectors(searches),
    ].join(''),
  broken: (text) => delta({ content: [{ type: 'text', text }] }),
  refused: delta({ content: null, refusal: 'No.' }) + connectors(0),
  failedSearch: (text) => delta({ content: text }) + connectors(0),
  notAllowed: [422, { detail: [{ loc: ['body', 'tools'], msg: 'web_search is not available for this model' }] }],
  sends: (body) => expect(body['tools']).toEqual([{ type: 'web_search' }]),
});

const tool = (index: number, more: object = {}): string =>
  delta({
    executed_tools: [{ index, type: 'search', arguments: '{"query":"new bread"}', name: 'web_search', ...more }],
  });

describeWebSearch('Groq’s compound', at('https://api.groq.com/openai/v1'), {
  model: 'groq/compound',
  answer: (text, cited, searches) =>
    [
      ...Array.from({ length: searches }, (_, index) => {
        const results = found(cited, index, searches);
        return tool(index) + tool(index, { output: 'Pages', search_results: { results } });
      }),
      delta({ reasoning: 'Hm.' }),
      delta({ content: text }),
      finish({}, { id: 'stub', x_groq: { usage: { prompt_tokens: 900, completion_tokens: 20 } } }),
    ].join(''),
  broken: (text) => delta({ content: text }),
  refused: delta({ content: null, refusal: 'No.' }) + finish({}),
  failedSearch: (text) => tool(0) + tool(0, { output: 'The search failed' }) + delta({ content: text }) + finish({}),
  notAllowed: [400, { error: { message: '`compound_custom`: web search is disabled for this project' } }],
  sends: (body) => {
    expect(body['compound_custom']).toEqual({ tools: { enabled_tools: ['web_search', 'visit_website'] } });
    expect(body['tools']).toBeUndefined();
  },
});

/** The pages in as many lists as there were searches. */
function found(cited: readonly Cited[], index: number, searches: number): readonly object[] {
  return cited
    .filter((_one, place) => place % searches === index)
    .map(({ url, title }) => ({ url, title, content: '…', score: 0.9 }));
}

const event = (type: string, fields: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: 1, ...fields })}\n\n`;
const said = (text: string): string =>
  [...text]
    .map((letter) => event('response.output_text.delta', { item_id: 'msg', content_index: 0, delta: letter }))
    .join('');
const listed = (cited: readonly Cited[]): readonly object[] =>
  cited.map(({ url, title }, place) => ({ id: place + 1, url, title, snippet: '…' }));
const done = (searches: number): string =>
  event('response.completed', {
    response: {
      status: 'completed',
      model: 'openai/gpt-6-luna',
      usage: {
        input_tokens: 900,
        output_tokens: 20,
        total_tokens: 920,
        ...(searches > 0 && { tool_calls_details: { web_search: { invocation: searches } } }),
      },
    },
  });

describeWebSearch('Perplexity', at('https://api.perplexity.ai/v1'), {
  model: 'openai/gpt-6-luna',
  answer: (text, cited, searches) =>
    [
      event('response.created', { response: { status: 'in_progress' } }),
      ...Array.from(
        { length: searches },
        () =>
          event('response.reasoning.search_queries', { queries: ['new bread'] }) +
          event('response.reasoning.search_results', { results: listed(cited) }),
      ),
      said(text + cited.map((_one, place) => `[${place + 1}]`).join('')),
      ...Array.from({ length: searches }, () =>
        event('response.output_item.done', {
          item: { type: 'search_results', queries: ['new bread'], results: listed(cited) },
        }),
      ),
      done(searches),
    ].join(''),
  broken: (text) => said(text),
  refused: event('response.refusal.delta', { delta: 'No.' }) + done(0),
  failedSearch: (text) =>
    event('response.reasoning.search_queries', { queries: ['new bread'] }) +
    event('response.reasoning.search_results', { results: [] }) +
    said(text) +
    done(0),
  notAllowed: [400, { error: { message: 'web_search is not available for this model', type: 'invalid_request' } }],
  sends: (body) => {
    expect(body).toMatchObject({ tools: [{ type: 'web_search' }], max_steps: 3, instructions: 'Be brief.' });
    expect(body['messages']).toBeUndefined();
  },
});

const REQUEST: ModelRequest = { model: 'm', system: '', messages: [{ role: 'user', text: 'Hi' }], search: { most: 2 } };
async function read(model: LanguageModel, request = REQUEST): Promise<readonly ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of model.stream(request, new AbortController().signal)) events.push(event);
  return events;
}

it.each([
  ['a server that is not known to search', 'https://models.somewhere.example/v1', 'm'],
  ['a model of Groq that does not search', 'https://api.groq.com/openai/v1', 'llama-3.3-70b-versatile'],
  ['DeepSeek', 'https://api.deepseek.com/v1', 'deepseek-flash'],
])('never sends a field about searching to %s', async (_name, baseUrl, model) => {
  const { sent, fetch } = recordSent(() => new Response(delta({ content: 'Fine.' }) + billed(0)));
  const events = await read(compatibleModel({ baseUrl, apiKey: 'sk-canary', fetch }), { ...REQUEST, model });
  expect(events.at(-1)).not.toHaveProperty('search');
  expect(JSON.stringify(sent[0]?.body)).not.toMatch(/search|tools|compound/u);
});

it('pays what Mistral’s search put before the model like the prompt', async () => {
  const stream = delta({ content: 'Fine.' }) + connectors(1);
  const model = at('https://api.mistral.ai/v1')(() => Promise.resolve(new Response(stream)));
  expect((await read(model)).at(-1)).toMatchObject({ usage: { inputTokens: 7_900, searches: 1 } });
});

it('makes links of Perplexity’s marks, and leaves alone what only looks like one', async () => {
  const results = [{ id: 1, url: 'https://www.a.example/x(y)', title: 'A', snippet: '' }];
  const stream =
    event('response.reasoning.search_results', { results }) +
    said('Old[1]. See [1](https://b.example/), [7], [web:1], a[') +
    done(1);
  const model = at('https://api.perplexity.ai/v1')(() => Promise.resolve(new Response(stream)));
  const events = await read(model);
  const mark = '([a.example](https://www.a.example/x(y%29))';
  expect(events.map((one) => (one.type === 'text' ? one.text : '')).join('')).toBe(
    `Old ${mark}. See [1](https://b.example/), [7],  ${mark}, a[`,
  );
  expect(events.filter(({ type }) => type === 'source')).toEqual(
    Array(2).fill({ type: 'source', source: { url: 'https://www.a.example/x(y)', title: 'A' }, mark }),
  );
});

it('takes Perplexity’s marks out of the texts of an answer in JSON, however it is cut, and knows their pages', async () => {
  const results = [1, 2].map((id) => ({ id, url: `https://a.example/${id}`, title: `Page ${id}`, snippet: '' }));
  const answer = String.raw`{"p0":"Rye \"[1]\" bread [1][web:2]. See \\","p1":[1],"p2":"a[7] [1](https://b.example/)"}`;
  const plain = String.raw`{"p0":"Rye \"\" bread. See \\","p1":[1],"p2":"a[7] [1](https://b.example/)"}`;
  const schema = { type: 'object', properties: {}, required: [] };
  for (const size of [1, 2, 3, 5, 8, 200]) {
    const pieces = answer.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? [];
    const stream =
      event('response.reasoning.search_results', { results }) + pieces.map((piece) => said(piece)).join('') + done(1);
    const model = at('https://api.perplexity.ai/v1')(() => Promise.resolve(new Response(stream)));
    const events = await read(model, { ...REQUEST, json: { name: 'row', schema } });
    expect(events.map((one) => (one.type === 'text' ? one.text : '')).join(''), `in pieces of ${size}`).toBe(plain);
    expect(events.at(-1)).toMatchObject({
      search: { cited: results.map(({ url, title }) => ({ url, title })) },
    });
  }
});

it('asks Perplexity for an answer in JSON by its schema, and without a search for a plain one', async () => {
  const { sent, fetch } = recordSent(() => new Response(said('{"a":[1]}') + done(0)));
  const schema = { type: 'object', properties: {}, required: [] };
  const { search: _search, ...plain } = REQUEST;
  const model = compatibleModel({ baseUrl: 'https://api.perplexity.ai/v1', apiKey: 'pplx-canary', fetch });
  const events = await read(model, { ...plain, json: { name: 'row', schema } });
  expect(events.map((one) => (one.type === 'text' ? one.text : '')).join('')).toBe('{"a":[1]}');
  expect(events.at(-1)).not.toHaveProperty('search');
  expect(sent[0]).toMatchObject({
    url: 'https://api.perplexity.ai/v1/responses',
    body: { response_format: { type: 'json_schema', json_schema: { name: 'row', schema } } },
  });
  expect(sent[0]?.body).not.toHaveProperty('tools');
});

it('hands on why Perplexity failed', async () => {
  const stream = event('response.failed', { error: { message: 'Rate limit exceeded', code: 'rate_limit_exceeded' } });
  const model = at('https://api.perplexity.ai/v1')(() => Promise.resolve(new Response(said('Half') + stream)));
  await expect(read(model)).rejects.toMatchObject({ code: 'engine-rate-limited', retry: 'wait' });
});
