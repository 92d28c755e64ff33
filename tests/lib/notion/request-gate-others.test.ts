import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRequestGate, type RequestGate, type RequestPriority } from '../../../lib/notion/request-gate.ts';
import { timeFor, WindowServer } from './window-server.ts';

/** One that sent so many requests in the window that runs, and was refused then. */
function refusedAfter(own: number, now: number, retryAt: number): RequestGate {
  const gate = createRequestGate();
  gate.enter(now - 65_000).counted(now - 65_000);
  for (let sent = 0; sent < own; sent += 1) gate.enter(now).counted(now + 100);
  gate.enter(now + 200).limited(now + 300, retryAt, true);
  return gate;
}

function letsThrough(gate: RequestGate, requests: number, now: number, priority: RequestPriority): void {
  for (let sent = 0; sent < requests; sent += 1) {
    expect(gate.nextAllowedAt(now, priority)).toBe(now);
    gate.enter(now).counted(now);
  }
}

describe('a gate when another tool sends with the same token', () => {
  it('waits as long as Notion says after one early 429, and then is open again for everybody', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('interactive' as const, 'background' as const),
        (own, seconds, priority) => {
          let now = 1_000_000;
          const retryAt = now + 300 + seconds * 1_000;
          const gate = refusedAfter(own, now, retryAt);
          expect(gate.nextAllowedAt(now + 300, priority)).toBe(retryAt);
          now = retryAt;
          for (let window = 0; window < 4; window += 1, now += 61_000) letsThrough(gate, 130, now, priority);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('learns what is left when that lasts, is soon back at the whole window when it ends, and never holds a person', () => {
    const gate = createRequestGate();
    const lasts = 8 * 60_000;
    const server = new WindowServer((now) => (now < lasts ? 60 : 180), undefined);
    timeFor({ requests: 480, concurrency: 4, latency: () => 200, start: 0 }, server, gate);
    // Two windows are refused to learn it, others to see whether it lasts.
    expect(server.refused).toBeLessThanOrEqual(6 * 4);
    expect(gate.snapshot().limit).toBeLessThanOrEqual(60);
    const after = timeFor({ requests: 900, concurrency: 4, latency: () => 200, start: lasts }, server, gate);
    expect(after).toBeLessThanOrEqual(8 * 60_000);
    const low = createRequestGate();
    const small = new WindowServer(60, undefined);
    timeFor({ requests: 200, concurrency: 4, latency: () => 200, start: 0 }, small, low);
    const { windowStart = 0 } = low.snapshot();
    for (let sent = 0; sent < 60; sent += 1) low.enter(windowStart + 20_000).counted(windowStart + 20_000);
    expect(low.nextAllowedAt(windowStart + 20_000, 'interactive')).toBe(windowStart + 20_000);
  });

  it('takes no count between two plans’ limits for a limit after one 429: the next windows are open, to a person and to a run', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 560 }),
        fc.constantFrom('interactive' as const, 'background' as const),
        (own, priority) => {
          let now = 1_000_000;
          const gate = refusedAfter(own, now, now + 30_000);
          for (let window = 0; window < 4; window += 1) letsThrough(gate, 590, (now += 61_000), priority);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('believes such a count once two windows in a row end at it, looks soon whether more is allowed, and holds no person', () => {
    const gate = createRequestGate();
    const lasts = 4 * 60_000;
    const server = new WindowServer((now) => (now < lasts ? 300 : 600), undefined);
    timeFor({ requests: 1_000, concurrency: 4, latency: () => 150, start: 0 }, server, gate);
    expect(gate.snapshot().limit).toBeGreaterThanOrEqual(290);
    expect(gate.snapshot().limit).toBeLessThanOrEqual(310);
    const { windowStart = 0 } = gate.snapshot();
    for (let sent = 0; sent < 300; sent += 1) gate.enter(windowStart + 20_000).counted(windowStart + 20_000);
    expect(gate.nextAllowedAt(windowStart + 20_000, 'interactive')).toBeLessThanOrEqual(windowStart + 20_000);
  });

  it('believes a small limit once two windows in a row end at it', () => {
    const gate = createRequestGate();
    const server = new WindowServer(40, undefined);
    timeFor({ requests: 45, concurrency: 2, latency: () => 200, start: 0 }, server, gate);
    expect(gate.snapshot()).toMatchObject({ suspect: { limit: 40 } });
    expect(gate.snapshot().limit).toBeUndefined();
    timeFor({ requests: 45, concurrency: 2, latency: () => 200, start: 62_000 }, server, gate);
    expect(gate.snapshot().limit).toBe(40);
  });

  it('forgets a small limit as soon as an unlimited window passes it', () => {
    const gate = createRequestGate();
    const server = new WindowServer((now) => (now < 130_000 ? 40 : 180), undefined);
    timeFor({ requests: 200, concurrency: 2, latency: () => 200, start: 0 }, server, gate);
    let now = 400_000;
    while (gate.snapshot().limit !== undefined && now < 800_000) {
      for (let sent = 0; sent < 60 && gate.nextAllowedAt(now) <= now; sent += 1) gate.enter(now).counted(now);
      now += 61_000;
      gate.nextAllowedAt(now);
    }
    expect(gate.snapshot().limit).toBeUndefined();
    expect(now).toBeLessThan(600_000);
  });

  it('does not believe it when the two are far from each other in time', () => {
    const gate = createRequestGate();
    const server = new WindowServer(40, undefined);
    timeFor({ requests: 45, concurrency: 2, latency: () => 200, start: 0 }, server, gate);
    timeFor({ requests: 45, concurrency: 2, latency: () => 200, start: 1_000_000 }, server, gate);
    expect(gate.snapshot().limit).toBeUndefined();
  });
});
