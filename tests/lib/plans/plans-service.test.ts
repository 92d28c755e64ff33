import { describe, expect, it } from 'vitest';

import { PlansService, type PlansServiceDeps } from '../../../lib/plans/plans-service.ts';
import { Emitter } from '../../../lib/shared/emitter.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { MemoryRunStore } from '../../fakes/memory-run-store.ts';

function createWorld() {
  const store = new MemoryRunStore();
  let stored: { integration?: { workspaceId: string } } = {};
  const integration = { read: async () => stored, subscribe: () => () => undefined };
  const plans = new PlansService({
    store,
    integration: integration as unknown as PlansServiceDeps['integration'],
    clock: createManualClock(),
    pricesAsOf: '2026-11-21',
    runChanges: new Emitter<string>(),
  });
  const signIn = (workspaceId: string) => {
    stored = { integration: { workspaceId } };
  };
  return { plans, store, signIn };
}

describe('plans', () => {
  it('start on Starter, with ten prompts', async () => {
    const { plans, signIn } = createWorld();
    signIn('workspace-1');
    expect(await plans.view()).toMatchObject({ plan: 'starter', used: 0, limit: 10 });
  });

  it('keep a choice made before the first sign-in for the workspace that comes', async () => {
    const { plans, signIn } = createWorld();
    await plans.choose({ plan: 'unlimited', spendingCap: 5 });
    signIn('workspace-1');
    expect(await plans.view()).toMatchObject({ workspaceId: 'workspace-1', plan: 'unlimited', spendingCap: 5 });
    await plans.choose({ plan: 'starter' });
    expect(await plans.view()).toMatchObject({ plan: 'starter' });
    signIn('workspace-2');
    expect(await plans.view()).toMatchObject({ plan: 'starter', limit: 10 });
  });
});
