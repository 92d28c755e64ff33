import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serverWords } from '../../../lib/language-model/server-words.ts';

const KEY = 'sk-proj-canary-0123456789-QzXy';
const words = (text: string, request = ''): string | undefined => serverWords(text, { secrets: [KEY], request });

describe('the words of a server', () => {
  it.each([
    [`Incorrect API key provided: ${KEY}.`, 'Incorrect API key provided: ….'],
    ['Incorrect API key provided: sk-proj****QzXy.', 'Incorrect API key provided: …'],
    ['The key ending in QzXy has expired.', 'The key ending in … has expired.'],
    ['Bearer abc.def is wrong', 'Bearer … is wrong'],
    ['Key AIzaSyA1234567890 is not valid', 'Key … is not valid'],
  ])('hold no key: %s', (text, said) => {
    expect(words(text)).toBe(said);
  });

  const PLAIN_KEY = 'abc123XYZcustomkeyWithoutPrefix99';
  it.each([
    ['Base64', (key: string) => btoa(key)],
    ['Base64 behind a name', (key: string) => btoa(`user:${key}`)],
    ['hex', (key: string) => Buffer.from(key).toString('hex')],
    ['per cent', (key: string) => key.replace(/./g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)],
    ['HTML', (key: string) => key.replace(/./g, (sign) => `&#${sign.charCodeAt(0)};`)],
    ['JSON', (key: string) => key.replace(/./g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)],
    ['capitals', (key: string) => key.toUpperCase()],
    ['two strings', (key: string) => `${key.slice(0, 14)}" + "${key.slice(14)}`],
    ['lines', (key: string) => key.replace(/.{8}/g, '$&\n')],
    ['spaces that are not seen', (key: string) => [...key].join('\u200b')],
    ['another order', (key: string) => [...key].reverse().join('')],
    ['its first half', (key: string) => key.slice(0, 16)],
    ['its second half', (key: string) => key.slice(12)],
    ['its ends', (key: string) => `${key.slice(0, 6)}...${key.slice(-6)}`],
  ])('hold no key in another form: %s', (_name, inForm) => {
    for (const key of [KEY, PLAIN_KEY]) {
      const said = serverWords(`The key “${inForm(key)}” is wrong.`, { secrets: [key], request: '' });
      expect(said).toContain('…');
      // Not even a few letters of it, beside the sentence.
      expect(said?.length).toBeLessThan(34);
    }
  });

  it.each([
    ['Your project has no credit for this model.', 'only share a few letters with a key'],
    ['Missing bearer token in the Authorization header', 'name a bearer token and hold none'],
    ['Invalid bearer token.', 'end with it'],
  ])('stay as they are: %s (they %s)', (text) => {
    expect(words(text)).toBe(text);
  });

  it('hold no bearer token that only begins like the word', () => {
    expect(words('Bearer token-abc.def is wrong')).toBe('Bearer … is wrong');
  });

  it('quote nothing of the request', () => {
    expect(
      words('Bad input: “My secret plan for the merger” is refused', 'Sum up: My secret plan for the merger.'),
    ).toBe('Bad input: “…” is refused');
  });

  it('are one line of text, also from a web page', () => {
    expect(words('<html><head><style>p{}</style></head>\n<body><h1>Bad\u202E gateway</h1></body></html>')).toBe(
      'Bad gateway',
    );
    expect(words(' \n<br>')).toBeUndefined();
  });

  it('never hold the key or more than 300 characters, whatever a server answers', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(40), (before, after, cut) => {
        const said = words(`${before}${KEY}${after}`.repeat(cut)) ?? '';
        return !said.includes(KEY) && said.length <= 300;
      }),
    );
  });
});
