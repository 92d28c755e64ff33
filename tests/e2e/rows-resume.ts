/** A run of ten thousand rows in the store of a real browser, half of them done, and workers that take it up. */
import type { Surface } from './harness/surface.ts';
import { until } from './harness/until.ts';
import { addTopics, call, generate, openCreate, setUpApp, waitForStatus, type RowsWorld } from './rows-app.ts';

const ROWS = 10_000;

/** The run that was done, once more with ten thousand rows: five thousand done, a dozen held by a worker that is gone. */
export async function plantRun(world: RowsWorld): Promise<void> {
  const topics = addTopics(world, [{ Topic: 'Only one', Generate: true }]);
  world.sandbox.notion.limiter.enabled = false;
  const app: Surface = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByText('1 of 1 row ticked').waitFor();
  await generate(app, 'Write about it');
  await waitForStatus(app, /Done: 1 of 1 row done/);
  await app.evaluate(plant, ROWS);
}

/** Ends it, as a person does. */
export async function stopPlanted(world: RowsWorld): Promise<void> {
  const view = await world.browser.open('options.html#/home');
  await call(view, 'runs.control', { runId: 'planted', action: 'stop' });
}

/** Milliseconds from opening the App, with no worker alive, to the first request that a row makes. */
export async function wakeAgain(world: RowsWorld): Promise<number> {
  const { log } = world.sandbox.notion;
  // Nobody looks: else the worker would be started again at once.
  await world.browser.closeTabs();
  await world.browser.worker.stop();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = log.entries.length;
  const woken = Date.now();
  await world.browser.open('options.html#/home');
  await until(
    async () => log.entries.length > before,
    20_000,
    () => 'a request of a row',
  );
  const [first] = log.entries.slice(before);
  if (!/data_sources/.test(first?.path ?? '')) throw new Error(`the first request was ${first?.path ?? 'none'}`);
  return (first?.time ?? Infinity) - woken;
}

/** Runs in the view: copies the newest run and its job in the store. */
async function plant(rows: number): Promise<number> {
  const wait = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('no database'));
    });
  const database = await wait(indexedDB.open('visen-runs'));
  const transaction = database.transaction(['runs', 'jobs'], 'readwrite');
  const [runs, jobs] = [transaction.objectStore('runs'), transaction.objectStore('jobs')];
  const [run] = (await wait(runs.getAll())) as Record<string, unknown>[];
  const [job] = (await wait(jobs.getAll())) as Record<string, unknown>[];
  const { endedAt: _endedAt, ...open } = run ?? {};
  runs.put({ ...open, id: 'planted', open: 1, total: rows, done: rows / 2, prompts: rows / 2 });
  const text = 'Two or three sentences about a topic, as a model writes them. '.repeat(12);
  for (let seq = 0; seq < rows; seq += 1) {
    const subjectId = `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`;
    const same = {
      ...job,
      id: `planted:${subjectId}`,
      runId: 'planted',
      subjectId,
      seq,
      due: seq,
      title: `Topic ${seq}`,
    };
    if (seq < rows / 2) {
      jobs.put({ ...same, checkpoint: { ...(job?.['checkpoint'] as object), answerText: text } });
      continue;
    }
    const lease = seq < rows / 2 + 12 ? { lease: { owner: 'gone', until: Date.now() + 60_000 } } : {};
    const checkpoint = { version: 1, readAt: Date.now(), cells: [], inputs: { Notes: text } };
    jobs.put({ ...same, state: 'pending', phase: 'open', counted: false, checkpoint, ...lease });
  }
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = reject;
  });
  database.close();
  return rows;
}
