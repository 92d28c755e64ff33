/**
 * The rows of a database as they were read when somebody opened it: a run of them need not read them all again. Kept in the worker's
 * memory only, for a quarter of an hour; whoever takes them over asks Notion what was edited since.
 */
import type { DataSourceObjectResponse, PageObjectResponse } from './api-types.ts';
import type { RowsCursor, RowsPage } from './query-rows.ts';

/** What is older is read anew: addresses of files end after an hour, and more was moved to the trash, which nothing tells. */
const KEPT_MS = 15 * 60_000;
/** Of all databases together; some 3 kB each. */
const MOST_ROWS = 20_000;

type Source = Pick<DataSourceObjectResponse, 'id' | 'properties'>;

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
  /** Properties as they were: changing one edits no row, and the rows that were read do not show it. */
  readonly schema: string;
  readonly since: number;
  /** When it began by this device's clock. */
  readonly begunAt: number;
  /** What the next part is asked for with; undefined: that was all. */
  next: string | undefined;
  isWhole: boolean;
}

export class ReadRows {
  readonly #now: () => number;
  #readings = new Map<string, Reading>();

  /** `now`: epoch ms of this device. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Somebody opens a database: call it before its schema and rows are asked for. `since`: Notion's time then.
   * @returns what keeps them once they are there, unless all was forgotten meanwhile
   */
  begin(since: number): (source: Source, page: RowsPage) => void {
    const [begunAt, readings] = [this.#now(), this.#readings];
    return ({ id, properties }, page) => {
      if (readings !== this.#readings) return;
      const reading: Reading = {
        rows: new Map(),
        schema: JSON.stringify(properties),
        since,
        begunAt,
        next: undefined,
        isWhole: true,
      };
      readings.delete(id);
      readings.set(id, reading);
      take(reading, page);
      this.#trim();
    };
  }

  /** The rows at `at` were read: kept where they follow what is kept. */
  add(dataSourceId: string, at: RowsCursor, page: RowsPage): void {
    const reading = this.#readings.get(dataSourceId);
    if (!reading || reading.next !== placeOf(at)) return;
    take(reading, page);
    this.#trim();
  }

  /** What is kept of a source; undefined: nothing, or it is too old, or a property was changed since. */
  of({ id, properties }: Source): KeptRows | undefined {
    const reading = this.#readings.get(id);
    if (!reading) return undefined;
    if (this.#isOld(reading) || reading.schema !== JSON.stringify(properties)) {
      this.#readings.delete(id);
      return undefined;
    }
    return {
      rows: reading.rows,
      since: reading.since,
      isComplete: reading.next === undefined && reading.isWhole,
    };
  }

  /** For another token, which may see other rows, and for Clear. */
  forget(): void {
    this.#readings = new Map();
  }

  /** What was opened last stays. */
  #trim(): void {
    let rows = 0;
    for (const [id, reading] of [...this.#readings].reverse()) {
      rows += reading.rows.size;
      if (rows > MOST_ROWS || this.#isOld(reading)) this.#readings.delete(id);
    }
  }

  #isOld({ begunAt }: Reading): boolean {
    const age = this.#now() - begunAt;
    return age < 0 || age > KEPT_MS;
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
