/** Where small values are kept by key: `storage.local` or `storage.session`. */
export interface KeyValueStore {
  /** `undefined` where there is none. The same object as before may be given again: what is read is never changed. */
  get(key: string): Promise<unknown>;
  /** All entries or none. Throws AppError `storage-full` or `storage-unavailable`. */
  set(entries: Readonly<Record<string, unknown>>): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
}
