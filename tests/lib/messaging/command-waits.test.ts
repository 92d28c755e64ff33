import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createClient } from '../../../lib/messaging/client.ts';
import { nextTry, REPEATS } from '../../../lib/messaging/command-waits.ts';
import type { CommandMessage, CommandName } from '../../../lib/messaging/protocol.ts';
import { SendError } from '../../../lib/messaging/transport.ts';
import type { Failure } from '../../../lib/shared/app-error.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createMemoryTransport } from '../../fakes/memory-transport.ts';

const OPEN = { databaseId: '00000000-0000-4000-8000-000000000001' };

/** A background that answers with these one after the other, then with a value. */
function setUp(failures: readonly (Failure | ((now: number) => Failure))[]) {
  const clock = createManualClock();
  const transport = createMemoryTransport();
  const online = new Set<() => void>();
  const left = [...failures];
  transport.answer = (_message: CommandMessage) => {
    const next = left.shift();
    if (next === undefined) return { ok: true, value: 'opened' };
    return { ok: false, failure: typeof next === 'function' ? next(clock.now()) : next };
  };
  const client = createClient(transport, clock, (listener) => {
    online.add(listener);
    return () => online.delete(listener);
  });
  return { clock, transport, client, goOnline: () => [...online].forEach((listener) => listener()), online };
}

const limited =
  (seconds: number) =>
  (now: number): Failure => ({ code: 'notion-rate-limited', retry: 'wait', retryAt: now + seconds * 1_000 });

describe('a command that Notion put off', () => {
  it('waits as long as it was told to, shows that, and then carries on by itself', async () => {
    const { clock, transport, client } = setUp([limited(29)]);
    const answer = client.call('database.open', OPEN);
    await clock.advance(1_000);
    expect(client.waits.list()).toMatchObject([{ name: 'database.open', until: clock.now() + 28_000 }]);
    await clock.advance(27_900);
    expect(transport.sent).toHaveLength(1);
    await clock.advance(200);
    expect(await answer).toBe('opened');
    expect(transport.sent).toHaveLength(2);
    expect(client.waits.list()).toEqual([]);
  });

  it.each<Failure>([
    { code: 'notion-unavailable', retry: 'later' },
    { code: 'notion-overloaded', retry: 'wait', retryAt: 0 },
    { code: 'notion-conflict', retry: 'later' },
    { code: 'timeout', retry: 'later' },
    { code: 'offline', retry: 'later' },
  ])('goes on by itself after %j', async (failure) => {
    const { clock, client } = setUp([failure, failure]);
    const answer = client.call('notion.search', { query: '', kind: 'page' });
    await clock.advance(62_000);
    expect(await answer).toBe('opened');
  });

  it('gives the failure to the person where waiting has not helped', async () => {
    const { clock, client } = setUp(
      Array.from({ length: 30 }, () => ({ code: 'notion-unavailable', retry: 'later' }) as const),
    );
    const answer = client.call('database.open', OPEN).catch((error: unknown) => error);
    await clock.advance(120_000);
    expect(await answer).toMatchObject({ code: 'notion-unavailable' });
  });

  it('waits for the network for as long as it takes, and not a moment longer', async () => {
    const { clock, transport, client, goOnline, online } = setUp(
      Array.from({ length: 40 }, () => ({ code: 'offline', retry: 'later' }) as const),
    );
    const answer = client.call('database.open', OPEN);
    await clock.advance(600_000);
    expect(transport.sent.length).toBeLessThan(30);
    transport.answer = () => ({ ok: true, value: 'opened' });
    goOnline();
    expect(await answer).toBe('opened');
    expect(online.size).toBe(0);
  });

  it('goes on when the worker was stopped meanwhile', async () => {
    const { clock, transport, client } = setUp([limited(5)]);
    const answer = client.call('database.open', OPEN);
    await clock.advance(1_000);
    let starts = 0;
    transport.answer = () => {
      starts += 1;
      if (starts === 1) throw new SendError(false, 'Receiving end does not exist');
      return { ok: true, value: 'opened' };
    };
    await clock.advance(6_000);
    expect(await answer).toBe('opened');
  });

  it('is given up as soon as whoever asked is gone, and sends nothing any more', async () => {
    const { clock, transport, client } = setUp([limited(5)]);
    const gone = new AbortController();
    const answer = client.call('database.open', OPEN, { signal: gone.signal }).catch((error: unknown) => error);
    await clock.advance(1_000);
    gone.abort();
    expect(await answer).toMatchObject({ code: 'stopped' });
    await clock.advance(60_000);
    expect(transport.sent).toHaveLength(1);
    expect(client.waits.list()).toEqual([]);
    expect(clock.sleepers).toBe(0);
  });

  it('is sent once more, without a wait, when who asked was gone before', async () => {
    const { transport, client } = setUp([limited(5)]);
    const gone = new AbortController();
    gone.abort();
    await expect(client.call('database.open', OPEN, { signal: gone.signal })).rejects.toMatchObject({
      code: 'notion-rate-limited',
    });
    expect(transport.sent).toHaveLength(1);
  });

  it('waits for a check too, whose failure comes as an answer', async () => {
    const { clock, transport, client } = setUp([]);
    const failure = { code: 'notion-rate-limited', retry: 'wait', retryAt: clock.now() + 3_000 };
    transport.answer = () => {
      const isFirst = transport.sent.length === 1;
      return {
        ok: true,
        value: isFirst ? { outcome: 'failed', milliseconds: 1, failure } : { outcome: 'ok', milliseconds: 1 },
      };
    };
    const answer = client.call('settings.testNotion', {});
    await clock.advance(3_100);
    expect(await answer).toMatchObject({ outcome: 'ok' });
  });

  it('may wait unseen', async () => {
    const { clock, client } = setUp([limited(5)]);
    const answer = client.call('database.open', OPEN, { quiet: true });
    await clock.advance(1_000);
    expect(client.waits.list()).toEqual([]);
    await clock.advance(5_000);
    expect(await answer).toBe('opened');
  });
});

describe('nextTry', () => {
  const names = Object.keys(REPEATS) as CommandName[];
  const failures = fc.record({
    code: fc.constantFrom(
      'notion-rate-limited',
      'notion-unavailable',
      'offline',
      'timeout',
      'internal',
      'engine-overloaded',
    ),
    retry: fc.constantFrom('never', 'later', 'wait', 'look'),
    retryAt: fc.integer({ min: 0, max: 100_000_000 }),
  });

  it('never repeats a command that may have written, nor one that a person must cure', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), failures, fc.integer({ min: 1, max: 30 }), (name, failure, tries) => {
        const at = nextTry(name, failure as Failure, tries, 50_000_000);
        if (REPEATS[name].refused === 'never' || failure.retry === 'never' || failure.retry === 'look')
          expect(at).toBeUndefined();
        if (REPEATS[name].refused === 'untouched' && failure.retry !== 'wait') expect(at).toBeUndefined();
        if (at !== undefined) expect(at).toBeGreaterThanOrEqual(50_001_000 - 1_000 + 1);
      }),
    );
  });

  it('repeats a write only where its handler promises that nothing was written', () => {
    const writes: readonly CommandName[] = [
      'sample.createPage',
      'sample.createDatabase',
      'mirror.create',
      'mirror.complete',
    ];
    for (const name of writes) expect(REPEATS[name].refused).toBe('untouched');
  });

  it('leaves a passphrase and a local server that does not run to the person', () => {
    expect(nextTry('settings.testEngine', { code: 'locked', retry: 'wait' }, 1, 1)).toBeUndefined();
    expect(nextTry('settings.testEngine', { code: 'engine-unavailable', retry: 'later' }, 1, 1)).toBeUndefined();
    expect(nextTry('settings.testEngine', { code: 'engine-overloaded', retry: 'wait', retryAt: 9_000 }, 1, 1)).toBe(
      9_000,
    );
  });
});
