import { expect, it } from 'vitest';

import { withNoted } from '../../../../components/rows/trial/noted-decisions.ts';
import type { JobView } from '../../../../lib/runs/run-views.ts';

const cell = (propertyId: string) => ({ propertyId, name: propertyId, after: `new ${propertyId}` });
const job: JobView = {
  id: 'run:a',
  subjectId: 'a',
  seq: 0,
  title: 'A',
  state: 'pending',
  url: '',
  decision: 'open',
  cells: [cell('x'), cell('y')],
};
const jobs = new Map([['a', job]]);
const of = (id: string, accept: boolean, text?: string) => ({
  jobId: job.id,
  propertyId: id,
  accept,
  ...(text !== undefined && { text }),
});

it('shows a cell as it was decided, with what the person typed, and asks about the others', () => {
  const shown = withNoted(jobs, [of('x', true, 'Mine')]).get('a');
  expect(shown).toMatchObject({ decision: 'open', cellDecisions: { x: 'accepted' } });
  expect(shown?.cells?.map(({ after }) => after)).toEqual(['Mine', 'new y']);
});

it('shows the row as decided once nothing of it is open', () => {
  expect(withNoted(jobs, [of('x', false), of('y', true)]).get('a')?.decision).toBe('accepted');
  expect(withNoted(jobs, [of('x', false), of('y', false)]).get('a')?.decision).toBe('rejected');
  expect(withNoted(jobs, [{ jobId: job.id, accept: true }]).get('a')?.decision).toBe('accepted');
});

it('leaves what the background knows already', () => {
  const done = new Map([['a', { ...job, state: 'done', decision: 'accepted' } as JobView]]);
  expect(withNoted(done, [of('x', false)]).get('a')).toBe(done.get('a'));
  expect(withNoted(jobs, [])).toBe(jobs);
});
