import { expect, it } from 'vitest';

import { endTrial } from '../../../../components/rows/trial/end-trial.ts';
import type { JobView, RunView } from '../../../../lib/runs/run-views.ts';

const job = (id: string, view: Partial<JobView>): JobView => ({
  id: `run:${id}`,
  subjectId: id,
  seq: 0,
  title: id,
  state: 'pending',
  url: '',
  ...view,
});

/** Looks answer one after the other, the last one for good. A trial that is `stuck` is paused again by what paused it. */
function stage({ state = 'running', stuck = false }: { state?: RunView['state']; stuck?: boolean }, ...looks: Looks) {
  const calls: string[] = [];
  let look = 0;
  const call = async (name: string, request: unknown) => {
    if (name === 'runs.jobs') return { jobs: looks[Math.min(look++, looks.length - 1)] };
    calls.push(`${name} ${JSON.stringify(request)}`);
    if (!stuck) state = 'running';
    return {};
  };
  const deps = { client: { call: call as never }, sleep: async () => undefined, state: () => state };
  return { calls, end: () => endTrial('run', deps), looks: () => look };
}
type Looks = readonly (readonly JobView[])[];

const done = job('a', { state: 'done', decision: 'accepted' });
const settling = job('b', { state: 'writing', decision: 'accepted' });
const settled: JobView = { ...settling, state: 'done' };
const open = job('c', { decision: 'open' });
const asking = job('d', { state: 'generating' });
const STOP = 'runs.control {"runId":"run","action":"stop"}';
const RESUME = 'runs.control {"runId":"run","action":"resume"}';

it('stops a trial of which nothing is being written', async () => {
  const { calls, end, looks } = stage({}, [done, open, asking]);
  expect(await end()).toEqual([]);
  expect(looks()).toBe(1);
  expect(calls).toEqual([STOP]);
});

it('waits until an accepted answer stands in Notion, and then lets go of the others', async () => {
  const { calls, end, looks } = stage({}, [done, settling, open], [done, settling, open], [done, settled, open]);
  expect(await end()).toEqual(['b']);
  expect(looks()).toBe(3);
  expect(calls).toEqual([STOP]);
});

it('ends a row of which a cell was accepted with that cell', async () => {
  const partly = job('f', { decision: 'open', cellDecisions: { a: 'accepted' } });
  const rest: JobView = { ...partly, decision: 'accepted' };
  const { calls, end } = stage({}, [partly, open], [rest, open], [{ ...rest, state: 'done' }, open]);
  expect(await end()).toEqual(['f']);
  expect(calls).toEqual(['trial.decide {"jobId":"run:f","accept":false}', STOP]);
});

it('waits for an accepted answer before it stops rows that are still asked for', async () => {
  const { calls, end } = stage({}, [settling, asking], [settling, asking], [settled, asking]);
  expect(await end()).toEqual(['b']);
  expect(calls).toEqual([STOP]);
});

it('does not wait for ever, and stops nothing in the midst of a text', async () => {
  const failed = job('e', { state: 'failed', decision: 'accepted' });
  const { calls, end, looks } = stage({}, [settling, asking, open, failed]);
  expect(await end()).toEqual(['b']);
  expect(looks()).toBeLessThan(100);
  expect(calls).toEqual(['trial.decide {"jobId":"run:c","accept":false}']);
});

it('does not count as kept what failed while it waited', async () => {
  const { end } = stage({}, [settling, open], [{ ...settling, state: 'failed' }, open]);
  expect(await end()).toEqual([]);
});

it('resumes a paused trial whose accepted answer is not written yet', async () => {
  const { calls, end } = stage({ state: 'paused' }, [settling, open], [settling, open], [settled, open]);
  expect(await end()).toEqual(['b']);
  expect(calls).toEqual([RESUME, STOP]);
});

it('leaves the row to be made where what paused the trial pauses it again', async () => {
  const { calls, end, looks } = stage({ state: 'paused', stuck: true }, [settling, open]);
  expect(await end()).toEqual([]);
  expect(looks()).toBeLessThan(10);
  expect(calls).toEqual([RESUME, STOP]);
});
