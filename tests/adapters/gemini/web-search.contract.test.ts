import { expect, it } from 'vitest';

import { createGeminiLanguageModel } from '../../../lib/adapters/gemini/gemini-language-model.ts';
import type { LanguageModel, ModelEvent, ModelRequest } from '../../../lib/language-model/language-model.ts';
import { describeWebSearch } from '../../contracts/web-search.ts';
import { recordSent } from '../../fakes/compatible-model.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';

type Fetch = Parameters<typeof createGeminiLanguageModel>[0]['fetch'];
const create = (fetch: Fetch): LanguageModel =>
  createGeminiLanguageModel({ apiKey: 'AQ.canary', fetch, clock: createManualClock() });

const event = (value: object): string => `data: ${JSON.stringify(value)}\r\n\r\n`;
const part = (text: string, more: object = {}): string =>
  event({ candidates: [{ content: { parts: [{ text }], role: 'model' }, index: 0, ...more }] });
const usageMetadata = { promptTokenCount: 900, candidatesTokenCount: 20, toolUsePromptTokenCount: 102 };
const end = (more: object = {}): string =>
  event({ candidates: [{ finishReason: 'STOP', index: 0, ...more }], usageMetadata, modelVersion: 'gemini-3.8-flash' });
const CHIP = '<style>.chip{color:red}</style><a class="chip" href="https://www.google.com/search?q=bread">bread</a>';

describeWebSearch('Gemini, for a preview', create, {
  model: 'gemini-3.8-flash',
  asked: { isPreview: true },
  // What it looked for comes with the last words.
  tellsProgress: false,
  answer: (text, cited, searches) =>
    [
      part(text, { groundingMetadata: {} }),
      end({
        groundingMetadata: {
          webSearchQueries: Array.from({ length: searches }, (_, at) => `new bread ${at}`),
          groundingChunks: cited.map(({ url, title }) => ({ web: { uri: url, title } })),
          searchEntryPoint: { renderedContent: CHIP },
        },
      }),
    ].join(''),
  broken: (text) => part(text),
  refused: event({ promptFeedback: { blockReason: 'OTHER' } }),
  failedSearch: (text) => part(text) + end({ groundingMetadata: {} }),
  notAllowed: [
    400,
    { error: { code: 400, message: 'google_search is not supported by this model', status: 'INVALID_ARGUMENT' } },
  ],
  sends: (body) => expect(body['tools']).toEqual([{ google_search: {} }]),
});

const REQUEST: ModelRequest = {
  model: 'gemini-3.8-flash',
  system: '',
  messages: [{ role: 'user', text: 'Read https://a.example/x' }],
};
async function read(model: LanguageModel, more: Partial<ModelRequest>): Promise<Extract<ModelEvent, { type: 'end' }>> {
  for await (const one of model.stream({ ...REQUEST, ...more }, new AbortController().signal))
    if (one.type === 'end') return one;
  throw new Error('no end');
}

it('hands on Google’s suggestions as they are, and pays what was searched for like the prompt', async () => {
  const stream = part('Fine.') + end({ groundingMetadata: { searchEntryPoint: { renderedContent: CHIP } } });
  const model = create(() => Promise.resolve(new Response(stream)));
  const asked = { search: { most: 2 }, isPreview: true } as const;
  expect(await read(model, asked)).toMatchObject({ suggestions: CHIP, usage: { inputTokens: 1_002 } });
});

it('never searches for a run, which would store what it found', async () => {
  const { sent, fetch } = recordSent(() => new Response(part('Fine.') + end()));
  const ended = await read(create(fetch), { search: { most: 2 } });
  expect(sent[0]?.body).not.toHaveProperty('tools');
  expect(ended).not.toHaveProperty('search');
});

it('reads the addresses of a prompt, and tells which could not be read', async () => {
  const urlMetadata = [
    { retrievedUrl: 'https://a.example/x', urlRetrievalStatus: 'URL_RETRIEVAL_STATUS_SUCCESS' },
    { retrievedUrl: 'https://b.example/', urlRetrievalStatus: 'URL_RETRIEVAL_STATUS_PAYWALL' },
  ];
  const stream = part('', { urlContextMetadata: { urlMetadata }, groundingMetadata: {} }) + part('Fine.') + end();
  const { sent, fetch } = recordSent(() => new Response(stream));
  expect(await read(create(fetch), { readsLinks: true })).toMatchObject({
    search: { isReading: true, count: 0, seen: [{ url: 'https://a.example/x' }], unread: ['https://b.example/'] },
  });
  expect(sent[0]?.body['tools']).toEqual([{ url_context: {} }]);
});
