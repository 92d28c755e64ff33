import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRequestGate,
  type RequestGate,
  type RequestGateState,
  type RequestPriority,
} from '../../../lib/notion/request-gate.ts';

/** Notion's window gate: `aligned` windows begin every 60 s at `phase`, else with the first request after a reset. */
class WindowServer {
  used = 0;
  refused = 0;
  private windowStart = -Infinity;
  private readonly limitAt: (now: number) => number;
  private readonly phase: number | undefined;
  constructor(limit: number | ((now: number) => number), phase: number | undefined) {
    this.limitAt = typeof limit === 'number' ? () => limit : limit;
    this.phase = phase;
  }
  private roll(now: number): void {
    if (now < this.windowStart + 60_000) return;
    this.used = 0;
    this.windowStart = this.phase === undefined ? now : Math.floor((now - this.phase) / 60_000) * 60_000 + this.phase;
  }
  opensAt(now: number): number {
    this.roll(now);
    return this.used < this.limitAt(now) ? now : this.windowStart + 60_000;
  }
  /** Seconds to wait as Retry-After says it, or undefined: let through. */
  answer(now: number): number | undefined {
    if (this.opensAt(now) <= now) {
      this.used += 1;
      return undefined;
    }
    this.refused += 1;
    return Math.max(1, Math.ceil((this.windowStart + 60_000 - now) / 1000));
  }
}

interface Load {
  readonly requests: number;
  readonly concurrency: number;
  readonly latency: () => number;
  readonly start: number;
}

/** Virtual time until all requests were let through. The oracle asks the server itself when it may send. */
function timeFor(load: Load, server: WindowServer, gate: RequestGate | 'oracle'): number {
  let left = load.requests;
  let now = load.start;
  const workers = Array.from({ length: load.concurrency }, () => load.start);
  const pending: { at: number; worker: number; done: (at: number) => void }[] = [];
  let finished = load.start;
  for (let guard = 0; guard < 200_000; guard += 1) {
    const answer = pending.sort((a, b) => a.at - b.at)[0];
    const busy = new Set(pending.map((item) => item.worker));
    const idle = left > 0 ? workers.map((at, index) => ({ at, index })).filter(({ index }) => !busy.has(index)) : [];
    const next = idle.sort((a, b) => a.at - b.at)[0];
    if (!answer && !next) return finished - load.start;
    if (answer && (!next || answer.at <= next.at)) {
      now = answer.at;
      pending.shift();
      workers[answer.worker] = now;
      answer.done(now);
      continue;
    }
    if (!next) continue;
    now = Math.max(now, next.at);
    const latency = load.latency();
    const opens = gate === 'oracle' ? server.opensAt(now) : gate.nextAllowedAt(now);
    if (opens > now) {
      workers[next.index] = opens;
      continue;
    }
    left -= 1;
    const ticket = gate === 'oracle' ? undefined : gate.enter(now);
    // The oracle's server counts at once; otherwise a request arrives half its latency later, in order of sending.
    const retryAfter = server.answer(gate === 'oracle' ? now : now + latency / 2);
    pending.push({
      at: now + latency,
      worker: next.index,
      done: (at) => {
        if (retryAfter === undefined) {
          ticket?.counted(at);
          finished = at;
        } else {
          ticket?.limited(at, at + retryAfter * 1000, true);
          left += 1;
        }
      },
    });
  }
  throw new Error('no end');
}

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

  const limited = (limit: number) => {
    const gate = createRequestGate();
    const server = new WindowServer(limit, undefined);
    const load = { concurrency: 4, latency: () => 200 };
    timeFor({ ...load, requests: limit + 10, start: 0 }, server, gate);
    return { gate, server, load };
  };

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

  it('keeps twelve requests of each known window for a person, and gives them back before the window ends', () => {
    const { gate } = limited(180);
    const start = 200_000;
    const sendAll = (now: number, priority: 'background' | 'interactive') => {
      let sent = 0;
      while (sent < 400 && gate.nextAllowedAt(now, priority) <= now) {
        gate.enter(now).counted(now);
        sent += 1;
      }
      return sent;
    };
    expect(sendAll(start, 'background')).toBe(168);
    expect(gate.nextAllowedAt(start + 20_000)).toBe(start + 52_000);
    expect(sendAll(start + 20_000, 'interactive')).toBe(12);
    expect(gate.nextAllowedAt(start + 53_000)).toBe(start + 60_000);
    const next = start + 60_000;
    expect(sendAll(next, 'background')).toBe(168);
    // One sent now could arrive after the reset.
    const { windowStart } = gate.snapshot();
    const late = createRequestGate();
    late.restore(gate.snapshot());
    expect(windowStart).toBe(next);
    expect(late.nextAllowedAt(next + 58_500)).toBe(next + 60_000);
    expect(late.nextAllowedAt(next + 58_500, 'interactive')).toBe(next + 58_500);
    expect(sendAll(next + 53_000, 'background')).toBe(12);
  });

  it('lets Undo begin at once in the middle of a long run, and gives it half of each window while it lasts', () => {
    const { gate } = limited(180);
    const start = 200_000;
    const sendAll = (now: number, priority: 'background' | 'interactive' | 'undo') => {
      let sent = 0;
      while (sent < 400 && gate.nextAllowedAt(now, priority) <= now) {
        gate.enter(now).counted(now);
        sent += 1;
      }
      return sent;
    };
    expect(sendAll(start, 'background')).toBe(168);
    expect(sendAll(start + 1000, 'undo')).toBe(6);
    expect(gate.nextAllowedAt(start + 2000), 'what is given back goes to Undo').toBe(start + 60_000);
    expect(sendAll(start + 3000, 'interactive'), 'a person still has a part').toBe(6);
    const next = start + 60_000;
    gate.nextAllowedAt(next, 'undo');
    expect(sendAll(next, 'background')).toBe(90);
    expect(sendAll(next + 1000, 'undo')).toBe(84);
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

  describe('when another tool sends with the same token', () => {
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
