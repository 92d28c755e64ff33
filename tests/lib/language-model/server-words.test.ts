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
