import { describe, expect, it } from 'vitest';

import { takeOver } from '../../../../components/rows/data/use-row-jobs.ts';
import type { JobView } from '../../../../lib/runs/run-views.ts';

const job = (seq: number, state: JobView['state']): JobView => {
  const id = `row-${seq}`;
  return { id: `run:${id}`, subjectId: id, seq, title: id, state, attempts: 0 } as unknown as JobView;
};

describe('what became of each row', () => {
  it('stays the same object for every row that did not change: only two of 150 are painted', () => {
    const known = new Map<string, JobView>();
    const rows = Array.from({ length: 150 }, (_, seq) => job(seq, 'pending'));
    expect(takeOver(known, rows)).toBe(true);
    const before = new Map(known);
    const next = structuredClone(rows).map((one) =>
      one.seq === 3 ? job(3, 'generating') : one.seq === 120 ? job(120, 'done') : one,
    );
    expect(takeOver(known, next)).toBe(true);
    const painted = [...known].filter(([id, one]) => before.get(id) !== one).map(([id]) => id);
    expect(painted).toEqual(['row-3', 'row-120']);
    expect(takeOver(known, structuredClone(next))).toBe(false);
  });
});
