/** Gives a browser a long history: many copies of a connection and a run that Visen itself stored. */
import { DEFAULT_GENERATION_OPTIONS, type GenerationOptions } from '../lib/run-request/generation-options.ts';
import type { Target } from '../lib/run-request/target.ts';
import type { Surface } from '../tests/e2e/harness/surface.ts';
import { until } from '../tests/e2e/harness/until.ts';
import { call } from '../tests/e2e/rows-app.ts';

const TIMEOUT_MS = 30_000;

/** Finds a page by its id, as a surface does before it offers to write there. */
export function findTarget(app: Surface, pageId: string): Promise<Target> {
  return call(app, 'target.resolveId', { pageId });
}

/** Writes to a page, and waits for the run's end. */
export async function writeTo(app: Surface, target: Target, options: Partial<GenerationOptions> = {}): Promise<void> {
  const before = await app.evaluate(countEnded);
  const asked = { ...DEFAULT_GENERATION_OPTIONS, prompt: 'Write about it', ...options };
  await call(app, 'runs.start', { id: crypto.randomUUID(), request: { kind: 'page', target, options: asked } });
  await untilEnded(app, before + 1);
}

/** Waits until so many runs have ended. */
export function untilEnded(app: Surface, count: number): Promise<void> {
  return until(
    async () => (await app.evaluate(countEnded)) >= count,
    TIMEOUT_MS,
    () => 'the run to end',
  );
}

/** Copies the one connection, for other pages, and the one run. */
export async function growHistory(
  app: Surface,
  { connections, runs }: { readonly connections: number; readonly runs: number },
): Promise<void> {
  await app.evaluate(copyConnections, connections);
  await app.evaluate(copyRuns, runs);
}

/* These run in the page, so each is self-contained. */

function countEnded(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('visen-runs');
    opening.onerror = () => reject(new Error('no database'));
    opening.onsuccess = () => {
      const asked = opening.result.transaction('runs').objectStore('runs').index('endedAt').count();
      asked.onsuccess = () => {
        opening.result.close();
        resolve(asked.result);
      };
    };
  });
}

async function copyConnections(count: number): Promise<void> {
  type Stored = { connections: { value: { connections: { target: object }[] } } };
  const { connections } = (await chrome.storage.local.get('connections')) as Stored;
  const [one] = connections.value.connections;
  const copies = Array.from({ length: count }, (_, at) => {
    const id = crypto.randomUUID();
    return { ...one, id, name: `Connection ${at + 1}`, target: { ...one?.target, id } };
  });
  connections.value.connections.push(...(copies as never[]));
  await chrome.storage.local.set({ connections });
}

function copyRuns(count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('visen-runs');
    opening.onerror = () => reject(new Error('no database'));
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('runs', 'readwrite');
      const store = transaction.objectStore('runs');
      const asked = store.getAll();
      asked.onsuccess = () => {
        const one = asked.result[0] as { createdAt: number };
        for (let at = 0; at < count; at += 1)
          store.put({ ...one, id: crypto.randomUUID(), createdAt: one.createdAt - 60_000 * (at + 1) });
      };
      transaction.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
}
