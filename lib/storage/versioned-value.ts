/**
 * One stored value with a version. What is read back is unknown until it was migrated and validated:
 * - an older version is migrated in memory and stored with the next change; a migration that fails leaves the old data;
 * - a newer version is refused (`storage-newer`) and never touched;
 * - a value that cannot be understood is copied to `<key>.corrupt`, reported by `problem`, and the initial value is used.
 * The background is the only writer; its changes follow each other through a queue.
 */
import * as v from 'valibot';

import { AppError } from '../shared/app-error.ts';
import type { Failure } from '../shared/app-error.ts';
import type { KeyValueStore } from './key-value-store.ts';
import { createSerialQueue } from './serial-queue.ts';

export interface ValueDefinition<T> {
  readonly key: string;
  readonly version: number;
  readonly schema: v.GenericSchema<unknown, T>;
  readonly initial: T;
  /** Step `n` makes version n + 1 of version n. One for each older version. */
  readonly migrations: Readonly<Record<number, (value: unknown) => unknown>>;
}

export class VersionedValue<T> {
  readonly definition: ValueDefinition<T>;
  readonly #store: KeyValueStore;
  readonly #enqueue = createSerialQueue();
  readonly #listeners = new Set<() => void>();
  #problem: Failure | undefined;
  /** What was read or stored last, and what it was understood as: the same object is not looked through again. */
  #known: { readonly stored: unknown; readonly value: T } | undefined;

  constructor(store: KeyValueStore, definition: ValueDefinition<T>) {
    this.#store = store;
    this.definition = definition;
  }

  /** Set while what is stored could not be understood, until the next change. */
  get problem(): Failure | undefined {
    return this.#problem;
  }

  /** Throws AppError `storage-newer` or `storage-unavailable`; the stored data stays as it is. */
  async read(): Promise<T> {
    const stored = await this.#store.get(this.definition.key);
    if (stored === undefined) return this.definition.initial;
    if (stored === this.#known?.stored) return this.#known.value;
    const envelope = v.safeParse(envelopeSchema, stored);
    if (!envelope.success) return this.#setAside(stored);
    const { version, value } = envelope.output;
    if (version > this.definition.version) throw this.#error('storage-newer', { version });
    const parsed = v.safeParse(this.definition.schema, migrateValue(this.definition, version, value));
    if (parsed.success) return this.#know(stored, parsed.output);
    if (version < this.definition.version) throw this.#error('storage-unavailable', { reason: 'migration' });
    return this.#setAside(stored);
  }

  /**
   * A part of the value. Where the whole was not understood yet, `ofStored` may find it in what is stored and has to validate it
   * itself: a long list then costs what is looked for. What it does not find so (undefined) comes from `of`, as `read` gives it.
   */
  async readPart<P>(ofStored: (value: unknown) => P | undefined, of: (value: T) => P): Promise<P> {
    const stored = await this.#store.get(this.definition.key);
    if (stored !== undefined && stored !== this.#known?.stored) {
      const envelope = v.safeParse(envelopeSchema, stored);
      const isPresent = envelope.success && envelope.output.version === this.definition.version;
      const part = isPresent ? ofStored(envelope.output.value) : undefined;
      if (part !== undefined) return part;
    }
    return of(await this.read());
  }

  /**
   * Stores what `change` makes of the present value and returns it. A change that throws, or a store that fails, leaves
   * everything as it was. A change that returns the value it was given stores nothing.
   */
  update(change: (value: T) => T | Promise<T>): Promise<T> {
    return this.#enqueue(async () => {
      const before = await this.read();
      const next = await change(before);
      if (next === before) return before;
      const stored = { version: this.definition.version, value: next };
      await this.#store.set({ [this.definition.key]: stored });
      this.#know(stored, next);
      this.announce();
      return next;
    });
  }

  /** Runs `task` with the present value while no other change can come between; for `updateTogether`. */
  alone(task: (value: T) => Promise<void>): Promise<void> {
    return this.#enqueue(async () => task(await this.read()));
  }

  /** Runs `task` while no change can come between, whatever is stored. */
  quiet(task: () => Promise<void>): Promise<void> {
    return this.#enqueue(task);
  }

  /** Calls `changed` after each stored change until the returned function is called. */
  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => void this.#listeners.delete(changed);
  }

  /** Tells the listeners of a change that was made past `update`: together with others, or because all was erased. */
  announce(): void {
    this.#problem = undefined;
    for (const listener of this.#listeners) listener();
  }

  #know(stored: unknown, value: T): T {
    this.#known = { stored, value };
    return value;
  }

  async #setAside(stored: unknown): Promise<T> {
    await this.#store.set({ [`${this.definition.key}.corrupt`]: stored });
    const details = { key: this.definition.key, reason: 'corrupt' };
    this.#problem = { code: 'storage-unavailable', retry: 'never', details };
    return this.definition.initial;
  }

  #error(code: 'storage-newer' | 'storage-unavailable', details: Record<string, string | number>): AppError {
    return new AppError(code, 'never', { details: { key: this.definition.key, ...details } });
  }
}

/**
 * A value of version `from` as the present version has it, not yet validated.
 * @throws AppError `storage-unavailable` (details.reason `migration`) when a step is missing or fails
 */
export function migrateValue(
  definition: Pick<ValueDefinition<unknown>, 'key' | 'version' | 'migrations'>,
  from: number,
  value: unknown,
): unknown {
  let migrated = value;
  for (let version = from; version < definition.version; version++) {
    const details = { key: definition.key, reason: 'migration' };
    const step = definition.migrations[version];
    if (step === undefined) throw new AppError('storage-unavailable', 'never', { details });
    try {
      migrated = step(migrated);
    } catch (cause) {
      throw new AppError('storage-unavailable', 'never', { details, cause });
    }
  }
  return migrated;
}

const envelopeSchema = v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(1)), value: v.unknown() });
