/** Rows whose answers were accepted in trials with the present prompt and output: they are kept and not paid for again. */
import type { GenerationOptions } from '../../../lib/run-request/generation-options.ts';
import { type Output, sameOutput } from '../../../lib/run-request/output.ts';
import { hashAsked, hashesOf } from '../../../lib/notion/outdated.ts';
import type { AcceptedRow } from '../../../lib/runs/run-views.ts';
import type { RowItem } from '../data/row-item.ts';

/** Ids of rows. */
export interface AcceptedRows {
  /** The accepted answer stands in Notion. */
  readonly kept: ReadonlySet<string>;
  /** It is being written, or was a moment ago: Notion may still list the row as it was before. */
  readonly onTheirWay: ReadonlySet<string>;
}

export interface AcceptedContext {
  readonly options: GenerationOptions;
  readonly items: readonly RowItem[];
  /** When the items were read (epoch ms). */
  readonly readAt: number;
  /** Written a moment ago. */
  readonly justWritten?: readonly string[];
}

const NONE: ReadonlySet<string> = new Set();

export function findAccepted(rows: readonly AcceptedRow[], context: AcceptedContext): AcceptedRows {
  const { options, items, justWritten = [] } = context;
  // Looked for with each key of the prompt, and most databases have none.
  if (rows.length === 0) return { kept: NONE, onTheirWay: NONE };
  const asked = hashAsked(options);
  const byId = new Map(items.map((item) => [item.id, item]));
  const same = rows.filter(({ prompt, output }) => prompt === asked && writesSame(output, options.output));
  const onTheirWay = same.filter(({ rowId, written }) => !written || justWritten.includes(rowId));
  const kept = same.filter((row) => row.written && !isMadeOtherwise(row, byId.get(row.rowId), context));
  return { kept: idsOf(kept), onTheirWay: idsOf(onTheirWay) };
}

const WRITES_MORE: ReadonlySet<Output['kind'] | undefined> = new Set<Output['kind']>(['body', 'properties']);

/** Whether a click on Generate leaves the row out. */
export function isLeftOut(id: string | undefined, options: GenerationOptions, accepted: AcceptedRows): boolean {
  if (id === undefined) return false;
  // One filled cell is left alone anyhow; a body would be added to, an overwritten cell written, and one of several that stayed
  // empty be asked for once more.
  const writesAgain = options.overwriteFilled === true || WRITES_MORE.has(options.output?.kind);
  return accepted.onTheirWay.has(id) || (writesAgain && accepted.kept.has(id));
}

const idsOf = (rows: readonly AcceptedRow[]): ReadonlySet<string> => new Set(rows.map(({ rowId }) => rowId));

function writesSame(a: Output | undefined, b: Output | undefined): boolean {
  const where = (output: Output | undefined) => (output?.kind === 'body' ? output.where : undefined);
  return sameOutput(a, b) && where(a) === where(b);
}

/** A person or another prompt changed what was written, or what the prompt names reads differently today. */
function isMadeOtherwise(row: AcceptedRow, item: RowItem | undefined, { readAt, options }: AcceptedContext): boolean {
  // Read before it was written: tells nothing of it.
  if (!item || row.at >= readAt) return false;
  const hashOf = hashesOf(options);
  return row.outputs.some((key) => {
    const made = item.made?.[key];
    return made === undefined || made.inputsChanged || made.prompt !== hashOf(key);
  });
}
