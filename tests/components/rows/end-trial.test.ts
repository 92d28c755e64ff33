import { expect, it } from 'vitest';

import { endTrial } from '../../../components/rows/end-trial.ts';
import type { JobView } from '../../../lib/messaging/protocol.ts';

const job = (id: string, view: Partial<JobView>): JobView => ({
  id: `run:${id}`,
  subjectId: id,
  seq: 0,
  title: id,
  state: 'pending',
  url: '',
  ...view,
});

/** Looks answer one after the other, the last one for good. */
function stage(...looks: readonly (readonly JobView[])[]) {
  const calls: string[] = [];
  let look = 0;
  const call = async (name: string, request: unknown) => {
    if (name === 'runs.jobs') return { jobs: looks[Math.min(look++, looks.length - 1)] };
    calls.push(`${name} ${JSON.stringify(request)}`);
    return {};
  };
  const sleep = async () => undefined;
  return { calls, end: () => endTrial('run', { client: { call: call as never }, sleep }), looks: () => look };
}

const done = job('a', { state: 'done', decision: 'accepted' });
const settling = job('b', { state: 'writing', decision: 'accepted' });
const open = job('c', { decision: 'open' });
const asking = job('d', { state: 'generating' });

it('stops a trial of which nothing is being written', async () => {
  const { calls, end } = stage([done, open, asking]);
  expect(await end()).toEqual(['a']);
  expect(calls).toEqual(['runs.control {"runId":"run","action":"stop"}']);
});

it('lets an accepted answer be written, counts it as kept, and lets go of the others', async () => {
  const { calls, end } = stage([done, settling, open]);
  expect(await end()).toEqual(['a', 'b']);
  expect(calls).toEqual(['trial.decide {"jobId":"run:c","accept":false}']);
});

it('waits for an accepted answer before it stops rows that are still asked for', async () => {
  const { calls, end, looks } = stage([settling, asking], [settling, asking], [{ ...settling, state: 'done' }, asking]);
  expect(await end()).toEqual(['b']);
  expect(looks()).toBe(3);
  expect(calls).toEqual(['runs.control {"runId":"run","action":"stop"}']);
});

it('does not wait for ever, and does not count what failed as kept', async () => {
  const failed = job('e', { state: 'failed', decision: 'accepted' });
  const { calls, end, looks } = stage([settling, asking, failed]);
  expect(await end()).toEqual(['b']);
  expect(looks()).toBeLessThan(100);
  expect(calls).toHaveLength(1);
});
