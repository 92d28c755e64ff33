/**
 * Sees what people edit while a run of rows writes: one query of the rows that were edited since the last look, every 20 s of
 * writing. An edit made 30 s before a write is thus always seen, at a fraction of a read per row. Notion rounds
 * `last_edited_time` down to the minute and our own writes are among the rows, so cells are compared, never times.
 */
import type { RunStore } from '../../jobs/ports.ts';
import { jobIdOf, type Run } from '../../jobs/run.ts';
import type { PageObjectResponse } from '../../notion/api-types.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import type { Clock } from '../../shared/clock.ts';
import { cellsAreUnchanged, findCell, holdsValues } from './row-cells.ts';
import { parseRowCheckpoint, type RowCheckpoint, valuesToSend } from './row-checkpoint.ts';
import { currentStep, withCurrentStep } from './row-steps.ts';

const LOOK_EVERY_MS = 20_000;
const MINUTE_MS = 60_000;
/** A worker that was stopped may have seen edits that it had no time to store: its successor looks further back. */
const OVERLAP_MS = 3 * MINUTE_MS;

export class EditWatch {
  readonly #store: RunStore;
  readonly #clock: Clock;
  readonly #edited = new Map<string, Set<string>>();
  readonly #lookedAt = new Map<string, number>();
  readonly #looking = new Map<string, Promise<void>>();

  constructor(store: RunStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Looks if the last look is too old, after `beforeLook`. Jobs that ask at once share one look. */
  async isEdited(
    run: Run,
    rowId: string,
    workspace: NotionWorkspace,
    signal: AbortSignal,
    beforeLook?: () => Promise<void>,
  ): Promise<boolean> {
    if (this.#isDue(run)) {
      await beforeLook?.();
      // Another job may have looked meanwhile.
      if (this.#isDue(run)) await this.#lookOnce(run, workspace, signal);
    }
    return this.#edited.get(run.id)?.has(rowId) ?? false;
  }

  /** The row was read anew: what was edited before is seen. */
  forgetRow(runId: string, rowId: string): void {
    this.#edited.get(runId)?.delete(rowId);
  }

  forget(runId: string): void {
    this.#edited.delete(runId);
    this.#lookedAt.delete(runId);
  }

  #isDue({ id }: Run): boolean {
    const last = this.#lookedAt.get(id);
    return last === undefined || this.#clock.now() - last >= LOOK_EVERY_MS;
  }

  async #lookOnce(run: Run, workspace: NotionWorkspace, signal: AbortSignal): Promise<void> {
    let looking = this.#looking.get(run.id);
    if (!looking) {
      looking = this.#look(run, workspace, signal).finally(() => this.#looking.delete(run.id));
      this.#looking.set(run.id, looking);
    }
    await looking;
  }

  async #look(run: Run, workspace: NotionWorkspace, signal: AbortSignal): Promise<void> {
    const startedAt = this.#clock.now();
    const stored = await this.#store.getRun(run.id);
    const last =
      this.#lookedAt.get(run.id) ?? (stored?.lookedAt === undefined ? undefined : stored.lookedAt - OVERLAP_MS);
    const since = Math.max(run.createdAt, last ?? 0);
    const { dataSourceId } = run.request.target;
    if (dataSourceId === undefined) return;
    const from = new Date(Math.floor(since / MINUTE_MS) * MINUTE_MS).toISOString();
    let cursor: string | undefined;
    do {
      const page = await workspace.queryDataSource(
        dataSourceId,
        {
          filter: { timestamp: 'last_edited_time', last_edited_time: { on_or_after: from } },
          sorts: [{ timestamp: 'last_edited_time', direction: 'descending' }],
          ...(cursor !== undefined && { cursor }),
        },
        signal,
      );
      for (const row of page.results) await this.#compare(run, row);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    this.#lookedAt.set(run.id, startedAt);
    await this.#store.changeRun(run.id, (current) => ({ ...current, lookedAt: startedAt }));
  }

  async #compare(run: Run, row: PageObjectResponse): Promise<void> {
    const job = await this.#store.getJob(jobIdOf(run.id, row.id));
    if (!job || job.phase === 'ended') return;
    const checkpoint = currentStep(parseRowCheckpoint(job.checkpoint));
    const { cells, sentAt, written = [] } = checkpoint;
    // A write of ours is on its way or was lost: that row is settled by looking at it alone.
    // A property that is gone is no edit of a row: the write will be refused, with that reason.
    // What the run itself wrote before a person looked at the rest is no edit either.
    const isWritten = (id: string) => written.some(({ propertyId }) => propertyId === id);
    const present = cells?.filter(({ propertyId: id }) => findCell(row, id) !== undefined && !isWritten(id));
    if (!present || sentAt !== undefined || cellsAreUnchanged(row, present)) return;
    // A write that was looked for and not found can still arrive: what holds our answer is no person's edit.
    const values = valuesToSend(checkpoint);
    if (Object.keys(values).length > 0 && holdsValues(row, values, cells)) return;
    const edited = this.#edited.get(run.id) ?? new Set();
    this.#edited.set(run.id, edited.add(row.id));
    if (job.lease) return;
    await this.#store.change(job.id, ({ job: current }) =>
      current.lease ? {} : { job: { ...current, checkpoint: markEdited(parseRowCheckpoint(current.checkpoint)) } },
    );
  }
}

function markEdited(row: RowCheckpoint): RowCheckpoint {
  return withCurrentStep(row, { ...currentStep(row), edited: true });
}
