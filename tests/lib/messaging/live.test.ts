import { describe, expect, it } from 'vitest';

import { LiveServer } from '../../../lib/messaging/live.ts';
import type { TopicSource } from '../../../lib/shared/topic-source.ts';
import type { LivePush } from '../../../lib/messaging/protocol.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import { createManualClock, settle } from '../../fakes/manual-clock.ts';
import { createPortPair } from '../../fakes/memory-transport.ts';

function createCounter() {
  const listeners = new Set<() => void>();
  const state = { value: 0, reads: 0 };
  const source: TopicSource<number> = {
    read: async () => {
      state.reads++;
      return state.value;
    },
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
  const set = (value: number): void => {
    state.value = value;
    listeners.forEach((changed) => changed());
  };
  return { source, state, set, listeners };
}

function setUp() {
  const clock = createManualClock();
  const counter = createCounter();
  const live = new LiveServer((topic) => (topic === 'runs' ? counter.source : undefined), clock);
  const open = () => {
    const { surface, server } = createPortPair();
    const pushes: LivePush[] = [];
    surface.onMessage((push) => pushes.push(push));
    live.connect(server);
    return { surface, pushes };
  };
  return { clock, counter, live, open };
}

describe('the live server', () => {
  it('gives a watched topic at once and again after a change', async () => {
    const { clock, counter, open } = setUp();
    const { surface, pushes } = open();
    surface.post({ watch: 'runs' });
    await settle();
    expect(pushes).toEqual([{ topic: 'runs', value: 0 }]);
    counter.set(1);
    await clock.advance(100);
    expect(pushes.at(-1)).toEqual({ topic: 'runs', value: 1 });
  });

  it('pushes at most ten times a second and always the last value', async () => {
    const { clock, counter, open } = setUp();
    const { surface, pushes } = open();
    surface.post({ watch: 'runs' });
    await settle();
    for (let tick = 1; tick <= 1_000; tick++) {
      counter.set(tick);
      await clock.advance(1);
    }
    await clock.advance(200);
    expect(pushes.length).toBeLessThanOrEqual(13);
    expect(pushes.at(-1)).toEqual({ topic: 'runs', value: 1_000 });
  });

  it('serves several surfaces from one reading per change', async () => {
    const { clock, counter, open } = setUp();
    const first = open();
    const second = open();
    first.surface.post({ watch: 'runs' });
    second.surface.post({ watch: 'runs' });
    await settle();
    counter.state.reads = 0;
    counter.set(5);
    await clock.advance(100);
    expect([first.pushes.at(-1)?.value, second.pushes.at(-1)?.value]).toEqual([5, 5]);
    expect(counter.state.reads).toBe(1);
  });

  it('stops listening to a topic that nobody watches any more', async () => {
    const { clock, counter, live, open } = setUp();
    const watching = open();
    const closing = open();
    watching.surface.post({ watch: 'runs' });
    closing.surface.post({ watch: 'runs' });
    await settle();
    closing.surface.disconnect();
    watching.surface.post({ unwatch: 'runs' });
    await settle();
    expect(counter.listeners.size).toBe(0);
    expect(live.watched).toEqual([]);
    counter.set(9);
    await clock.advance(1_000);
    expect(watching.pushes).toHaveLength(1);
  });

  it('tells a failed reading and goes on', async () => {
    const { clock, counter, open } = setUp();
    const { surface, pushes } = open();
    const read = counter.source.read;
    counter.source.read = () => Promise.reject(new AppError('storage-unavailable', 'later'));
    surface.post({ watch: 'runs' });
    await settle();
    expect(pushes).toMatchObject([{ topic: 'runs', failure: { code: 'storage-unavailable' } }]);
    counter.source.read = read;
    counter.set(2);
    await clock.advance(100);
    expect(pushes.at(-1)).toEqual({ topic: 'runs', value: 2 });
  });

  it('refuses a topic it does not know', async () => {
    const { open } = setUp();
    const { surface, pushes } = open();
    surface.post({ watch: 'keys' });
    await settle();
    expect(pushes).toMatchObject([{ topic: 'keys', failure: { code: 'message-refused' } }]);
  });
});
