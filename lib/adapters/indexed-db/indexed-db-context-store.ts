import { type ContextPart, type ContextStore, KEPT_RUNS } from '../../context/context-store.ts';
import { mapStorageError, openRunsDatabase, type RunsDatabase } from './database.ts';

/** Parts of one source in their order: IndexedDB sorts keys as texts. */
const keyOf = (runId: string, sourceId: string, part: number): string =>
  `${runId}:${sourceId}:${String(part).padStart(6, '0')}`;

/** What runs read of their context, beside the runs. Opens its own connection for each call: there are few. */
export class IndexedDbContextStore implements ContextStore {
  readonly #name: string | undefined;
  readonly #now: () => number;

  constructor(now: () => number, name?: string) {
    this.#now = now;
    this.#name = name;
  }

  async list(runId: string, sourceId: string): Promise<readonly ContextPart[]> {
    return this.#use(async (database) => {
      const range = IDBKeyRange.bound(`${runId}:${sourceId}:`, `${runId}:${sourceId}:\uffff`);
      return (await database.getAll('context', range)).map(({ content }) => content);
    });
  }

  async add(runId: string, sourceId: string, part: number, content: ContextPart): Promise<void> {
    await this.#use(async (database) => {
      const transaction = database.transaction('context', 'readwrite');
      const { store } = transaction;
      void store.put({ key: keyOf(runId, sourceId, part), runId, at: this.#now(), content });
      if (part === 0) {
        const runs = new Set<string>([runId]);
        for (let cursor = await store.index('at').openCursor(null, 'prev'); cursor; cursor = await cursor.continue()) {
          runs.add(cursor.value.runId);
          if ([...runs].indexOf(cursor.value.runId) >= KEPT_RUNS) void cursor.delete();
        }
      }
      await transaction.done;
    });
  }

  async #use<T>(work: (database: RunsDatabase) => Promise<T>): Promise<T> {
    const database = await openRunsDatabase(this.#name);
    try {
      return await work(database);
    } catch (error) {
      throw mapStorageError(error);
    } finally {
      database.close();
    }
  }
}
