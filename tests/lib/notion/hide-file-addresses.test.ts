import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPageRequest, buildRowRequest, buildSelectionRequest } from '../../../lib/prompt/build-request.ts';
import { hideFileAddresses } from '../../../lib/notion/hide-file-addresses.ts';

const QUERY =
  'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIA12%2F20261127%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date=20261127T090000Z&X-Amz-Expires=3600&X-Amz-Security-Token=IQoJb3%2B%2F%3D&X-Amz-Signature=0c9be2&X-Amz-SignedHeaders=host';
const BUCKET = 'https://prod-files-secure.s3.us-west-2.amazonaws.com/1f/2e';
const signed = (name: string) => `${BUCKET}/${name}?${QUERY}`;

describe('addresses of private files', () => {
  it.each([
    ['an image', `![Plan](${signed('plan.png')}) below`, '![Plan](plan.png) below'],
    ['a name with brackets', `![](${signed('photo%20(1).png')})`, '![](photo 1.png)'],
    ['an image without a name', `![](${signed('a1')})!`, '![]((image))!'],
    ['a file tag', `<file source="${signed('notes.pdf')}">Notes</file>`, '<file source="notes.pdf">Notes</file>'],
    ['entities', `<img src="${signed('a.png').replaceAll('&', '&amp;')}">`, '<img src="a.png">'],
    [
      'an address in an address',
      `https://www.notion.so/image/${encodeURIComponent(signed('a.png'))}?id=1`,
      expect.not.stringContaining('X-Amz'),
    ],
    [
      'an older bucket',
      `see https://s3.us-west-2.amazonaws.com/secure.notion-static.com/1/b.jpg?${QUERY}.`,
      'see b.jpg',
    ],
    ['Notion’s file host', '[x](https://file.notion.so/f/f/1/c.docx?exp=1&sig=abc)', '[x](c.docx)'],
    [
      'Notion’s image host',
      '![](https://img.notionusercontent.com/s3/prod%2F1/size/w=2?exp=1&sig=abc)',
      '![]((image))',
    ],
    ['Google’s signature', 'https://storage.googleapis.com/b/d.txt?X-Goog-Signature=1', 'd.txt'],
    ['an escaped query', `![](${signed('e.png').replaceAll('&', '\\&').replaceAll('_', '\\_')})`, '![](e.png)'],
    [
      'what is left of a cut one',
      `...Date=1&X-Amz-Signature=0c9be2&X-Amz-SignedHeaders=host) end`,
      expect.not.stringContaining('0c9be2'),
    ],
  ])('are replaced by the name: %s', (_what, text, expected) => {
    expect(hideFileAddresses(text)).toEqual(expected);
  });

  it.each([
    'See https://example.com/a?b=c#d and https://www.notion.so/Page-1f2e1f2e1f2e1f2e1f2e1f2e1f2e1f2e.',
    'Send the X-Amz-Signature header with each request.',
    '![x](https://example.com/i(1).png) and notion',
    '',
  ])('leave other texts as they are: %s', (text) => {
    expect(hideFileAddresses(text)).toBe(text);
  });

  const base = {
    model: 'm',
    nonce: '0123456789',
    today: '2026-11-27',
    outputLanguage: '',
    systemInstructions: '',
    contextCharacters: 500,
  };

  it('never reach an engine, wherever they stand and however the text is cut', () => {
    const address = fc
      .record({
        name: fc.string({ unit: fc.constantFrom(...'ab(1) .é&%[]_-'), maxLength: 12 }),
        query: fc.shuffledSubarray(QUERY.split('&'), { minLength: 1 }),
        lead: fc.constantFrom('https://prod-files-secure.s3.us-west-2.amazonaws.com/', 'https://files.example.com/x/'),
        form: fc.constantFrom(
          (url: string) => `![i](${url})`,
          (url: string) => `<image source="${url}">c</image>`,
          (url: string) => url,
          (url: string) => `[${url}](${url})`,
          (url: string) => `https://app.notion.com/image/${encodeURIComponent(url)}?width=1`,
          (url: string) => url.replaceAll('&', '&amp;'),
        ),
      })
      .map(({ name, query, lead, form }) => form(`${lead}${encodeURIComponent(name)}?${query.join('&')}`));
    const text = fc
      .array(fc.oneof(fc.lorem({ maxCount: 8 }), address), { maxLength: 8 })
      .map((parts) => parts.join(' '));
    const input = fc.record({
      text,
      prompt: fc.constantFrom('Sum up {{page}}', 'Use {{Note}}', 'Write'),
      size: fc.nat(900),
    });
    fc.assert(
      fc.property(input, ({ text: content, prompt, size }) => {
        const shared = {
          ...base,
          prompt: `${prompt} ${content}`,
          contextCharacters: size,
          systemInstructions: content,
        };
        const built = [
          buildPageRequest({ ...shared, title: content, content, where: 'end' }),
          buildSelectionRequest({ ...shared, title: 'T', selection: content, content }),
          buildRowRequest({
            ...shared,
            topic: content,
            properties: { Note: content },
            content,
            output: { kind: 'text' },
          }),
        ];
        for (const { request } of built) {
          const sent = JSON.stringify(request);
          expect(sent).not.toMatch(/X-Amz-[\w-]+(?:=|%3D)/i);
          expect(sent).not.toContain('prod-files-secure');
          expect(sent).not.toContain('0c9be2');
        }
      }),
    );
  });

  it('are looked for in time that grows with the text alone', () => {
    const long = 'https://notion'.repeat(30_000);
    expect(hideFileAddresses(long)).toBe(long);
  });
});
