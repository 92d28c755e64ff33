import type { Run } from '../../jobs/run.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { AppError, type ErrorCode, type ErrorDetails } from '../../shared/app-error.ts';
import { ruleOf } from '../../shared/error-rules.ts';
import { outputOf } from './list-rows.ts';
import type { RowSources } from './row-sources.ts';
import { propertyIdsOf } from '../../run-request/output.ts';

/**
 * Why Notion refused a row: the row alone, or something that every row would meet. The latter pauses the run with its cure,
 * instead of failing a thousand rows with half the truth. One read of the schema per refused row.
 */
export async function explainRefusal(
  error: unknown,
  run: Run,
  workspace: NotionWorkspace,
  sources: RowSources,
  rowId: string,
): Promise<unknown> {
  if (!(error instanceof AppError) || !ruleOf(error.code).mayBeDatabase) return error;
  try {
    const source = await sources.reread(run, workspace);
    if (source.in_trash) return ofDatabase('target-trashed', run, sources, error);
    const present = new Set(Object.values(source.properties).map(({ id }) => id));
    const missing = propertyIdsOf(outputOf(run)).find((id) => !present.has(id));
    if (missing !== undefined) {
      const property = sources.nameOf(run.id, missing);
      return ofDatabase('property-missing', run, sources, error, property === undefined ? {} : { property });
    }
    // It was put back meanwhile: the row is tried again with the schema that was read just now.
    const isBack =
      error.code === 'property-missing' || (ruleOf(error.code).isGone && (await isThere(workspace, rowId)));
    return isBack ? new AppError('notion-conflict', 'later', { cause: error }) : error;
  } catch (cause) {
    // The whole database is out of reach; any other trouble of this look says nothing about the row.
    if (!(cause instanceof AppError) || cause.code !== 'notion-not-found') return error;
    return ofDatabase('notion-not-found', run, sources, cause, cause.details);
  }
}

/** Whether the row can be read and is not in the trash: then it was its database that was gone for a moment. */
async function isThere(workspace: NotionWorkspace, rowId: string): Promise<boolean> {
  try {
    return !(await workspace.getPage(rowId)).in_trash;
  } catch (error) {
    if (error instanceof AppError && ruleOf(error.code).isGone) return false;
    throw error;
  }
}

/** Pauses the run. After the cure the schema is read anew. */
function ofDatabase(
  code: ErrorCode,
  run: Run,
  sources: RowSources,
  cause: unknown,
  details: ErrorDetails = {},
): AppError {
  sources.drop(run.id);
  return new AppError(code, 'never', { details: { ...details, scope: 'database' }, cause });
}
