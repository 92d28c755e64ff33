import type { RunRequest } from '../../run-request/run-request.ts';
import { queryViewRowIds } from '../../notion/query-rows.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { dayAt } from '../../shared/day.ts';
import { countSteps, outputOfAllSteps } from './row-steps.ts';
import { selectRows } from './select-rows.ts';

/** How many rows a request means at this time (epoch ms): ticked ones without asking, all others by reading them. */
export async function countRows(workspace: NotionWorkspace, request: RunRequest, now: number): Promise<number> {
  const { selection = { kind: 'all' }, target, options } = request;
  const conditions = (countSteps(request) === 1 ? options.conditions : undefined) ?? [];
  const output = outputOfAllSteps(request);
  if (conditions.length === 0) {
    if (selection.kind === 'ticked' || selection.kind === 'outdated') return selection.rowIds.length;
    if (selection.kind === 'view') return (await queryViewRowIds(workspace, selection.viewId)).length;
  }
  const source = await workspace.getDataSource(target.dataSourceId ?? '');
  const chosen = { selection, conditions, output, today: dayAt(now) };
  let count = 0;
  for await (const rows of selectRows(chosen, source, workspace)) count += rows.length;
  return count;
}
