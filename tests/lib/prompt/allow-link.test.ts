import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createLinkFilter, isPlainName, repeatsCode } from '../../../lib/prompt/allow-link.ts';

describe('an address of an answer', () => {
  const free = createLinkFilter({ trusted: ['p'], untrusted: [' '] });
  const bound = createLinkFilter({
    trusted: ['see Example.org and münchen.de'],
    untrusted: [
      'mail ann@mail.example, https://www.docs.example/x?a=1#part.',
      '[Guide](https://guide.example/start) and (https://wiki.example/A_(letter)), **https://bold.example/b**',
      'visit shop.example/offers or plain.example!',
    ],
    citations: ['https://source.example/article?id=7'],
  });

  it('is http, https or mailto', () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc', 'notion://x', '/relative', ''])
      expect(free(url), url).toBe(false);
    for (const url of ['http://a.example', 'https://a.example/x', 'mailto:a@b.example'])
      expect(free(url), url).toBe(true);
  });

  it.each([
    'https://example.org/a?any=thing', // its host stands in the prompt
    'https://www.example.org',
    'https://xn--mnchen-3ya.de/',
    'mailto:somebody@example.org',
    'https://docs.example/x?a=1#part', // it stood in what was sent
    'http://www.docs.example/x?a=1#part',
    'https://guide.example/start',
    'https://wiki.example/A_(letter)',
    'https://bold.example/b',
    'https://shop.example/offers',
    'https://plain.example/',
    'mailto:ann@mail.example',
    'https://source.example/article?id=7', // the engine cited it
  ])('is written: %s', (url) => expect(bound(url)).toBe(true));

  it.each([
    'https://evil.example/?q=canary',
    'https://docs.example/x?a=1#canary', // the host is known, the address is not
    'https://docs.example/x?a=1',
    'https://docs.example/',
    'https://plain.example/?canary',
    'https://canary.plain.example/',
    'https://guide.example/start/canary',
    'https://example.org.evil.example',
    'https://example.org@evil.example/',
    'https://canary.example.org/',
    'https://source.example/article?id=8',
    'mailto:x@evil.example',
    'mailto:canary@mail.example',
    'mailto:ann@mail.example?subject=canary',
    'mailto:x@example.org?cc=y@evil.example',
    'mailto:x@example.org,y@evil.example',
    'mailto:?body=canary',
    'mailto:x@example.org@evil.example',
    'mailto:x@evil.example@example.org',
    'mailto:x@example.org?%63c=y%40evil.example',
  ])('is not written: %s', (url) => expect(bound(url)).toBe(false));

  it('that stood in the text is known in whatever sentence it stood', () => {
    const url = fc.webUrl({ withQueryParameters: true, withFragments: true, validSchemes: ['https'] });
    // Brackets and quotes end an address in a sentence; whether they belong to it cannot be told.
    const clean = url.filter((address) => !/[()[\]'"`|\\^{}<>]|[.,;:!?*_~]$/u.test(address));
    fc.assert(
      fc.property(
        clean,
        fc.constantFrom('', ' ', '(', '[x](', '<', '“'),
        fc.constantFrom('', '.', ')', '>', ', and', '”'),
        (address, before, after) => {
          expect(createLinkFilter({ trusted: [], untrusted: [`Read ${before}${address}${after}`] })(address)).toBe(
            true,
          );
        },
      ),
    );
  });

  it('with anything added to it is another one', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['https'] }), fc.stringMatching(/^[a-z0-9]{4,12}$/u), (address, canary) => {
        const allows = createLinkFilter({ trusted: [], untrusted: [`See ${address} for more`] });
        expect(allows(`${address}${address.endsWith('/') ? '' : '/'}${canary}`)).toBe(false);
        expect(allows(`${address}?x=${canary}`)).toBe(false);
      }),
    );
  });
});

describe('a plain name', () => {
  it.each([
    'Berlin',
    'Northwind Traders',
    'Node.js basics',
    'Version 2.0',
    'GPT-4.5',
    'Release 1.2.3',
    'Zürich – Genève',
    '東京タワー',
    '',
  ])('is %j', (text) => expect(isPlainName(text)).toBe(true));
  it.each([
    'see evil.example',
    'evil dot example',
    'evil (dot) example',
    'evil。example',
    'evil．example',
    'evil․example',
    'evil[.]example',
    'evil (.) example',
    'evil . example',
    'evil .example',
    'evil\u200b.example',
    'evil.\u00adexample',
    'evil.example.js',
    'go to 203.0.113.7',
    'ann@mail',
    'https://x',
    'two\nlines',
    'long '.repeat(30),
  ])('is not %j', (text) => expect(isPlainName(text)).toBe(false));
});

it('a code, a number or a key that was sent is found in an address, however it is written there', () => {
  const sent = ['Invoice INV-2026-0815 for Northwind'];
  expect(repeatsCode('https://a.example/?d=inv20260815', sent)).toBe(true);
  expect(repeatsCode('https://a.example/INV%2D2026%2D0815', sent)).toBe(true);
  expect(repeatsCode('https://northwind.example/invoices', sent)).toBe(false);
});
