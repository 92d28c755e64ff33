import { MIRROR_COLUMN_KEYS } from './mirror-columns.ts';
import type { MirrorColumn } from './mirror-columns.ts';
import { EDITABLE_FIELDS } from './mirror-row.ts';
import type { MirrorFields } from './mirror-row.ts';

export interface RowSides {
  /** As we last left the row; absent: never written by us. */
  readonly written?: MirrorFields;
  readonly here: MirrorFields;
  readonly inNotion: MirrorFields;
  /** When the connection was last changed by a person here (epoch ms). */
  readonly changedHereAt: number;
  /** The row's last_edited_time (epoch ms): rounded down to the minute by Notion. */
  readonly changedInNotionAt: number;
}

export interface RowMerge {
  /** Changes made in Notion that are taken over. */
  readonly adopt: { readonly name?: string; readonly prompt?: string };
  /** Columns to write, with the fields as they are after taking over. */
  readonly push: readonly MirrorColumn[];
  readonly fields: MirrorFields;
}

/**
 * Each field is compared with what we last wrote: the side that changed wins; both changed: the newer; in doubt: here. Only name
 * and prompt are taken over, an empty name never; every other column is put back.
 */
export function mergeRow(sides: RowSides): RowMerge {
  const adopt: { name?: string; prompt?: string } = {};
  for (const field of EDITABLE_FIELDS) {
    const there = sides.inNotion[field];
    if (typeof there === 'string' && there !== sides.here[field] && winsInNotion(field, sides)) adopt[field] = there;
  }
  const fields: MirrorFields = { ...sides.here, ...adopt };
  return { adopt, fields, push: MIRROR_COLUMN_KEYS.filter((key) => fields[key] !== sides.inNotion[key]) };
}

function winsInNotion(field: 'name' | 'prompt', sides: RowSides): boolean {
  const { written, here, inNotion } = sides;
  if (field === 'name' && String(inNotion.name).trim() === '') return false;
  // A row we never wrote, with another text: nobody can tell which is newer.
  if (written === undefined) return false;
  if (inNotion[field] === written[field]) return false;
  if (here[field] === written[field]) return true;
  // Both changed. Notion's time is the minute's start: it is newer for certain only if it began after our change.
  return sides.changedInNotionAt > sides.changedHereAt;
}
