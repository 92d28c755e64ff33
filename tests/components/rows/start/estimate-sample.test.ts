import fc from 'fast-check';
import { expect, it } from 'vitest';

import { namedProperties, sampleRows } from '../../../../components/rows/start/estimate-sample.ts';
import type { RowItem } from '../../../../components/rows/data/row-item.ts';
import type { PropertyView } from '../../../../lib/notion/views.ts';

const NOTES: PropertyView = { id: 'n', name: 'Notes', type: 'rich_text', writable: true };
const OTHER: PropertyView = { id: 'o', name: 'Other', type: 'rich_text', writable: true };
const item = (key: string, length: number) =>
  ({
    key,
    id: key,
    title: 'T',
    savedTitle: 'T',
    generate: false,
    values: { n: 'x'.repeat(length), o: 'y' },
  }) as unknown as RowItem;

it('sends only what the prompt names, in any spelling', () => {
  expect(namedProperties('Sum up {{ notes }}', [NOTES, OTHER])).toEqual([NOTES]);
  expect(namedProperties('Sum up', [NOTES, OTHER])).toEqual([]);
});

it('takes at most twenty rows whose average is that of all, however unequal they are', () => {
  const lengths = fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 5_000, max: 20_000 })), {
    minLength: 1,
    maxLength: 400,
  });
  fc.assert(
    fc.property(lengths, (all) => {
      const sample = sampleRows(
        all.map((length, at) => item(`row-${at}`, length)),
        [NOTES],
      );
      expect(sample.length).toBe(Math.min(20, all.length));
      const mean = all.reduce((sum, length) => sum + length, 0) / all.length;
      const sampled =
        sample.reduce((sum, { properties }) => sum + (properties['Notes']?.length ?? 0), 0) / sample.length;
      expect(Math.abs(sampled - mean)).toBeLessThanOrEqual(0.2 * mean + 50);
      expect(Object.keys(sample[0]?.properties ?? {})).toEqual(['Notes']);
    }),
    { numRuns: 60 },
  );
});
