import { describe, expect, it } from 'vitest';

import { createKeptMemory } from '../../../lib/language-model/engine-memory.ts';
import { KeptGates } from '../../../lib/notion/kept-gates.ts';
import { createManualClock, settle } from '../../fakes/manual-clock.ts';
import { createMemoryKeyValueStore } from '../../fakes/memory-key-value-store.ts';

const TOKEN = 'ntn_kept';

function createSession() {
  const clock = createManualClock();
  const session = createMemoryKeyValueStore();
  const defects: unknown[] = [];
  /** What a new worker has. */
  const boot = () => new KeptGates({ session, clock, onDefect: (error) => defects.push(error) });
  return { clock, session, defects, boot };
}

describe('the rate gate of a new worker', () => {
  it('keeps the pause that Notion asked for, which its predecessor heard of a moment before it was stopped', async () => {
    const { clock, boot, defects } = createSession();
    const gate = await boot().open(TOKEN);
    gate.enter(clock.now()).limited(clock.now(), clock.now() + 41_000, true);
    await settle();
    const next = await boot().open(TOKEN);
    expect(next.nextAllowedAt(clock.now())).toBe(clock.now() + 41_000);
    expect(next.nextAllowedAt(clock.now() + 41_000)).toBeLessThanOrEqual(clock.now() + 41_000);
    expect(defects).toEqual([]);
  });

  it('knows what was sent in the running window', async () => {
    const { clock, boot } = createSession();
    const gate = await boot().open(TOKEN);
    for (let sent = 0; sent < 20; sent += 1) gate.enter(clock.now()).counted(clock.now());
    await clock.advance(1_000);
    const count = (await boot().open(TOKEN)).snapshot().sent.reduce((sum, [, sentThen]) => sum + sentThen, 0);
    expect(count).toBe(20);
  });

  it('knows nothing of another token, and no token stands in what is kept', async () => {
    const { clock, session, boot } = createSession();
    const gate = await boot().open(TOKEN);
    gate.enter(clock.now()).limited(clock.now(), clock.now() + 41_000, true);
    await settle();
    expect((await boot().open('ntn_other')).nextAllowedAt(clock.now())).toBeLessThanOrEqual(clock.now());
    expect(JSON.stringify([...session.entries])).not.toContain(TOKEN);
  });

  it('is one for all who open it in one worker', async () => {
    const gates = createSession().boot();
    expect(await gates.open(TOKEN)).toBe(await gates.open(TOKEN));
  });
});

describe('what was learned of an engine', () => {
  it('is known to a new worker', async () => {
    const { session } = createSession();
    await createKeptMemory(session).set('https://llm.example/v1 small', ['no-temperature']);
    const next = createKeptMemory(session);
    expect(await next.get('https://llm.example/v1 small')).toEqual(['no-temperature']);
    expect(await next.get('https://llm.example/v1 large')).toBeUndefined();
  });

  it('that cannot be read is learned anew', async () => {
    const { session } = createSession();
    await session.set({ 'engine:key': { broken: true } });
    expect(await createKeptMemory(session).get('key')).toBeUndefined();
  });
});
