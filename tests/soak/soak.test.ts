/** A slice of the campaign that `npm run soak` plays at length. */
import { describe, expect, it } from 'vitest';

import { runSeed } from './run-seed.ts';

const SLICES = 10;
const SEEDS_IN_SLICE = 20;

describe('runs in a world of trouble', () => {
  it.each(Array.from({ length: SLICES }, (_, slice) => 1 + slice * SEEDS_IN_SLICE))(
    'lose nothing, double nothing, pay once and say what is true (seeds from %d)',
    async (from) => {
      for (let seed = from; seed < from + SEEDS_IN_SLICE; seed += 1) {
        const { faults } = await runSeed(seed);
        expect(faults, `npm run soak -- --replay ${seed}`).toEqual([]);
      }
    },
    120_000,
  );
});
