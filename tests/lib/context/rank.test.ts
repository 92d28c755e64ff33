import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { chooseContext, describeContext, wordsToFind } from '../../../lib/context/choose-context.ts';
import { databaseSource, pageSource } from '../../../lib/context/context-source.ts';
import { RankIndex } from '../../../lib/context/rank-index.ts';

const rest = () => Promise.resolve();

function indexOf(...texts: readonly (readonly [title: string, text: string])[]): RankIndex {
  const index = new RankIndex();
  for (const [title, text] of texts) index.add({ title, text });
  return index;
}

describe('ranking', () => {
  it('puts the text first that has the rarer word, and the title before the text', () => {
    const index = indexOf(
      ['Pricing', 'what bread costs in the shop'],
      ['Ovens', 'how bread is baked in the oven'],
      ['Bread', 'the shop'],
    );
    expect(index.search(wordsToFind('', ['oven']), 5)).toEqual([1]);
    expect(index.search(wordsToFind('', ['bread']), 5)[0]).toBe(2);
  });

  it('weighs what the row says above how it is asked', () => {
    const index = indexOf(['Summary', 'write in two sentences'], ['Robots', 'arms']);
    expect(index.search(wordsToFind('Write two sentences about it', ['robots arms write']), 1)).toEqual([1]);
  });

  it('finds Chinese, Japanese and Thai by a part of a sentence', () => {
    const index = indexOf(
      ['一', '我们的客户主要来自制造业'],
      ['二', '東京の顧客は製造業です'],
      ['三', 'ลูกค้าของเราในกรุงเทพ'],
    );
    expect(index.search(wordsToFind('', ['制造业的公司']), 1)).toEqual([0]);
    expect(index.search(wordsToFind('', ['製造業の会社']), 1)).toEqual([1]);
    expect(index.search(wordsToFind('', ['กรุงเทพมหานคร']), 1)).toEqual([2]);
  });

  it('keeps the order of adding where texts fit alike, and gives none without a word of the question', () => {
    const index = indexOf(['A', 'same words'], ['B', 'same words']);
    expect(index.search(wordsToFind('', ['same']), 2)).toEqual([0, 1]);
    expect(index.search(wordsToFind('', ['other']), 2)).toEqual([]);
  });

  it('gives as many as asked at most, each once', () => {
    fc.assert(
      fc.property(fc.array(fc.lorem({ maxCount: 8 })), fc.lorem(), fc.nat(20), (texts, question, most) => {
        const found = indexOf(...texts.map((text) => ['', text] as const)).search(wordsToFind(question, []), most);
        expect(found.length).toBeLessThanOrEqual(most);
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });

  it('goes on taking in texts after a search', () => {
    const index = indexOf(['A', 'one two'], ['B', 'two three']);
    expect(index.search(wordsToFind('', ['three']), 5)).toEqual([1]);
    index.add({ title: 'C', text: 'three three' });
    expect(index.search(wordsToFind('', ['three']), 5)).toEqual([2, 1]);
    expect(index.search(wordsToFind('', ['one']), 5)).toEqual([0]);
  });
});

describe('what a request gets', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ title: `Row ${at}`, text: `Sector: ${at % 2 ? 'robots' : 'bread'}` }));

  it('is every row of a small database, the fitting ones first', async () => {
    const source = await databaseSource('Small', rows(4), rest);
    const [chosen] = chooseContext([source], wordsToFind('', ['robots']), 10_000);
    expect(chosen?.rows).toEqual(['Row 1', 'Row 3', 'Row 0', 'Row 2']);
    expect(chosen?.rowsOf).toBe(4);
  });

  it('is at most fifty fitting rows of a large one', async () => {
    const source = await databaseSource('Large', rows(500), rest);
    const [chosen] = chooseContext([source], wordsToFind('', ['robots']), 1_000_000);
    expect(chosen?.rows).toHaveLength(50);
    expect(chosen?.text).not.toContain('bread');
  });

  it('never passes the room, and what one source leaves goes to the next', async () => {
    const long = pageSource('Long', 'word '.repeat(10_000));
    const small = await databaseSource('Small', rows(2), rest);
    await fc.assert(
      fc.asyncProperty(fc.nat(60_000), async (room) => {
        const chosen = chooseContext([small, long], wordsToFind('', ['robots']), room);
        expect(chosen.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(room);
        if (room > 1_000) expect(chosen[1]!.text.length).toBeGreaterThan(room - 200 - room / 5);
      }),
    );
  });

  it('is told without its text', () => {
    const chosen = chooseContext([pageSource('Guide', 'abcdef')], new Map(), 4);
    expect(describeContext(chosen)).toEqual([{ title: 'Guide', cutFrom: 6, characters: 4 }]);
  });
});
