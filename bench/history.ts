/** Gives a browser a long history: many copies of a connection and a run that Visen itself stored. */
import { DEFAULT_GENERATION_OPTIONS } from '../lib/run-request/generation-options.ts';
import type { Surface } from '../tests/e2e/harness/surface.ts';
import { until } from '../tests/e2e/harness/until.ts';
import { call } from '../tests/e2e/rows-app.ts';

const TIMEOUT_MS = 30_000;

/** Writes to a page once, so that there is a connection and a run. */
export async function writeOnce(app: Surface, pageId: string): Promise<void> {
  const target = await call(app, 'target.resolveId', { pageId });
  const id = crypto.randomUUID();
  const options = { ...DEFAULT_GENERATION_OPTIONS, prompt: 'Write about it' };
  await call(app, 'runs.start', { id, request: { kind: 'page', target, options } });
  await until(
    async () => (await app.evaluate(countEnded)) > 0,
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
