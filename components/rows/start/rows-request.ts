import type { GenerationOptions } from '../../../lib/run-request/generation-options.ts';
import type { RowSelection } from '../../../lib/run-request/row-selection.ts';
import type { Target } from '../../../lib/run-request/target.ts';
import type { RunRequest } from '../../../lib/run-request/run-request.ts';
import { isLeftOut, type AcceptedRows } from '../trial/find-accepted.ts';
import type { RowItem } from '../data/row-item.ts';

export interface RowsRequestInput {
  readonly target: Target;
  readonly options: GenerationOptions;
  readonly selection: RowSelection;
  readonly chosen: readonly RowItem[];
  readonly toWrite: readonly RowItem[];
  /** So many rows fit into the plan; absent: all. */
  readonly limit?: number | undefined;
  /** Of a trial: the first rows by their ids, since a person looks at each answer beside what stands there. */
  readonly isTrial?: boolean;
  /** Rows whose answer was accepted in a trial. */
  readonly accepted: AcceptedRows;
}

/** What a click on Generate asks for; undefined: nothing is left. A part of the rows is asked for by their ids. */
export function rowsRequest({ target, options, ...input }: RowsRequestInput): RunRequest | undefined {
  const idsOf = (items: readonly RowItem[]) =>
    items.flatMap(({ id }) => (id === undefined || isLeftOut(id, options, input.accepted) ? [] : [id]));
  const ask = (selection: RowSelection): RunRequest | undefined =>
    'rowIds' in selection && selection.rowIds.length === 0 ? undefined : { kind: 'rows', target, options, selection };
  if (input.selection.kind === 'outdated')
    return ask({ kind: 'outdated', rowIds: idsOf(input.toWrite).slice(0, input.limit) });
  // Which bodies are empty is seen by reading them: a list of the first rows would be one of filled pages, or write into them. What
  // was accepted is filled, and the run ends where the plan does.
  const isSeenByReading = input.selection.kind === 'empty' && options.output?.kind === 'body';
  if (isSeenByReading && !input.isTrial) return ask(input.selection);
  if (input.limit !== undefined) return ask({ kind: 'ticked', rowIds: idsOf(input.toWrite).slice(0, input.limit) });
  const leavesSomeOut = input.chosen.some(({ id }) => isLeftOut(id, options, input.accepted));
  return ask(leavesSomeOut ? { kind: 'ticked', rowIds: idsOf(input.chosen) } : input.selection);
}
