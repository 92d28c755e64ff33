import { describe, expect, it } from 'vitest';

import { readSelectionBlock } from '../../../lib/in-page/selection-block.ts';

const ID = '11111111-2222-4333-8444-555555555555';

describe('the block of a selection, as Notion’s page tells it', () => {
  it('is a whole id, dashed', () => {
    expect(readSelectionBlock({ blockId: ID })).toBe(ID);
    expect(readSelectionBlock({ blockId: ID.replaceAll('-', '').toUpperCase() })).toBe(ID);
  });

  it.each([undefined, null, 'text', {}, { blockId: 7 }, { blockId: `${ID}x` }, { blockId: { toString: () => ID } }])(
    'is nothing for %o',
    (answer) => {
      expect(readSelectionBlock(answer)).toBeUndefined();
    },
  );
});
