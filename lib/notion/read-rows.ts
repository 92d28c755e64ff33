/**
 * The rows of a database as they were read when somebody opened it: a run of them need not read them all again. Kept in the worker's
 * memory only, for a quarter of an hour; whoever takes them over asks Notion what was edited since.
 */
import type { PageObjectResponse } from './api-types.ts';
import type { RowsCursor, RowsPage } from './query-rows.ts';

/** What is older is read anew: addresses of files end after an hour, and more was moved to the trash, which nothing tells. */
const KEPT_MS = 15 * 60_000;
/** Some 3 kB each. */
const MOST_ROWS = 20_000;
/** Databases. */
const MOST_SOURCES = 2;

export interface KeptRows {
  /** Oldest first. */
  readonly rows: ReadonlyMap<string, PageObjectResponse>;
  /** When reading them began, by Notion's clock (epoch ms). */
  readonly since: number;
  /** All rows that the source had then. */
  readonly isComplete: boolean;
}

interface Reading {
  readonly rows: Map<string, PageObjectResponse>;
  readonly since: number;
  /** When it began by this device's clock. */
  readonly begunAt: number;
  /** What the next part is asked for with; undefined: that was all. */
  next: string | undefined;
  isWhole: boolean;
}

export class ReadRows {
  readonly #now: () => number;
  readonly #readings = new Map<string, Reading>();

  /** `now`: epoch ms of this device. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The first rows were read. `since`: Notion's time before they were asked for. */
  begin(dataSourceId: string, since: number, page: RowsPage): void {
    this.#readings.delete(dataSourceId);
    const reading: Reading = { rows: new Map(), since, begunAt: this.#now(), next: undefined, isWhole: true };
    this.#readings.set(dataSourceId, reading);
    for (const id of [...this.#readings.keys()].slice(0, -MOST_SOURCES)) this.#readings.delete(id);
    take(reading, page);
  }

  /** The rows at `at` were read: kept where they follow what is kept. */
  add(dataSourceId: string, at: RowsCursor, page: RowsPage): void {
    const reading = this.#readings.get(dataSourceId);
    if (!reading || reading.next !== placeOf(at)) return;
    take(reading, page);
    if (reading.rows.size > MOST_ROWS) this.#readings.delete(dataSourceId);
  }

  /** What is kept of a source; undefined: nothing, or it is too old. */
  of(dataSourceId: string): KeptRows | undefined {
    const reading = this.#readings.get(dataSourceId);
    if (!reading) return undefined;
    const age = this.#now() - reading.begunAt;
    if (age < 0 || age > KEPT_MS) {
      this.#readings.delete(dataSourceId);
      return undefined;
    }
    return {
      rows: reading.rows,
      since: reading.since,
      isComplete: reading.next === undefined && reading.isWhole,
    };
  }
}

function placeOf({ cursor, from, last, restarted }: RowsCursor): string {
  return JSON.stringify([cursor, from, last, restarted]);
}

function take(reading: Reading, page: RowsPage): void {
  for (const row of page.rows) reading.rows.set(row.id, row);
  reading.next = page.next && placeOf(page.next);
  if (page.missed || page.unreadable) reading.isWhole = false;
}
