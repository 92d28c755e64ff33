import type { Failure } from '../shared/app-error.ts';
import { DEFAULT_ENGINE } from '../language-model/engines.ts';
import type { Connection } from '../connections/connection.ts';
import { markOf } from './changed-prompts.ts';
import { mirrorFields } from './mirror-row.ts';
import type { Settings } from '../settings/settings.ts';
import type { StoredMirror } from './mirror-store.ts';

/** The mirror's standing, for Settings and Connections. */
export interface MirrorView {
  readonly state: 'none' | 'ok' | 'behind' | 'failed';
  readonly url?: string;
  readonly pending: number;
  readonly failure?: Failure;
  /** Columns that a pasted database lacks. */
  readonly missingColumns?: readonly string[];
  /** Removed here of late because their rows were deleted in Notion; `connections.restore` takes that back. */
  readonly removedInNotion?: readonly { readonly id: string; readonly name: string }[];
  /** Connections whose prompt came from Notion and waits for the person's word; `before`: what stood here (`at`: epoch ms). */
  readonly changedPrompts?: readonly { readonly connectionId: string; readonly before: string; readonly at: number }[];
}

const SHOWN_AS_BEHIND = ['name', 'prompt', 'link', 'status', 'rowsDone', 'rowsFailed', 'prompts'] as const;

/** How long a removal that came from Notion is offered for Undo. */
const UNDO_OFFERED_MS = 24 * 60 * 60_000;

export interface KnownConnections {
  readonly connections: readonly Connection[];
  /** Those that can be restored. */
  readonly removed: readonly Connection[];
  /** Epoch ms. */
  readonly now: number;
}

/** How the mirror stands. `pending`: connections whose row is not as it should be, as far as is known here. */
export function toMirrorView(
  { database, entries, failure, changedPrompts }: StoredMirror,
  { connectionsDatabaseUrl: url }: Settings,
  { connections, removed, now }: KnownConnections,
): MirrorView {
  const changed = connections.flatMap(({ id, options }) => {
    const mark = markOf(changedPrompts, options.prompt);
    return mark === undefined ? [] : [{ connectionId: id, before: mark.before, at: mark.at }];
  });
  const asked = changed.length > 0 && { changedPrompts: changed };
  if (url === '') return { state: 'none', pending: 0, ...asked };
  const known = new Set(connections.map(({ id }) => id));
  const toTrash = Object.entries(entries).filter(([id, entry]) => !known.has(id) && entry.rowId && !entry.trashed);
  const pending =
    connections.filter((connection) => isBehind(connection, entries[connection.id])).length + toTrash.length;
  const missing = [...(database?.missing ?? []), ...(database?.conflicts ?? [])];
  const removedInNotion = removed
    .filter(({ id }) => !known.has(id) && now - (entries[id]?.removedAt ?? -Infinity) < UNDO_OFFERED_MS)
    .map(({ id, name }) => ({ id, name }));
  const isLasting = failure !== undefined && failure.retry === 'never';
  return {
    state: isLasting ? 'failed' : pending > 0 || failure !== undefined ? 'behind' : 'ok',
    url,
    pending,
    ...(failure && { failure }),
    ...(missing.length > 0 && { missingColumns: missing }),
    ...(removedInNotion.length > 0 && { removedInNotion }),
    ...asked,
  };
}

function isBehind(connection: Connection, entry: StoredMirror['entries'][string] | undefined): boolean {
  const written = entry?.written;
  if (entry?.rowId === undefined || written === undefined) return true;
  // Engine and output are names of today's schema and settings; they alone do not make a row stale.
  const here = mirrorFields(connection, { outputLabel: '', engine: DEFAULT_ENGINE });
  return SHOWN_AS_BEHIND.some((field) => written[field] !== here[field]);
}
