/** What is stored of connections that Keep filled fills, changed one by one. */
import type { Connection } from '../connections/connection.ts';
import type { StoredConnections } from '../connections/connections-store.ts';
import type { VersionedValue } from '../storage/versioned-value.ts';
import type { StoredKeepFilled } from './keep-filled-store.ts';
import { type KeptFilled, newKeptFilled } from './kept-filled.ts';

export interface KeptEntriesDeps {
  readonly stored: VersionedValue<StoredKeepFilled>;
  readonly connections: VersionedValue<StoredConnections>;
}

export class KeptEntries {
  readonly #deps: KeptEntriesDeps;
  #isAbandoned = false;

  constructor(deps: KeptEntriesDeps) {
    this.#deps = deps;
  }

  /** All is about to be erased: nothing is changed, and what is under way starts nothing more. */
  get isAbandoned(): boolean {
    return this.#isAbandoned;
  }

  /** Is abandoned until `erase` has ended. */
  async abandon(erase: () => Promise<void>): Promise<void> {
    this.#isAbandoned = true;
    await erase().finally(() => void (this.#isAbandoned = false));
  }

  /** As it is stored, or a new one. */
  async of(connectionId: string): Promise<KeptFilled> {
    const entries = await this.#deps.stored.read();
    return entries.find((one) => one.connectionId === connectionId) ?? newKeptFilled(connectionId);
  }

  /** Changes what is stored of a connection. Where nothing is (all was erased meanwhile) nothing comes back, unless `isNew`. */
  async change(connectionId: string, apply: (entry: KeptFilled) => KeptFilled, isNew = false): Promise<KeptFilled> {
    let next = newKeptFilled(connectionId);
    await this.#deps.stored.update((entries) => {
      const known = entries.find((one) => one.connectionId === connectionId);
      if (this.#isAbandoned || (!known && !isNew)) return entries;
      const before = known ?? next;
      next = apply(before);
      return next === before ? entries : [...entries.filter((one) => one !== known), next];
    });
    return next;
  }

  /** Undefined: it was deleted. */
  async findConnection(connectionId: string): Promise<Connection | undefined> {
    return (await this.#deps.connections.read()).connections.find(({ id }) => id === connectionId);
  }
}
