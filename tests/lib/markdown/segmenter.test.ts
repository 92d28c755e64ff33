import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Segmenter } from '../../../lib/markdown/segmenter.ts';
import { CORPUS } from './corpus.ts';
import { markdownLike } from './markdown-like.ts';

function segments(text: string): string[] {
  const segmenter = new Segmenter();
  const found = text.split('\n').flatMap((line) => segmenter.push(line));
  return [...found, ...segmenter.end()].map((segment) => segment.text);
}

const words = (lines: readonly string[]): string[] => lines.map((line) => line.trim()).filter((line) => line !== '');

/** Each line is in one segment, so each is parsed once: this is what keeps the cost in proportion to the text. */
function expectEachLineOnce(text: string): void {
  expect(words(segments(text).flatMap((segment) => segment.split('\n')))).toEqual(words(text.split('\n')));
}

describe('the segmenter', () => {
  it.each(Object.entries(CORPUS))('puts each line of "%s" into one segment, in order', (_name, answer) => {
    expectEachLineOnce(answer);
  });

  it('puts each line of any text into one segment, in order', () => {
    fc.assert(fc.property(markdownLike, expectEachLineOnce), { numRuns: 1000 });
  });

  it('cuts between blocks and between the items of a list', () => {
    expect(segments('# A\ntext\nmore\n\n- a\n  - b\n- c\n\n  d\ne')).toEqual([
      '# A',
      'text\nmore',
      '- a\n  - b',
      '- c\n\n  d\ne',
    ]);
  });

  it('does not cut inside what has an end of its own', () => {
    for (const whole of [
      '```\n# a\n\n- b\n```',
      '<details>\n\n# a\n\n</details>',
      ':::note\n\n- a\n\n:::',
      '$$\n- a\n# b\n$$',
    ]) {
      expect(segments(`${whole}\nafter`)).toEqual([whole, 'after']);
    }
  });

  it('looks again at the lines of a formula that never ends', () => {
    expect(segments('$$ a\n# b\n- c\n\nd')).toEqual(['$$ a', '# b', '- c\n', 'd']);
  });

  it('does not cut where a line may be in a list or after it', () => {
    const whole = '- ```\n===\n  ```\n\n# in the fence\n  ```';
    expect(segments(`${whole}\n# after`)).toEqual([whole, '# after']);
  });

  it('moves a list that is indented too little below a number', () => {
    expect(segments('10. a\n  - b\n    - c\n11. d')).toEqual(['10. a\n    - b\n      - c', '11. d']);
  });
});
