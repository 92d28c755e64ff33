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
  // A filled cell is left alone anyhow; a body would be added to, and an overwritten cell written, once more.
  const writesAgain = options.overwriteFilled === true || options.output?.kind === 'body';
  const isKept = (id: string | undefined) => id !== undefined && writesAgain && input.accepted.has(id);
  const idsOf = (items: readonly RowItem[]) => items.flatMap(({ id }) => (id === undefined || isKept(id) ? [] : [id]));
  if (input.selection.kind === 'outdated') {
    const rowIds = idsOf(input.toWrite).slice(0, input.limit);
    return { kind: 'rows', target, options, selection: { kind: 'outdated', rowIds } };
  }
  const leavesSomeOut = input.chosen.some(({ id }) => isKept(id));
  const selection: RowSelection =
    input.limit !== undefined
      ? { kind: 'ticked', rowIds: idsOf(input.toWrite).slice(0, input.limit) }
      : leavesSomeOut
        ? { kind: 'ticked', rowIds: idsOf(input.chosen) }
        : input.selection;
  return { kind: 'rows', target, options, selection };
}
