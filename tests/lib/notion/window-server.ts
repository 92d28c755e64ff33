/** Notion's window of requests, and loads of requests sent through a gate in virtual time. */
import { createRequestGate, type RequestGate } from '../../../lib/notion/request-gate.ts';

/** Notion's window gate: `aligned` windows begin every 60 s at `phase`, else with the first request after a reset. */
export class WindowServer {
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

export interface Load {
  readonly requests: number;
  readonly concurrency: number;
  readonly latency: () => number;
  readonly start: number;
}

/** Virtual time until all requests were let through. The oracle asks the server itself when it may send. */
export function timeFor(load: Load, server: WindowServer, gate: RequestGate | 'oracle'): number {
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

/** A gate that has met the limit once, and its server. */
export const limited = (limit: number) => {
  const gate = createRequestGate();
  const server = new WindowServer(limit, undefined);
  const load = { concurrency: 4, latency: () => 200 };
  timeFor({ ...load, requests: limit + 10, start: 0 }, server, gate);
  return { gate, server, load };
};
