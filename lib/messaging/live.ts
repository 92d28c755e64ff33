/**
 * The background's side of the live port: each topic's value at once, then again after each change, at most ten times a second.
 * Nothing is kept here: a value is read when it is pushed, so the store stays the one truth.
 */
import { toFailure } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import type { TopicSource } from '../shared/topic-source.ts';
import type { LivePush, LiveRequest } from './protocol.ts';
import type { LivePort } from './transport.ts';

export type FindTopic = (topic: string) => TopicSource | undefined;

type Port = LivePort<LivePush, LiveRequest>;

const PUSH_EVERY_MS = 100;

export class LiveServer {
  readonly #find: FindTopic;
  readonly #clock: Clock;
  readonly #feeds = new Map<string, Feed>();

  constructor(find: FindTopic, clock: Clock) {
    this.#find = find;
    this.#clock = clock;
  }

  /** Serves a port that the gate let in. */
  connect(port: Port): void {
    port.onMessage((request) => {
      if ('watch' in request) this.#watch(port, request.watch);
      else this.#unwatch(port, request.unwatch);
    });
    port.onDisconnect(() => {
      for (const topic of [...this.#feeds.keys()]) this.#unwatch(port, topic);
    });
  }

  /** Topics that someone watches now. */
  get watched(): readonly string[] {
    return [...this.#feeds.keys()];
  }

  #watch(port: Port, topic: string): void {
    const source = typeof topic === 'string' ? this.#find(topic) : undefined;
    if (source === undefined) {
      const failure = { code: 'message-refused', retry: 'never', details: { reason: 'unknown-topic' } } as const;
      return port.post({ topic: String(topic), failure });
    }
    const feed = this.#feeds.get(topic) ?? new Feed(topic, source, this.#clock);
    this.#feeds.set(topic, feed);
    feed.add(port);
  }

  #unwatch(port: Port, topic: string): void {
    const feed = this.#feeds.get(topic);
    if (feed === undefined) return;
    feed.remove(port);
    if (feed.isIdle) this.#feeds.delete(topic);
  }
}

/** One topic and who watches it. */
class Feed {
  readonly #topic: string;
  readonly #source: TopicSource;
  readonly #clock: Clock;
  readonly #ports = new Set<Port>();
  #unsubscribe: (() => void) | undefined;
  #scheduled = false;
  #lastPushAt = -Infinity;
  /** Reads and pushes follow each other, so that an older value never comes after a newer one. */
  #tail: Promise<void> = Promise.resolve();

  constructor(topic: string, source: TopicSource, clock: Clock) {
    this.#topic = topic;
    this.#source = source;
    this.#clock = clock;
  }

  get isIdle(): boolean {
    return this.#ports.size === 0;
  }

  add(port: Port): void {
    this.#ports.add(port);
    this.#unsubscribe ??= this.#source.subscribe(() => this.#changed());
    this.#push(() => [port]);
  }

  remove(port: Port): void {
    this.#ports.delete(port);
    if (!this.isIdle) return;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  #changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const now = this.#clock.now();
    // A clock that was put back must not hold a push for longer than the pause itself.
    const pause = Math.min(PUSH_EVERY_MS, Math.max(0, this.#lastPushAt + PUSH_EVERY_MS - now));
    void this.#clock.sleep(pause).then(() => {
      this.#scheduled = false;
      this.#lastPushAt = this.#clock.now();
      this.#push(() => [...this.#ports]);
    });
  }

  #push(ports: () => readonly Port[]): void {
    this.#tail = this.#tail.then(async () => {
      if (this.isIdle) return;
      const push = await this.#read();
      for (const port of ports()) this.#post(port, push);
    });
  }

  async #read(): Promise<LivePush> {
    try {
      return { topic: this.#topic, value: await this.#source.read() };
    } catch (error) {
      return { topic: this.#topic, failure: toFailure(error) };
    }
  }

  #post(port: Port, push: LivePush): void {
    if (!this.#ports.has(port)) return;
    try {
      port.post(push);
    } catch {
      // The surface closed and its end was not told yet.
      this.remove(port);
    }
  }
}
