import * as v from 'valibot';

import type { ChangedPrompts } from './changed-prompts.ts';
import type { MirrorColumnIds } from './mirror-columns.ts';
import { MIRROR_COLUMN_KEYS } from './mirror-columns.ts';
import type { MirrorFields } from './mirror-row.ts';
import type { Failure } from '../shared/app-error.ts';
import type { ValueDefinition } from '../storage/versioned-value.ts';

/** What is known of one connection's row. */
export interface MirrorEntry {
  readonly rowId?: string;
  /** The row as we last left it: what both sides are compared with. */
  readonly written?: MirrorFields;
  /** A create was sent at this time (epoch ms) and nobody knows yet whether it landed. */
  readonly sentAt?: number;
  /** The connection was deleted here and its row is in the trash. */
  readonly trashed?: boolean;
  /** When the connection was removed here because its row was gone in Notion (epoch ms). */
  readonly removedAt?: number;
}

export interface StoredMirror {
  /** The database the rows are in. Absent: none was found yet. */
  readonly database?: {
    readonly url: string;
    readonly dataSourceId: string;
    readonly ids: MirrorColumnIds;
    readonly missing: readonly string[];
    readonly conflicts: readonly string[];
  };
  /** By connection id. */
  readonly entries: Readonly<Record<string, MirrorEntry>>;
  /** Prompts that came from Notion and wait for the person's word. They stay when another database is chosen. */
  readonly changedPrompts: ChangedPrompts;
  /** Why the last look did not come to its end. */
  readonly failure?: Failure;
}

const cell = v.union([v.string(), v.number(), v.null()]);
const fields = v.object(Object.fromEntries(MIRROR_COLUMN_KEYS.map((key) => [key, cell])));
const columnIds = v.object(Object.fromEntries(MIRROR_COLUMN_KEYS.map((key) => [key, v.exactOptional(v.string())])));
const entry = v.object({
  rowId: v.exactOptional(v.string()),
  written: v.exactOptional(fields),
  sentAt: v.exactOptional(v.number()),
  trashed: v.exactOptional(v.boolean()),
  removedAt: v.exactOptional(v.number()),
});
const changedPrompt = v.object({ prompt: v.string(), before: v.string(), at: v.number() });
const failure = v.custom<Failure>((value) => typeof (value as Failure | null)?.code === 'string');

export const MIRROR_VALUE: ValueDefinition<StoredMirror> = {
  key: 'mirror',
  version: 3,
  schema: v.object({
    database: v.exactOptional(
      v.object({
        url: v.string(),
        dataSourceId: v.string(),
        ids: columnIds,
        missing: v.array(v.string()),
        conflicts: v.array(v.string()),
      }),
    ),
    entries: v.record(v.string(), entry),
    changedPrompts: v.record(v.string(), changedPrompt),
    failure: v.exactOptional(failure),
  }) as unknown as v.GenericSchema<unknown, StoredMirror>,
  initial: { entries: {}, changedPrompts: {} },
  migrations: {
    1: (value) => ({ ...(value as object), changedPrompts: {} }),
    // Keep filled came: no row was written with it yet.
    2: (value) => withoutLooks(value as { entries?: Record<string, { written?: object }> }),
  },
};

function withoutLooks(value: { readonly entries?: Readonly<Record<string, { readonly written?: object }>> }): unknown {
  const entries = Object.entries(value.entries ?? {}).map(([id, { written, ...rest }]) => [
    id,
    { ...rest, ...(written && { written: { ...written, keepFilled: '', lastLook: '' } }) },
  ]);
  return { ...value, entries: Object.fromEntries(entries) as unknown };
}
