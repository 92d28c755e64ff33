import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRequestGate, type RequestGateState } from '../../../lib/notion/request-gate.ts';
import { limited, timeFor, WindowServer, type Load } from './window-server.ts';

const seeded = (seed: number, base: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return base * (0.7 + (0.6 * seed) / 2 ** 31);
};

describe('createRequestGate', () => {
  const ratio = (limit: number, phase: number | undefined, oracleRequests: number, load: () => Load) => {
    const ideal = timeFor({ ...load(), requests: oracleRequests }, new WindowServer(limit, phase), 'oracle');
    const server = new WindowServer(limit, phase);
    const time = timeFor(load(), server, createRequestGate());
    expect(server.refused).toBeLessThanOrEqual(5 * load().concurrency);
    return time / ideal;
  };
  const START = 1_800_000_000_000;
  const loads = fc
    .tuple(fc.constantFrom(3, 4), fc.integer({ min: 80, max: 500 }), fc.integer({ min: 0, max: 2 ** 30 }))
    .map(([concurrency, base, seed]) => (): Load => ({
      requests: 1000,
      concurrency,
      latency: seeded(seed, base),
      start: START,
    }));

  it('sends 1,000 requests in at most 1.05 of the ideal time, without being told the limit', () => {
    fc.assert(
      fc.property(fc.constantFrom(180, 600), loads, (limit, load) => {
        expect(ratio(limit, undefined, 1000, load)).toBeLessThanOrEqual(1.05);
      }),
      { numRuns: 100 },
    );
  });

  it('does so too when it begins in the middle of a window, but for the reserve and what one window is short', () => {
    fc.assert(
      fc.property(fc.constantFrom(180, 600), fc.integer({ min: 0, max: 59_999 }), loads, (limit, phase, load) => {
        expect(ratio(limit, phase, 1060, load)).toBeLessThanOrEqual(1.05);
      }),
      { numRuns: 150 },
    );
  });

  it('stops by itself at the learned limit: later windows meet no 429', () => {
    const { gate, server, load } = limited(180);
    const before = server.refused;
    timeFor({ ...load, requests: 400, start: 70_000 }, server, gate);
    expect(before).toBeGreaterThan(0);
    expect(server.refused).toBe(before);
  });

  it('learns downwards when the limit falls', () => {
    const gate = createRequestGate();
    const server = new WindowServer((now) => (now < 130_000 ? 600 : 180), undefined);
    timeFor({ requests: 3000, concurrency: 4, latency: () => 100, start: 0 }, server, gate);
    expect(gate.snapshot().limit).toBeLessThanOrEqual(184);
  });

  it('learns upwards within some windows when more is allowed', () => {
    const gate = createRequestGate();
    const server = new WindowServer((now) => (now < 130_000 ? 180 : 600), undefined);
    timeFor({ requests: 4000, concurrency: 4, latency: () => 200, start: 0 }, server, gate);
    expect(gate.snapshot().limit).toBeGreaterThan(550);
  });

  it('does not take the rest of a window that others began for the limit', () => {
    const gate = createRequestGate();
    const server = new WindowServer(180, 0);
    for (let index = 0; index < 170; index += 1) server.answer(10_000);
    timeFor({ requests: 30, concurrency: 3, latency: () => 200, start: 30_000 }, server, gate);
    expect(gate.snapshot().limit).toBeUndefined();
  });

  it('lets exactly as many requests through as it has learned, and not one more, window after window', () => {
    const { gate, server } = limited(180);
    expect(gate.snapshot().limit).toBe(180);
    for (let window = 0; window < 2; window += 1) {
      const start = 200_000 + window * 70_000;
      let sent = 0;
      while (sent < 400 && gate.nextAllowedAt(start, 'interactive') <= start) {
        expect(server.answer(start)).toBeUndefined();
        gate.enter(start).counted(start);
        sent += 1;
      }
      expect(sent).toBe(180);
    }
  });

  it('closes for all until the given time on a limit that is not the connection’s own, and learns nothing', () => {
    const gate = createRequestGate();
    gate.enter(1000).limited(1200, 601_200, false);
    expect(gate.nextAllowedAt(2000, 'interactive')).toBe(601_200);
    expect(gate.nextAllowedAt(601_200)).toBe(601_200);
    expect(gate.snapshot().limit).toBeUndefined();
  });

  it('goes on where it was after a restart', () => {
    const { gate } = limited(180);
    for (let sent = 0; sent < 200 && gate.nextAllowedAt(70_000) <= 70_000; sent += 1)
      gate.enter(70_000).counted(70_000);
    const stored = JSON.parse(JSON.stringify(gate.snapshot())) as RequestGateState;
    const restarted = createRequestGate();
    restarted.restore(stored);
    expect(restarted.nextAllowedAt(71_000)).toBe(gate.nextAllowedAt(71_000));
    expect(restarted.nextAllowedAt(71_000)).toBeGreaterThan(71_000);
  });

  it.each([undefined, null, 'x', {}, { version: 2 }, { version: 1, sent: 'no' }])('ignores a stored %j', (stored) => {
    const gate = createRequestGate();
    gate.restore(stored);
    expect(gate.nextAllowedAt(5)).toBe(5);
  });

  it('waits no longer than it was asked to when the clock is set back', () => {
    const gate = createRequestGate();
    gate.enter(10_000_000).limited(10_000_000, 10_030_000, false);
    expect(gate.nextAllowedAt(1_000_000) - 1_000_000).toBe(30_000);
  });
});
