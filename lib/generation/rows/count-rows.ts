import type { RunRequest } from '../../jobs/run.ts';
import { queryRows, queryViewRowIds } from '../../notion/query-rows.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { writtenProperties } from './row-cells.ts';

/** How many rows a request means now: ticked ones without asking, all others by reading them. */
export async function countRows(workspace: NotionWorkspace, request: RunRequest): Promise<number> {
  const { selection = { kind: 'all' }, target, options } = request;
  if (selection.kind === 'ticked' || selection.kind === 'outdated') return selection.rowIds.length;
  if (selection.kind === 'view') return (await queryViewRowIds(workspace, selection.viewId)).length;
  const source = await workspace.getDataSource(target.dataSourceId ?? '');
  const onlyEmpty = selection.kind === 'empty' && options.output ? writtenProperties(options.output) : undefined;
  let count = 0;
  for await (const rows of queryRows(workspace, source, onlyEmpty ? { onlyEmpty } : {})) {
    count += rows.length;
  }
  return count;
}
