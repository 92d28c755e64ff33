import { AppError } from '../../shared/app-error.ts';
import { mapStorageError, openRunsDatabase, type RunsDatabase } from './database.ts';

/** One connection for all calls. It is opened by the first, and anew by the next after one that failed. */
export class RunsConnection {
  readonly #name: string | undefined;
  #opened: Promise<RunsDatabase> | undefined;

  constructor(name?: string) {
    this.#name = name;
  }

  /** @throws AppError storage-newer, storage-full, storage-unavailable, and what `work` throws as one */
  async use<T>(work: (database: RunsDatabase) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#open());
    } catch (error) {
      if (isClosed(error)) {
        this.#opened = undefined;
        return work(await this.#open());
      }
      if (!(error instanceof AppError)) this.#opened = undefined;
      throw mapStorageError(error);
    }
  }

  /** The next call opens it again. */
  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    (await opened)?.close();
  }

  /** A failed opening is not kept: the next call tries again. */
  async #open(): Promise<RunsDatabase> {
    const opening = (this.#opened ??= openRunsDatabase(this.#name));
    try {
      return await opening;
    } catch (error) {
      if (this.#opened === opening) this.#opened = undefined;
      throw error;
    }
  }
}

/** The connection was closed under us (another context upgraded or cleared): worth one more try on a new one. */
function isClosed(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'InvalidStateError';
}
