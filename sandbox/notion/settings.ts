/** What is not known for certain about the real API, so that a client can be tried against either answer. */
export interface Settings {
  /** Answer to a body over 500 KB. */
  oversize: 400 | 413;
  /** Answer to a database id on a page's address. */
  databaseOnPages: 400 | 404;
  /** How often an async task is polled as unfinished before it is done. */
  taskPolls: number;
  /** How long a saved page stays unknown to search, in milliseconds. Directly shared items are always found. */
  searchLag: number;
  /** Milliseconds each request takes. Above 0, two writes to one page or block at a time conflict (409). */
  latency: number;
  /** Blocks that a page may have after an edit by markdown. */
  markdownBlocks: number;
  /** How long a new row waits for what its template holds, in milliseconds; half of it until the first block stands there. */
  templateDelay: number;
  /** Rows after which one query ends as incomplete. */
  queryCap: number;
  /** What the cursor of a row query means: how many rows come before, the last row before, the first row after, or a stored list. */
  cursors: 'offset' | 'keyset' | 'row' | 'snapshot';
}

export const DEFAULTS: Settings = {
  oversize: 400,
  databaseOnPages: 404,
  taskPolls: 1,
  searchLag: 0,
  latency: 0,
  markdownBlocks: 5000,
  templateDelay: 3000,
  queryCap: 10_000,
  cursors: 'offset',
};
