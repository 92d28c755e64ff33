import type { GenerationOptions, RowSelection, Target } from '../../lib/connections/connection.ts';
import type { RunRequest } from '../../lib/jobs/run.ts';
import type { RowItem } from './row-item.ts';

export interface RowsRequestInput {
  readonly target: Target;
  readonly options: GenerationOptions;
  readonly selection: RowSelection;
  readonly chosen: readonly RowItem[];
  readonly toWrite: readonly RowItem[];
  /** So many rows fit into the plan; absent: all. */
  readonly limit?: number | undefined;
  /** Rows whose answer was accepted in a trial: they are kept and not paid for again. */
  readonly accepted: ReadonlySet<string>;
}

/** What a click on Generate asks for. A part of the rows is asked for by their ids. */
export function rowsRequest({ target, options, ...input }: RowsRequestInput): RunRequest {
  const idsOf = (items: readonly RowItem[]) =>
    items.flatMap(({ id }) => (id === undefined || (options.overwriteFilled && input.accepted.has(id)) ? [] : [id]));
  if (input.selection.kind === 'outdated') {
    const rowIds = idsOf(input.toWrite).slice(0, input.limit);
    return { kind: 'rows', target, options, selection: { kind: 'outdated', rowIds } };
  }
  const leavesSomeOut = options.overwriteFilled && input.chosen.some(({ id }) => id && input.accepted.has(id));
  const selection: RowSelection =
    input.limit !== undefined
      ? { kind: 'ticked', rowIds: idsOf(input.toWrite).slice(0, input.limit) }
      : leavesSomeOut
        ? { kind: 'ticked', rowIds: idsOf(input.chosen) }
        : input.selection;
  return { kind: 'rows', target, options, selection };
}
