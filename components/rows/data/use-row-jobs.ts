/** What became of each row in a run: read once, then followed from the first row that is still open. */
import { useEffect, useRef, useState } from 'preact/hooks';

import { isInWork, type JobView, type RunView } from '../../../lib/runs/run-views.ts';
import { useClient, type VisenClient } from '../../hooks/client-context.tsx';

const PAGE = 100;
const PAUSE_MS = 500;
/** A long list takes its time: reading it takes at most a fifth of the time. */
const SHARE = 4;

export type RowJobs = ReadonlyMap<string, JobView>;

/** Jobs by row id. Empty without a run. */
export function useRowJobs(run: RunView | undefined): RowJobs {
  const client = useClient();
  const [jobs, setJobs] = useState<RowJobs>(new Map());
  const reader = useRef<JobReader | undefined>(undefined);
  const runId = run?.id;
  useEffect(() => {
    setJobs(new Map());
    if (runId === undefined) return undefined;
    const made = new JobReader(client, runId, setJobs);
    reader.current = made;
    return () => made.stop();
  }, [client, runId]);
  const failed = useRef(0);
  useEffect(() => {
    if (!run) return;
    // Rows that were opened again, failed or held by a check, lie before the first open one.
    const waiting = run.failed + (run.review ?? 0);
    reader.current?.read(waiting < failed.current || run.undo !== undefined);
    failed.current = waiting;
  }, [run]);
  return jobs;
}

/** Takes over what changed; a job that is as it was stays the same object, so that its row is not painted anew. Says whether any did. */
export function takeOver(known: Map<string, JobView>, jobs: readonly JobView[]): boolean {
  const changed = jobs.filter((job) => JSON.stringify(known.get(job.subjectId)) !== JSON.stringify(job));
  for (const job of changed) known.set(job.subjectId, job);
  return changed.length > 0;
}

class JobReader {
  readonly #client: VisenClient;
  readonly #runId: string;
  readonly #onJobs: (jobs: RowJobs) => void;
  readonly #jobs = new Map<string, JobView>();
  #from = -1;
  #busy = false;
  #again = false;
  #stopped = false;
  #hasChanged = false;

  constructor(client: VisenClient, runId: string, onJobs: (jobs: RowJobs) => void) {
    this.#client = client;
    this.#runId = runId;
    this.#onJobs = onJobs;
  }

  stop(): void {
    this.#stopped = true;
  }

  read(fromStart: boolean): void {
    if (fromStart) this.#from = -1;
    this.#again = true;
    if (!this.#busy) void this.#loop();
  }

  async #loop(): Promise<void> {
    this.#busy = true;
    while (this.#again && !this.#stopped) {
      this.#again = false;
      const started = performance.now();
      try {
        await this.#readOpen();
        if (!this.#stopped && this.#hasChanged) this.#onJobs(new Map(this.#jobs));
        this.#hasChanged = false;
      } catch {
        // The run's own line says how it stands; the next change of the run reads again.
      }
      const took = performance.now() - started;
      await new Promise((resolve) => setTimeout(resolve, Math.max(PAUSE_MS, SHARE * took)));
    }
    this.#busy = false;
  }

  /** From the first open row up to a page where nothing was begun and all is known. */
  async #readOpen(): Promise<void> {
    let after = this.#from;
    for (;;) {
      const { jobs, next } = await this.#client.call('runs.jobs', {
        runId: this.#runId,
        limit: PAGE,
        ...(after >= 0 && { after }),
      });
      const known = jobs.every(({ subjectId }) => this.#jobs.has(subjectId));
      if (takeOver(this.#jobs, jobs)) this.#hasChanged = true;
      if (next === undefined || (known && jobs.every(({ state }) => state === 'pending'))) break;
      after = next;
    }
    const open = [...this.#jobs.values()].filter(isInWork).map(({ seq }) => seq);
    const last = Math.max(-1, ...[...this.#jobs.values()].map(({ seq }) => seq));
    this.#from = (open.length > 0 ? Math.min(...open) : last + 1) - 1;
  }
}
