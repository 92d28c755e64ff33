import { describe, expect, it } from 'vitest';

import { createJob } from '../../../lib/jobs/run.ts';
import { RunHistory } from '../../../lib/runs/run-history.ts';
import { createRun } from '../../fakes/sample-run.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { MemoryRunStore } from '../../fakes/memory-run-store.ts';

describe('a run of rows whose model has said nothing yet', () => {
  const { request } = createRun('a');
  async function view(change: Parameters<typeof createRun>[1], liveText?: string) {
    const store = new MemoryRunStore();
    const jobs = ['x', 'y'].map((id, seq) => createJob('a', seq, { id, title: id }, 0));
    await store.createRun(createRun('a', { request: { ...request, kind: 'rows' }, total: 2, ...change }), jobs);
    return new RunHistory({
      store,
      clock: createManualClock(),
      liveText: () => liveText,
      restsBecause: () => undefined,
      connectionNames: () => Promise.resolve(new Map()),
    }).view('a');
  }

  it('is awaited', async () => {
    expect(await view({})).toMatchObject({ isAwaited: true });
  });

  it('is not, once a word has come, a row has ended, or none is to be asked about', async () => {
    expect(await view({}, 'Rivers')).not.toHaveProperty('isAwaited');
    expect(await view({ done: 1 })).not.toHaveProperty('isAwaited');
    expect(await view({ failed: 1 })).not.toHaveProperty('isAwaited');
    expect(await view({ skipped: 2 })).not.toHaveProperty('isAwaited');
    expect(await view({ request })).not.toHaveProperty('isAwaited');
  });
});
