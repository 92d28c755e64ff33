import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRequestGate, type RequestGate, type RequestPriority } from '../../../lib/notion/request-gate.ts';
import { limited } from './window-server.ts';

/** Sends as many requests as the gate lets through at that moment. */
function sendAll(gate: RequestGate, now: number, priority: RequestPriority): number {
  let sent = 0;
  while (sent < 400 && gate.nextAllowedAt(now, priority) <= now) {
    gate.enter(now).counted(now);
    sent += 1;
  }
  return sent;
}

describe('a window of requests that a run, a person and Undo share', () => {
  it('keeps twelve requests of each known window for a person, and gives them back before the window ends', () => {
    const { gate } = limited(180);
    const start = 200_000;
    expect(sendAll(gate, start, 'background')).toBe(168);
    expect(gate.nextAllowedAt(start + 20_000)).toBe(start + 52_000);
    expect(sendAll(gate, start + 20_000, 'interactive')).toBe(12);
    expect(gate.nextAllowedAt(start + 53_000)).toBe(start + 60_000);
    const next = start + 60_000;
    expect(sendAll(gate, next, 'background')).toBe(168);
    // One sent now could arrive after the reset.
    const { windowStart } = gate.snapshot();
    const late = createRequestGate();
    late.restore(gate.snapshot());
    expect(windowStart).toBe(next);
    expect(late.nextAllowedAt(next + 58_500)).toBe(next + 60_000);
    expect(late.nextAllowedAt(next + 58_500, 'interactive')).toBe(next + 58_500);
    expect(sendAll(gate, next + 53_000, 'background')).toBe(12);
  });

  it('lets Undo begin at once in the middle of a long run, and gives it half of each window while it lasts', () => {
    const { gate } = limited(180);
    const start = 200_000;
    expect(sendAll(gate, start, 'background')).toBe(168);
    expect(sendAll(gate, start + 1000, 'undo')).toBe(6);
    expect(gate.nextAllowedAt(start + 2000), 'what is given back goes to Undo').toBe(start + 60_000);
    expect(sendAll(gate, start + 3000, 'interactive'), 'a person still has a part').toBe(6);
    const next = start + 60_000;
    gate.nextAllowedAt(next, 'undo');
    expect(sendAll(gate, next, 'background')).toBe(90);
    expect(sendAll(gate, next + 1000, 'undo')).toBe(84);
    expect(gate.nextAllowedAt(next + 30_000), 'and it ends with Undo').toBe(next + 52_000);
  });

  it('is never used up for a person by a long run, whatever the pace of the run', () => {
    const pace = fc.record({
      limit: fc.constantFrom(180, 600),
      concurrency: fc.integer({ min: 1, max: 12 }),
      latency: fc.integer({ min: 40, max: 900 }),
      /** When a person comes: within the window, before its last seconds. */
      comes: fc.integer({ min: 0, max: 50_000 }),
    });
    fc.assert(
      fc.property(pace, ({ limit, concurrency, latency, comes }) => {
        const { gate, server } = limited(limit);
        const start = 200_000;
        server.answer(start);
        gate.enter(start).counted(start);
        const until = start + comes;
        for (let now = start; now < until; now += latency) {
          for (let at = 0; at < concurrency && gate.nextAllowedAt(now) <= now; at += 1) {
            server.answer(now);
            gate.enter(now).counted(now + latency);
          }
        }
        for (let asked = 0; asked < 11; asked += 1) {
          expect(gate.nextAllowedAt(until, 'interactive')).toBeLessThanOrEqual(until);
          gate.enter(until).counted(until);
          expect(server.answer(until)).toBeUndefined();
        }
      }),
      { numRuns: 60 },
    );
  });
});
