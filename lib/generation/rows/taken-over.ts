/**
 * The rows of a run out of those that were read when its database was opened, with what was edited since: one request instead of one
 * for each hundred rows, so that the first of them are asked about at once.
 */
import { askedText } from '../../run-request/asked-text.ts';
import { propertyIdsOf } from '../../run-request/output.ts';
import type { RowSelection } from '../../run-request/row-selection.ts';
import type { Run } from '../../jobs/run.ts';
import type { DataSourceObjectResponse, PageObjectResponse } from '../../notion/api-types.ts';
import { readRowsPage } from '../../notion/query-rows.ts';
import type { ReadRows } from '../../notion/read-rows.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { namedProperties } from './row-inputs.ts';
import { outputOfAllSteps } from './row-steps.ts';
import { isById } from './select-rows.ts';

/** So many rows come with one request anyway, and as they are now. */
const ONE_ANSWER = 100;
/** So few are read one by one, as they are now. */
const FEW = 5;
const MINUTE_MS = 60_000;
/** Notion tells edits in whole minutes, and a query may not know the last of them yet. */
const OVERLAP_MS = MINUTE_MS;

/** Their values change without an edit of the row: nothing but reading it tells. */
const CHANGES_ELSEWHERE: ReadonlySet<string> = new Set(['formula', 'rollup', 'relation']);

export interface TakeOverDeps {
  readonly readRows: ReadRows;
  readonly workspace: NotionWorkspace;
  readonly source: DataSourceObjectResponse;
  readonly signal: AbortSignal;
}

/**
 * Rows by id, oldest first, as they are now; undefined where they are to be read instead. All rows of the source, or where they are
 * chosen by their ids those of them that are known.
 * @throws AppErrors of the workspace
 */
export async function takeOverRows(
  run: Run,
  { readRows, workspace, source, signal }: TakeOverDeps,
): Promise<ReadonlyMap<string, PageObjectResponse> | undefined> {
  const kept = readRows.of(source);
  if (!kept || kept.rows.size <= ONE_ANSWER) return undefined;
  const { selection = { kind: 'all' } } = run.request;
  if (!(kept.isComplete || isById(selection)) || isQuickToRead(selection)) return undefined;
  if (mayChangeUnseen(run, source)) return undefined;
  const from = new Date(Math.floor((kept.since - OVERLAP_MS) / MINUTE_MS) * MINUTE_MS).toISOString();
  const filter = { timestamp: 'last_edited_time', last_edited_time: { on_or_after: from } };
  const edited = await readRowsPage(workspace, { dataSourceId: source.id, filter }, {}, signal);
  // So many changed that reading all of them is no more work, and a row that Notion did not give whole may be among them.
  if (edited.next || edited.missed || edited.unreadable) return undefined;
  const rows = new Map(kept.rows);
  for (const row of edited.rows) rows.set(row.id, row);
  return rows;
}

function isQuickToRead(selection: RowSelection): boolean {
  return 'rowIds' in selection && selection.rowIds.length <= FEW;
}

/** Whether something that the run goes by can be another one without an edit of the row. */
function mayChangeUnseen({ request }: Run, source: DataSourceObjectResponse): boolean {
  const { options } = request;
  const steps = [options, ...(options.steps ?? [])];
  if (steps.some(({ conditions = [] }) => conditions.length > 0)) return true;
  const written = [...propertyIdsOf(outputOfAllSteps(request)), options.search?.into ?? ''];
  const named = namedProperties(steps.map(askedText).join('\n'), source.properties);
  return Object.values(source.properties).some(
    ({ id, name, type }) => (written.includes(id) || named.has(name)) && CHANGES_ELSEWHERE.has(type),
  );
}
