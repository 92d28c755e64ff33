import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanAnswer, createAnswerCleaner } from '../../../lib/markdown/clean-answer.ts';
import { markdownLike } from './markdown-like.ts';

describe('cleaning an answer', () => {
  it.each([
    ['keeps a plain answer', 'Text\n\n- a', 'Text\n\n- a'],
    ['unifies line ends', '\uFEFFa\r\nb\rc\r', 'a\nb\nc\n'],
    ['removes thoughts', '<think>\nhm\n</think>\n\n# A', '# A'],
    ['removes thoughts on one line, and several', '<think>a</think><thinking>b</thinking> # A', '# A'],
    ['removes thoughts that never end', '<think>\nhm\n\n# A', ''],
    [
      'keeps tags of thoughts inside the text',
      'The `<think>` tag\n<think>x</think>',
      'The `<think>` tag\n<think>x</think>',
    ],
    ['removes the outer fence', '```markdown\n# A\n\nb\n```\n', '# A\n\nb\n'],
    ['removes an outer fence that never ends', '```md\n# A', '# A'],
    ['keeps code inside the outer fence', '```markdown\n```js\na\n```\nb\n```', '```js\na\n```\nb\n'],
    ['takes a bare fence with text behind it for code', '```markdown\nx\n```\na\n```\ny\n```', 'x\n```\na\n```\ny\n'],
    ['keeps text behind the outer fence', '```markdown\n# A\n```\n\nBye', '# A\n\nBye'],
    ['respects longer fences', '````markdown\n```\na\n```\n````', '```\na\n```\n'],
    ['keeps fences of other languages', '```js\na\n```', '```js\na\n```'],
    ['keeps a fence that comes later', 'x\n```markdown\na\n```', 'x\n```markdown\na\n```'],
    ['removes a preamble before a heading', 'Here is the article:\n\n# A', '# A'],
    ['removes a preamble before the outer fence', "Sure! Here's your text:\n```markdown\n# A\n```", '# A\n'],
    ['removes a chatty preamble', 'Certainly! Here are the facts:\n\nFact', 'Fact'],
    ['removes a preamble in other languages', 'Voici l’article :\n\n# A', '# A'],
    ['removes a Chinese preamble', '以下是文章：\n\n# A', '# A'],
    ['removes the announcement of what was asked for', "Here's a summary of the page:\n\n- one", '- one'],
    ['removes an announcement of two words', 'Sure! Here is your article:\n\n# A\n', '# A\n'],
    ['removes an announcement before a fence at once', 'Certainly, here you go:\n```markdown\n# A\n```', '# A\n'],
    ['removes an assurance before a heading', 'Of course, I can help with that.\n\n# A\n\nb', '# A\n\nb'],
    ['keeps an assurance that is the answer', 'Absolutely. Water is wet.\n\nYes.', 'Absolutely. Water is wet.\n\nYes.'],
    [
      'keeps an announcement with its text right behind it',
      'Here is the draft:\nDear all',
      'Here is the draft:\nDear all',
    ],
    ['keeps a word that only begins like an assurance', 'Surely this stays.\n\n# A', 'Surely this stays.\n\n# A'],
    ['keeps an assurance that is all there is', 'Sure!', 'Sure!'],
    ['keeps an inner fence', 'text with ``` inside', 'text with ``` inside'],
    ['keeps a line that introduces a list', 'Here are three reasons:\n\n- a', 'Here are three reasons:\n\n- a'],
    ['keeps a first line without a colon', 'Here is where it began.\n\n# A', 'Here is where it began.\n\n# A'],
    ['keeps a preamble that is all there is', 'Here is the article:', 'Here is the article:'],
  ])('%s', (_name, answer, expected) => {
    expect(cleanAnswer(answer)).toBe(expected);
  });

  it('gives the same however the answer is cut', () => {
    fc.assert(
      fc.property(markdownLike, fc.array(fc.nat(9), { maxLength: 100 }), (answer, sizes) => {
        const cleaner = createAnswerCleaner();
        let out = '';
        let seen = 0;
        const take = (text: string): void => {
          out = cleaner.restarts === seen ? out + text : text;
          seen = cleaner.restarts;
        };
        let at = 0;
        for (const size of sizes) take(cleaner.push(answer.slice(at, (at += size))));
        take(cleaner.push(answer.slice(at)));
        take(cleaner.end());
        expect(out).toBe(cleanAnswer(answer));
      }),
      { numRuns: 1000 },
    );
  });
});
