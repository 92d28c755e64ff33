/** A run outlives its worker and its browser: every block once and in order, whatever was on the wire. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { FaultMatch } from '../../sandbox/notion/faults.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import {
  addPage,
  CHUNK_DELAY_MS,
  generate,
  openCreate,
  PARAGRAPHS,
  send,
  setUpOnce,
  waitForState,
  type TestPage,
} from './page-scenes.ts';
import { hasBlocks, SLOW_SCRIPT, startSlowRun } from './slow-runs.ts';

const world = useWorld({ sandbox: { models: { script: SLOW_SCRIPT, chunkDelayMs: CHUNK_DELAY_MS } } });
const APPEND: FaultMatch = { method: 'PATCH', path: /\/children$/ };

beforeAll(async () => {
  await setUpOnce(world);
  const app = await world.browser.open('options.html#/home');
  expect(await send(app, 'plan.choose', { plan: 'unlimited' })).toMatchObject({ ok: true });
});
beforeEach(() => world.sandbox.notion.faults.clear());

const startRun = (title: string) => startSlowRun(world, title);

async function expectWhole(app: Surface, page: TestPage): Promise<void> {
  await waitForState(app, 'Done', 30_000);
  expect(page.texts()).toEqual(PARAGRAPHS);
}

describe('the worker is stopped', () => {
  it('while the model writes: an App that is open wakes it long before the alarm of half a minute', async () => {
    const { app, page } = await startRun('Stopped while generating');
    await hasBlocks(page, 1);
    await world.browser.worker.stop();
    const stopped = Date.now();
    const asked = world.sandbox.openai.log.length;
    await expect.poll(() => world.sandbox.openai.log.length, { timeout: 30_000 }).toBeGreaterThan(asked);
    expect(Date.now() - stopped).toBeLessThan(15_000);
    await expectWhole(app, page);
  });

  it('again and again', async () => {
    const { app, page } = await startRun('Stopped again and again');
    for (const count of [1, 3]) {
      await hasBlocks(page, count);
      await world.browser.worker.stop();
    }
    await expectWhole(app, page);
  });

  it('while an append is on its way that Notion saves', async () => {
    world.sandbox.notion.faults.next({ match: APPEND, fault: { type: 'slow', delayMs: 1_500, when: 'after' } });
    const { app, page } = await startRun('Stopped while appending');
    await hasBlocks(page, 1);
    await world.browser.worker.stop();
    await expectWhole(app, page);
  });

  it('after an append that landed and whose answer was lost', async () => {
    world.sandbox.notion.faults.next({ match: { ...APPEND, nth: 2 }, fault: { type: 'drop', when: 'after' } });
    const { app, page } = await startRun('Answer lost');
    await hasBlocks(page, 2);
    await world.browser.worker.stop();
    await expectWhole(app, page);
  });

  it('while it moves what it replaces to the trash', async () => {
    const page = addPage(world, 'Stopped while replacing', 'Old one.\n\nOld two.\n\nOld three.');
    const app = await openCreate(world, page);
    world.sandbox.notion.faults.next({
      match: { method: 'DELETE', nth: 2 },
      fault: { type: 'slow', delayMs: 10_000, when: 'after' },
    });
    await app.getByRole('combobox', 'Where').select('Replace the page');
    await generate(app, 'Write anew');
    await app.getByRole('dialog').getByRole('button', 'Replace the page').click();
    // Notion has trashed the second block and its answer is still out: a request that never arrived would make Undo wait.
    await expect.poll(() => page.texts().includes('Old two.'), { timeout: 30_000, interval: 20 }).toBe(false);
    await world.browser.worker.stop();
    await expectWhole(app, page);
    await app.getByRole('button', 'Undo').click();
    await app.getByText('Undone: the page is as it was.').waitFor();
    expect(page.texts()).toEqual(['Old one.', 'Old two.', 'Old three.']);
  });
});

it('goes on by itself when the browser crashed in the midst of it and is started again', async () => {
  const { page } = await startRun('Browser crash');
  await hasBlocks(page, 2);
  await world.browser.restart('kill');
  await expect.poll(() => page.texts(), { timeout: 45_000 }).toEqual(PARAGRAPHS);
  const app = await world.browser.open('options.html#/runs');
  const runs = (): Promise<string> => app.evaluate(() => document.querySelector('table')?.innerText ?? '');
  await expect.poll(runs).toMatch(/Browser crash/);
  await expect.poll(runs).not.toMatch(/Running|Waiting|Queued|Failed/);
  expect(page.texts()).toEqual(PARAGRAPHS);
});
