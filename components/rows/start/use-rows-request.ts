import type { RunRequest } from '../../../lib/run-request/run-request.ts';
import type { Target } from '../../../lib/run-request/target.ts';
import type { RowItem } from '../data/row-item.ts';
import { stepOutputs } from '../form/steps.ts';
import { rowsRequest } from './rows-request.ts';
import type { Accepted } from '../trial/use-accepted-rows.ts';
import type { RowsForm } from '../form/use-rows-form.ts';
import type { Rows } from '../data/use-rows.ts';

interface RowsRequestOptions {
  readonly target: Target;
  readonly rows: Rows;
  readonly form: RowsForm;
  readonly accepted: Accepted;
}

const lateKeys = (items: readonly RowItem[]): readonly string[] =>
  items.filter(({ template }) => template === 'late').map(({ key }) => key);

const NONE: ReadonlySet<string> = new Set();

/** Makes the request of a click, once rows that are on their way to Notion have their ids. */
export function useRowsRequest({ target, rows, form, accepted }: RowsRequestOptions) {
  return async (
    limit: number | undefined,
    justWritten: readonly string[],
    isTrial = false,
    asked: ReadonlySet<string> = NONE,
  ): Promise<RunRequest | undefined> => {
    const known = new Set(lateKeys(form.chosen));
    await rows.store.settled();
    // Nobody knows when the template will come: what it means for a text is said first, and the next click starts.
    const { items } = rows.store.state;
    const isNews = lateKeys(items).some((key) => !known.has(key) && form.chosen.some((item) => item.key === key));
    if (isNews && stepOutputs(form.runOptions).some((output) => output?.kind === 'body')) return undefined;
    const found = await accepted.read(justWritten);
    const onTheirWay = new Set([...found.onTheirWay, ...asked]);
    // What one step's trial left is passed over by that step alone.
    const kept = { kept: form.stepRows && !isTrial ? NONE : found.kept, onTheirWay };
    const options = isTrial ? form.options : form.runOptions;
    const fresh = new Map(rows.store.state.items.map((item) => [item.key, item]));
    const now = (items: readonly RowItem[]) => items.map((item) => fresh.get(item.key) ?? item);
    const chosen = now(form.chosen);
    const rowIds = chosen.flatMap(({ id }) => id ?? []);
    const selection = form.selection.kind === 'ticked' ? ({ kind: 'ticked', rowIds } as const) : form.selection;
    const toWrite = now(form.toWrite);
    return rowsRequest({ target, options, selection, chosen, toWrite, limit, isTrial, accepted: kept });
  };
}
