import { mulberry32 } from './ids.ts';
import type { RateLimitReason } from './limiter.ts';

/** What may go wrong. `applied`/`saved`: the request was carried out although the answer does not say so. */
export type Fault =
  | { type: 'conflict' }
  | {
      type: 'rate-limit';
      /** Seconds, or a header as a date in `seconds`, unreadable, or left out. */
      retryAfter?: number | 'date' | 'garbage' | 'missing';
      seconds?: number;
      reason?: RateLimitReason;
    }
  | { type: 'overload'; retryAfter?: number }
  | { type: 'internal'; applied?: boolean }
  | { type: 'bad-gateway'; applied?: boolean }
  | { type: 'unavailable'; saved?: boolean }
  | { type: 'gateway-timeout'; applied?: boolean }
  | { type: 'slow'; delayMs: number; when?: 'before' | 'after' }
  | { type: 'drop'; when: 'before' | 'after' }
  | { type: 'html-200'; applied?: boolean }
  | { type: 'truncated-json'; applied?: boolean }
  /** A browser sends a POST again by itself when a kept-alive connection breaks: it is carried out twice and answered once. */
  | { type: 'resent' }
  | { type: 'redirect'; location?: string }
  | { type: 'unauthorized' }
  | { type: 'forbidden-html' };

export interface FaultMatch {
  method?: string;
  path?: RegExp;
  /** The first matching request that meets the fault, counted from 1 after `next` was called. Default 1. */
  nth?: number;
  /** How many matching requests from there on meet it. Default 1. */
  count?: number;
}

interface Planned {
  match: FaultMatch;
  fault: Fault;
  seen: number;
}

/** Named faults of a stress run, each with what it plays. */
const RANDOM = {
  conflict: { type: 'conflict' },
  rateLimit: { type: 'rate-limit', retryAfter: 1 },
  overload: { type: 'overload', retryAfter: 1 },
  internal: { type: 'internal' },
  internalApplied: { type: 'internal', applied: true },
  badGateway: { type: 'bad-gateway' },
  unavailable: { type: 'unavailable' },
  unavailableSaved: { type: 'unavailable', saved: true },
  gatewayTimeout: { type: 'gateway-timeout' },
  gatewayTimeoutApplied: { type: 'gateway-timeout', applied: true },
  dropBefore: { type: 'drop', when: 'before' },
  dropAfter: { type: 'drop', when: 'after' },
  truncatedJson: { type: 'truncated-json' },
  slow: { type: 'slow', delayMs: 300 },
  resent: { type: 'resent' },
} as const satisfies Record<string, Fault>;

export interface RandomFaults {
  seed: number;
  /** Share of requests, 0 to 1, per fault. */
  rates: Partial<Record<keyof typeof RANDOM, number>>;
  match?: Pick<FaultMatch, 'method' | 'path'>;
}

const fits = (match: FaultMatch, method: string, path: string) =>
  (match.method === undefined || match.method.toUpperCase() === method) &&
  (match.path === undefined || match.path.test(path));

/** Faults to come: planned one by one, or drawn from a seeded generator. */
export class FaultInjector {
  private planned: Planned[] = [];
  private draw: { random: () => number; options: RandomFaults } | undefined;

  /** Plays `fault` for the next request that matches (see `FaultMatch`). Several plans may stand at once. */
  next(plan: { match?: FaultMatch; fault: Fault }): void {
    this.planned.push({ match: plan.match ?? {}, fault: plan.fault, seen: 0 });
  }

  /** From now on every request may meet a fault, the same ones for the same seed and order of requests. */
  random(options: RandomFaults): void {
    this.draw = { random: mulberry32(options.seed), options };
  }

  clear(): void {
    this.planned = [];
    this.draw = undefined;
  }

  /** Plans that no request has met yet, or not often enough. */
  get pending(): number {
    return this.planned.length;
  }

  take(method: string, path: string): Fault | undefined {
    let found: Fault | undefined;
    for (const plan of [...this.planned]) {
      if (!fits(plan.match, method, path)) continue;
      plan.seen += 1;
      const first = plan.match.nth ?? 1;
      const last = first + (plan.match.count ?? 1) - 1;
      if (plan.seen >= last) this.planned = this.planned.filter((one) => one !== plan);
      if (plan.seen >= first && found === undefined) found = plan.fault;
    }
    return found ?? this.drawn(method, path);
  }

  private drawn(method: string, path: string): Fault | undefined {
    if (!this.draw || !fits(this.draw.options.match ?? {}, method, path)) return undefined;
    let point = this.draw.random();
    for (const [name, fault] of Object.entries(RANDOM)) {
      const rate = this.draw.options.rates[name as keyof typeof RANDOM] ?? 0;
      if (point < rate) return fault;
      point -= rate;
    }
    return undefined;
  }
}
