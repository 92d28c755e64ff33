import type { CommandName } from '../../lib/messaging/protocol.ts';

/** What the rows are read with: where these wait, the rows have to. */
export const ROWS_WAITS: readonly CommandName[] = [
  'database.open',
  'database.rows',
  'database.viewRows',
  'database.views',
  'database.matchingRows',
];
