import type { Run } from '../../jobs/run.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { sameKey } from './check-answer.ts';
import { findCell } from './row-cells.ts';
import { renderValue } from '../../notion/property-value.ts';

/** What stands in a property, in any row: which row it is, by the value. */
type Holders = Map<string, string>;

/**
 * Which values are taken, for the check Unique: all rows of the source are read once per run and worker, a hundred a request; from
 * then on what the run itself is about to write is noted before it is written.
 */
export class UniqueValues {
  readonly #read = new Map<string, Promise<ReadonlyMap<string, Holders>>>();

  /** Takes a value for a row, unless another row has it. Asked again for the same row it says the same. */
  async claim(
    run: Run,
    workspace: NotionWorkspace,
    row: { readonly id: string; readonly propertyId: string; readonly text: string },
    signal: AbortSignal,
  ): Promise<boolean> {
    const holders = (await this.#readOnce(run, workspace, signal)).get(row.propertyId);
    const key = sameKey(row.text);
    if (!holders || key === '') return true;
    // From here on nothing is awaited: two rows cannot both take one value.
    const holder = holders.get(key);
    if (holder !== undefined && holder !== row.id) return false;
    holders.set(key, row.id);
    return true;
  }

  forget(runId: string): void {
    this.#read.delete(runId);
  }

  #readOnce(run: Run, workspace: NotionWorkspace, signal: AbortSignal): Promise<ReadonlyMap<string, Holders>> {
    const known = this.#read.get(run.id);
    if (known) return known;
    const reading = readHolders(run, workspace, signal);
    this.#read.set(run.id, reading);
    reading.catch(() => this.#read.delete(run.id));
    return reading;
  }
}

async function readHolders(
  run: Run,
  workspace: NotionWorkspace,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Holders>> {
  const { checks = {} } = run.request.options;
  const ids = Object.keys(checks).filter((id) => checks[id]?.unique);
  const holders = new Map(ids.map((id): [string, Holders] => [id, new Map()]));
  let cursor: string | undefined;
  do {
    const sourceId = run.request.target.dataSourceId ?? '';
    const page = await workspace.queryDataSource(sourceId, { ...(cursor !== undefined && { cursor }) }, signal);
    for (const row of page.results) {
      for (const id of ids) {
        const property = findCell(row, id);
        const key = property ? sameKey(renderValue(property)) : '';
        if (key !== '') holders.get(id)?.set(key, row.id);
      }
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return holders;
}
