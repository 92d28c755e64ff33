import { describe, expect, it } from 'vitest';

import { sourcesOf } from '../../../lib/web-search/source-list.ts';

const PAGE = 'https://a.example/x';
const JAPANESE = 'https://日本.example/パン';
const search = { count: 1, queries: [], cited: [], seen: [{ url: PAGE }, { url: JAPANESE }] };
const from = (...urls: string[]) =>
  sourcesOf(JSON.stringify({ sources: urls.map((url) => ({ url, title: null })) }), search).map(({ url }) => url);

describe('the sources of a row', () => {
  it.each(['', '/', '#top', '?utm_source=openai'])('name a page once, also written with “%s” at its end', (end) => {
    expect(from(`${PAGE}${end}`)).toHaveLength(1);
    expect(from(PAGE, `${PAGE}${end}`)).toEqual([PAGE]);
  });

  it('may be Japanese, and are never pages that the engine does not list', () => {
    expect(from('https://made-up.example/y', JAPANESE)).toEqual([new URL(JAPANESE).href]);
    expect(from('https://made-up.example/y')).toEqual([]);
  });
});
