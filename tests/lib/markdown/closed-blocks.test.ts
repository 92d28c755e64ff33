import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NotionBlock } from '../../../lib/markdown/block-types.ts';
import { cleanAnswer } from '../../../lib/markdown/clean-answer.ts';
import { createBlockStream } from '../../../lib/markdown/closed-blocks.ts';
import { convertMarkdownToBlocks } from '../../../lib/markdown/convert-markdown-to-blocks.ts';
import { CORPUS } from './corpus.ts';
import { markdownLike } from './markdown-like.ts';

const options = { allowLink: () => true };

function streamed(pieces: readonly string[]): NotionBlock[] {
  const stream = createBlockStream(options);
  let blocks: NotionBlock[] = [];
  let seen = 0;
  const take = (more: NotionBlock[]): void => {
    blocks = stream.restarts === seen ? [...blocks, ...more] : more;
    seen = stream.restarts;
  };
  for (const piece of pieces) take(stream.push(piece));
  take(stream.end());
  return blocks;
}

const whole = (answer: string): NotionBlock[] => convertMarkdownToBlocks(cleanAnswer(answer), options);

describe('a block stream', () => {
  it.each(Object.entries(CORPUS))('gives the same blocks for every way to cut "%s" in two', (_name, answer) => {
    const expected = JSON.stringify(whole(answer));
    for (let at = 0; at <= answer.length; at++) {
      const actual = JSON.stringify(streamed([answer.slice(0, at), answer.slice(at)]));
      if (actual !== expected) expect(streamed([answer.slice(0, at), answer.slice(at)])).toEqual(whole(answer));
    }
  });

  it.each(Object.entries(CORPUS))('gives the same blocks for "%s" letter by letter', (_name, answer) => {
    expect(streamed([...Array(answer.length).keys()].map((i) => answer[i]!))).toEqual(whole(answer));
  });

  it('gives the same blocks however any text is cut', () => {
    fc.assert(
      fc.property(markdownLike, fc.array(fc.nat(12), { maxLength: 200 }), (answer, sizes) => {
        const pieces: string[] = [];
        let at = 0;
        for (const size of sizes) pieces.push(answer.slice(at, (at += size)));
        pieces.push(answer.slice(at));
        expect(streamed(pieces)).toEqual(whole(answer));
      }),
      { numRuns: 600 },
    );
  });

  it('holds a list of 5,000 items or a fence of 20,000 lines without reading it twice', () => {
    const stream = createBlockStream(options);
    let closed = 0;
    for (let i = 0; i < 5000; i++) closed += stream.push(`- item ${i}\n  - nested\n`).length;
    expect(closed).toBe(4999);
    expect(stream.push('\n```js\n')).toHaveLength(1);
    for (let i = 0; i < 20_000; i++) expect(stream.push(`line ${i}\n`)).toHaveLength(0);
    expect(stream.push('```\n').length).toBeGreaterThan(0);
  });

  it('closes each block at the earliest line', () => {
    const stream = createBlockStream(options);
    const types = (text: string): string[] => stream.push(text).map((block) => block.type);
    expect(types('# Title\n')).toEqual(['heading_1']);
    expect(types('Some text\nthat goes on\n')).toEqual([]);
    expect(types('\n')).toEqual(['paragraph']);
    expect(types('- one\n  more\n')).toEqual([]);
    expect(types('- two\n')).toEqual(['bulleted_list_item']);
    expect(types('\nafter\n')).toEqual(['bulleted_list_item']);
    expect(types('```js\na\n\n- b\n')).toEqual(['paragraph']);
    expect(types('```\n')).toEqual(['code']);
    expect(types('| a |\n|---|\n| b |\n')).toEqual([]);
    expect(types('\n')).toEqual(['table']);
    expect(types('$$\nx\n')).toEqual([]);
    expect(types('$$\n')).toEqual(['equation']);
    expect(types('---\n')).toEqual(['divider']);
    expect(types('<details>\n<summary>a</summary>\n\nb\n\n')).toEqual([]);
    expect(types('</details>\n')).toEqual(['toggle']);
    expect(types('> a\n\n')).toEqual(['quote']);
    expect(types('1. a\n2. b\n3. c')).toEqual(['numbered_list_item']);
    expect(stream.end().map((block) => block.type)).toEqual(['numbered_list_item', 'numbered_list_item']);
  });

  it('does not close a paragraph that a later line makes a heading', () => {
    const stream = createBlockStream(options);
    expect(stream.push('Title\n')).toEqual([]);
    expect(stream.push('=====\n').map((block) => block.type)).toEqual(['heading_1']);
  });

  it('holds what stands behind a number until it is known whether the next number follows', () => {
    const blocks = streamed(['1. a\n', '2. b\n\ntext\n\n', '3. c\n4. d\n']);
    expect(blocks.map(firstText)).toEqual([
      'numbered_list_item a',
      'numbered_list_item b',
      'numbered_list_item c',
      'numbered_list_item d',
    ]);
    const stream = createBlockStream(options);
    expect(stream.push('1. a\n2. b\n\ntext\n\n')).toHaveLength(1);
    expect(stream.push('# Heading\n').map(firstText)).toEqual([
      'numbered_list_item b',
      'paragraph text',
      'heading_1 Heading',
    ]);
    expect(stream.push('3. c\n\nend\n\n')).toEqual([]);
    expect(stream.end().map(firstText)).toEqual(['paragraph 3. c', 'paragraph end']);
  });

  it('holds no more than a dozen blocks behind a number', () => {
    const stream = createBlockStream(options);
    expect(stream.push(`1. a\n\n${'text\n\n'.repeat(13)}`)).toHaveLength(14);
  });
});

function firstText(block: NotionBlock): string {
  const body = (block as unknown as Record<string, { rich_text: { text: { content: string } }[] }>)[block.type]!;
  return `${block.type} ${body.rich_text.map((run) => run.text.content).join('')}`;
}
