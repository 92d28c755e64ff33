/** A worker that starts with ten thousand rows in the store, half of them done, is at work within a second. */
import { expect, it } from 'vitest';

import { useWorld } from './harness/world.ts';
import { addTopics, call, generate, openCreate, setUpApp, waitForStatus } from './rows-app.ts';

const world = useWorld();
const ROWS = 10_000;

it('resumes a run of ten thousand rows in under a second', async () => {
  const topics = addTopics(world, [{ Topic: 'Only one', Generate: true }]);
  world.sandbox.notion.limiter.enabled = false;
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByText('1 of 1 row ticked').waitFor();
  await generate(app, 'Write about it');
  await waitForStatus(app, /Done: 1 of 1 row done/);

  // The run that was done, once more with ten thousand rows: five thousand done, a dozen held by a worker that is gone.
  const planted = await app.evaluate(plant, ROWS);
  expect(planted).toBe(ROWS);
  const { log } = world.sandbox.notion;
  const reads = () => log.of('GET', /data_sources/).length;
  // Nobody looks: else the worker would be started again at once.
  await app.goto('about:blank');
  await world.browser.worker.stop();
  const before = reads();
  const woken = Date.now();
  const view = await world.browser.open('options.html#/home');
  await expect.poll(reads, { timeout: 20_000, interval: 5 }).toBeGreaterThan(before);
  const ms = (log.of('GET', /data_sources/).at(before)?.time ?? Infinity) - woken;
  const isAsked = () => world.sandbox.openai.log.some(({ prompt }) => /Topic 50\d\d/.test(prompt));
  await expect.poll(isAsked, { timeout: 10_000 }).toBe(true);
  await call(view, 'runs.control', { runId: 'planted', action: 'stop' });
  console.log(`from opening the App to the first request of the first row: ${ms} ms`);
  expect(ms).toBeLessThan(1_000);
});

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
