/** A value that changes many times a second, as a view draws it: at once where it matters, now and then where it only moves on. */

export interface ThrottleOptions<T> {
  /** Between two values that are drawn (ms), unless a change is urgent. */
  readonly everyMs: number;
  /** Whether a person waits for this change, and not for the next number. */
  readonly isUrgent?: (shown: T, next: T) => boolean;
  readonly now?: () => number;
  /** Calls back after so many milliseconds; returns what ends it. */
  readonly after?: (ms: number, callback: () => void) => () => void;
}

const afterTimeout = (ms: number, callback: () => void) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};

export class Throttle<T> {
  readonly #onValue: (value: T) => void;
  readonly #options: Required<ThrottleOptions<T>>;
  #shown: { readonly value: T; readonly at: number } | undefined;
  #next: T | undefined;
  #endWait: (() => void) | undefined;

  constructor(onValue: (value: T) => void, options: ThrottleOptions<T>) {
    this.#onValue = onValue;
    this.#options = { isUrgent: () => false, now: () => performance.now(), after: afterTimeout, ...options };
  }

  /** The newest value is told in the end, whatever came before it. */
  take(value: T): void {
    const { everyMs, isUrgent, now, after } = this.#options;
    const shown = this.#shown;
    const left = shown ? shown.at + everyMs - now() : 0;
    if (!shown || left <= 0 || isUrgent(shown.value, value)) return this.#show(value);
    this.#next = value;
    this.#endWait ??= after(left, () => this.#show(this.#next as T));
  }

  stop(): void {
    this.#endWait?.();
    this.#endWait = undefined;
  }

  #show(value: T): void {
    this.stop();
    this.#shown = { value, at: this.#options.now() };
    this.#onValue(value);
  }
}
