import type { RowsCursor } from '../notion/query-rows.ts';
import type { ContextRow } from './context-source.ts';

/** A part of what was read of one page or database. */
export interface ContextPart {
  /** A page's whole text. */
  readonly page?: string;
  readonly rows?: readonly ContextRow[];
  /** Where the next part begins; absent: this is the last. */
  readonly next?: RowsCursor;
}

/** Runs whose context is kept; of older ones it is read again, should they ever go on. */
export const KEPT_RUNS = 5;

/** Keeps what runs read. lib/adapters/indexed-db fulfils it; each method is one transaction. */
export interface ContextStore {
  /** In the order of their numbers. */
  list(runId: string, sourceId: string): Promise<readonly ContextPart[]>;
  /** The same number again takes the place of the first. Lets go of what is kept of all but the newest `KEPT_RUNS` runs. */
  add(runId: string, sourceId: string, part: number, content: ContextPart): Promise<void>;
}

/** As long as the worker lives: where nothing else is given. */
export function createTransientContextStore(): ContextStore {
  const parts = new Map<string, ContextPart[]>();
  return {
    list: (runId, sourceId) => Promise.resolve(parts.get(`${runId}:${sourceId}`) ?? []),
    add: (runId, sourceId, part, content) => {
      const known = parts.get(`${runId}:${sourceId}`) ?? [];
      known[part] = content;
      parts.set(`${runId}:${sourceId}`, known);
      return Promise.resolve();
    },
  };
}
