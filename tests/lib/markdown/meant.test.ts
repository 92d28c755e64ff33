import { describe, expect, it } from 'vitest';
import { cleanAnswer } from '../../../lib/markdown/clean-answer.ts';
import { createBlockStream } from '../../../lib/markdown/closed-blocks.ts';
import { convertMarkdownToBlocks } from '../../../lib/markdown/convert-markdown-to-blocks.ts';
import { MEANT } from './meant.ts';
import { violations } from './notion-create-rules.ts';
import { outline } from './outline.ts';

const options = { allowLink: () => true };

describe.each(Object.entries(MEANT))('what a model means by %s', (_kind, cases) => {
  it.each(cases)('%j', (markdown, expected) => {
    const blocks = convertMarkdownToBlocks(cleanAnswer(markdown), options);
    expect(outline(blocks).join('\n')).toBe(expected);
    expect(violations(blocks, { request: false })).toEqual([]);
  });

  it('is the same however it arrives', () => {
    for (const [markdown] of cases) {
      const whole = JSON.stringify(convertMarkdownToBlocks(cleanAnswer(markdown), options));
      for (let at = 0; at <= markdown.length; at++) {
        const stream = createBlockStream(options);
        const blocks = [...stream.push(markdown.slice(0, at)), ...stream.push(markdown.slice(at)), ...stream.end()];
        expect(JSON.stringify(blocks), markdown).toBe(whole);
      }
    }
  });
});
