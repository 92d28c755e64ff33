import { expect, it } from 'vitest';

import { leaseJob, transition } from '../../../lib/jobs/job-machine.ts';
import { pauseRun, stopRun } from '../../../lib/jobs/run-state.ts';
import { createJob, type Run } from '../../../lib/jobs/run.ts';
import { beginUndo } from '../../../lib/generation/undo/undo-state.ts';
import { createUsageRecord } from '../../../lib/usage/usage-record.ts';

const NOW = 1_000;
const job = leaseJob(createJob('run-1', 0, { id: 'page', title: 'Page' }, 0), NOW, { owner: 'worker-1', until: 2_000 });
const run = { id: 'run-1', workspaceId: 'workspace-1', control: 'active', total: 1 } as Run;
const records = { job, run, usage: createUsageRecord('workspace-1') };
const saved = { type: 'advanced', checkpoint: { step: 1 }, state: 'writing' } as const;

it('takes what the worker that holds the lease has to say', () => {
  expect(transition(records, saved, 'worker-1', NOW).job).toMatchObject({ checkpoint: { step: 1 }, state: 'writing' });
});

it.each([
  ['another worker', records, 'worker-2'],
  ['a job that has ended', { ...records, job: { ...job, phase: 'ended' as const } }, 'worker-1'],
  ['a run that is being undone', { ...records, run: beginUndo(run, NOW) }, 'worker-1'],
])('takes nothing of %s', (_what, given, owner) => {
  expect(() => transition(given, saved, owner, NOW)).toThrow(expect.objectContaining({ code: 'stopped' }));
});

it('lets a run wait only while it is at work: one that was paused or stopped meanwhile has nothing to wait for', () => {
  const limited = { code: 'notion-rate-limited', retry: 'wait' } as const;
  const event = {
    type: 'waiting',
    failure: limited,
    at: 5_000,
    wait: { reason: 'notion-limit', until: 5_000 },
  } as const;
  const waitOf = (given: Run) => transition({ ...records, run: given }, event, 'worker-1', NOW).run?.wait;
  expect(waitOf(run)).toEqual(event.wait);
  expect(waitOf(pauseRun(run, NOW))).toBeUndefined();
  expect(waitOf(stopRun(run, NOW))).toBeUndefined();
});
