import * as v from 'valibot';

import type { ValueDefinition } from '../storage/versioned-value.ts';
import type { Connection } from './connection.ts';
import { connectionSchema } from './connection-schema.ts';

/** What one run added to its connection's numbers so far. */
export interface RunTally {
  readonly rowsDone: number;
  readonly rowsFailed: number;
  readonly prompts: number;
  readonly tokens: number;
  readonly cost: number;
}

export interface StoredConnections {
  readonly connections: readonly Connection[];
  /** Deleted ones, newest first, for Undo. */
  readonly removed: readonly { readonly connection: Connection; readonly removedAt: number }[];
  /** By run id: what is in `stats` already, so that a run that goes on or is retried is never counted twice. */
  readonly tallies: Readonly<Record<string, RunTally>>;
}

const tallySchema: v.GenericSchema<unknown, RunTally> = v.object({
  rowsDone: v.number(),
  rowsFailed: v.number(),
  prompts: v.number(),
  tokens: v.number(),
  cost: v.number(),
});

const listSchema = v.object({ connections: v.array(v.looseObject({ target: v.looseObject({ id: v.string() }) })) });
const connectionsSchema = v.array(connectionSchema);

/** The connections of one target in a stored value that is not validated; undefined where they, or the list, are not as they must be. */
export function connectionsOf(stored: unknown, targetId: string): readonly Connection[] | undefined {
  const list = v.safeParse(listSchema, stored);
  if (!list.success) return undefined;
  const found = v.safeParse(
    connectionsSchema,
    list.output.connections.filter(({ target }) => target.id === targetId),
  );
  return found.success ? found.output : undefined;
}

export const CONNECTIONS_VALUE: ValueDefinition<StoredConnections> = {
  key: 'connections',
  version: 3,
  schema: v.object({
    connections: v.array(connectionSchema),
    removed: v.array(v.object({ connection: connectionSchema, removedAt: v.number() })),
    tallies: v.record(v.string(), tallySchema),
  }),
  initial: { connections: [], removed: [], tallies: {} },
  migrations: {
    // `ticks`, and rows that are out of date, came: nothing to change, but a Visen that does not know them is to say “newer”.
    1: (value) => value,
    // Checks, steps and examples came, in the same way.
    2: (value) => value,
  },
};
