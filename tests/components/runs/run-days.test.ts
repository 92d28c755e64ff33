import { expect, it } from 'vitest';

import { dayTotal, runDays } from '../../../components/runs/run-days.ts';
import type { RunView } from '../../../lib/runs/run-views.ts';

const run = (id: string, createdAt: Date, more: Partial<RunView> = {}): RunView =>
  ({ id, createdAt: createdAt.getTime(), prompts: 2, ...more }) as RunView;

it('groups runs by the days of this device’s calendar, and keeps their order', () => {
  const days = runDays([
    run('c', new Date(2026, 10, 27, 0, 5)),
    run('b', new Date(2026, 10, 26, 23, 55)),
    run('a', new Date(2026, 10, 26, 8, 0)),
  ]);
  expect(days.map(({ runs }) => runs.map(({ id }) => id))).toEqual([['c'], ['b', 'a']]);
});

it('adds up the prompts of a day, and its money as far as it is known', () => {
  const at = new Date(2026, 10, 27, 12);
  const [day] = runDays([run('a', at, { cost: 0.4 }), run('b', at), run('c', at, { cost: 0.02 })]);
  expect(day && dayTotal(day)).toBe('6 prompts used · $0.42');
  const [free] = runDays([run('a', at)]);
  expect(free && dayTotal(free)).toBe('2 prompts used');
});
