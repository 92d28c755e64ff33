import type { Failure } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import type { LivePush, LiveRequest } from './protocol.ts';
import type { LivePort, SurfaceTransport } from './transport.ts';

const RECONNECT_AFTER_MS = [50, 200, 800];

export interface Watcher {
  readonly value: (value: unknown) => void;
  readonly failure: (failure: Failure) => void;
}

/** All watches of a surface over one port, which is opened again when it was lost. */
export class LiveWatch {
  readonly #transport: SurfaceTransport;
  readonly #clock: Clock;
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #lastPush = new Map<string, LivePush>();
  #port: LivePort<LiveRequest, LivePush> | undefined;
  #failedConnects = 0;

  constructor(transport: SurfaceTransport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
  }

  /** Starts a watch; returns what ends it. A topic that is watched already gives its last value at once. */
  add(topic: string, watcher: Watcher): () => void {
    const present = this.#watchers.get(topic);
    this.#watchers.set(topic, (present ?? new Set()).add(watcher));
    const last = this.#lastPush.get(topic);
    if (last !== undefined) tell(watcher, last);
    if (present === undefined) {
      if (this.#port === undefined) this.#connect();
      else this.#post({ watch: topic });
    }
    return () => this.#remove(topic, watcher);
  }

  close(): void {
    this.#watchers.clear();
    this.#lastPush.clear();
    const open = this.#port;
    this.#port = undefined;
    open?.disconnect();
  }

  #remove(topic: string, watcher: Watcher): void {
    const present = this.#watchers.get(topic);
    if (!present?.delete(watcher) || present.size > 0) return;
    this.#watchers.delete(topic);
    this.#lastPush.delete(topic);
    this.#post({ unwatch: topic });
  }

  #receive(push: LivePush): void {
    this.#failedConnects = 0;
    if (!this.#watchers.has(push.topic)) return;
    this.#lastPush.set(push.topic, push);
    for (const watcher of this.#watchers.get(push.topic) ?? []) tell(watcher, push);
  }

  #connect(): void {
    try {
      const opened = this.#transport.connect();
      this.#port = opened;
      opened.onMessage((push) => this.#receive(push));
      opened.onDisconnect(() => {
        if (this.#port === opened) this.#reconnectLater();
      });
      for (const topic of this.#watchers.keys()) opened.post({ watch: topic });
    } catch {
      // A port that cannot be opened, or breaks while it is opened, is one that was lost.
      this.#reconnectLater();
    }
  }

  #reconnectLater(): void {
    this.#port = undefined;
    const pause = RECONNECT_AFTER_MS[Math.min(this.#failedConnects++, RECONNECT_AFTER_MS.length - 1)] ?? 0;
    void this.#clock.sleep(pause).then(() => {
      if (this.#port === undefined && this.#watchers.size > 0) this.#connect();
    });
  }

  /** A port whose end was not told yet throws here; opening it again watches all topics anyway. */
  #post(message: LiveRequest): void {
    try {
      this.#port?.post(message);
    } catch {
      this.#reconnectLater();
    }
  }
}

function tell(watcher: Watcher, push: LivePush): void {
  if (push.failure !== undefined) watcher.failure(push.failure);
  else watcher.value(push.value);
}
