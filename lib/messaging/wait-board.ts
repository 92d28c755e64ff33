/** The calls of a surface that wait just now, for whoever shows them. */
import type { CallWait } from './command-waits.ts';

export interface Waits {
  /** The same array until something changes. */
  readonly list: () => readonly CallWait[];
  /** Calls `changed` after each change until the returned function is called. */
  readonly subscribe: (changed: () => void) => () => void;
}

export class WaitBoard implements Waits {
  readonly #listeners = new Set<() => void>();
  #waits: readonly CallWait[] = [];

  readonly list = (): readonly CallWait[] => this.#waits;

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  };

  /** Shows a wait; returns what takes it away. */
  add(wait: CallWait): () => void {
    this.#set([...this.#waits, wait]);
    return () => this.#set(this.#waits.filter((other) => other !== wait));
  }

  #set(waits: readonly CallWait[]): void {
    this.#waits = waits;
    for (const listener of [...this.#listeners]) listener();
  }
}
