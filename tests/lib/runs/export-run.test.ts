import { describe, expect, it } from 'vitest';

import { exportRun } from '../../../lib/runs/export-run.ts';
import { toRunView } from '../../../lib/runs/show-run.ts';
import type { JobView } from '../../../lib/runs/run-views.ts';
import { createRun } from '../../fakes/sample-run.ts';

const run = toRunView(createRun('a'), 0);
const job = (change: Partial<JobView>): JobView => ({
  id: 'a:1',
  seq: 0,
  subjectId: '1',
  title: 'Row',
  state: 'done',
  url: 'https://app.notion.com/p/1',
  ...change,
});
const csv = (change: Partial<JobView>) => exportRun(run, [job(change)], 'csv').content;

describe('a run as CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('holds “%s” as text, not as a formula', (text) => {
    const cells = [{ propertyId: 'p', name: text, outcome: 'written', before: text, after: text }] as const;
    for (const change of [{ title: text }, { answer: text }, { before: text }, { cells }]) {
      const content = csv(change);
      expect(content).toContain(`"'${text}`);
      expect(content).not.toContain(`"${text}`);
    }
  });

  it('leaves other texts as they are, with quotes doubled', () => {
    expect(csv({ answer: 'It’s 1 - 1 = 0, “so” "it" is' })).toContain('"It’s 1 - 1 = 0, “so” ""it"" is"');
  });
});
