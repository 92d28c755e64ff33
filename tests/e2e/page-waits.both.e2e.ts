/** The two waits of a run in real time, at once: what Notion asks for, and an append that nobody knows of. */
import { beforeAll, expect, it } from 'vitest';

import { scriptAnswers } from '../../sandbox/models/answers.ts';
import { useWorld } from './harness/world.ts';
import { addPage, generate, openCreate, setUpOnce, waitForState } from './page-scenes.ts';

const script = scriptAnswers();
const world = useWorld({ sandbox: { models: { script } } });
beforeAll(() => setUpOnce(world));

it('shows why and how long it waits, lets the worker go meanwhile, and ends with every block once', async () => {
  const { faults, log } = world.sandbox.notion;
  // Not a dropped connection: a browser sends such a request again by itself.
  const lost = addPage(world, 'Lost append');
  faults.next({ match: { method: 'PATCH', path: /children$/ }, fault: { type: 'gateway-timeout' } });
  script.push('First.\n\nSecond.');
  const app = await openCreate(world, lost);
  await generate(app, 'Write two paragraphs');
  await waitForState(app, 'Waiting: checking what Notion saved, [78]\\d s');

  const limited = addPage(world, 'Rate limit');
  const other = await openCreate(world, limited);
  faults.next({ match: { path: /children$/ }, fault: { type: 'rate-limit', retryAfter: 35 } });
  script.push('Third.');
  await generate(other, 'Write one paragraph');
  await waitForState(other, 'Waiting: Notion asks us to wait 3\\d s');
  const told = Date.now();

  await world.browser.closeTabs();
  await expect.poll(() => limited.texts(), { timeout: 70_000 }).toEqual(['Third.']);
  expect(Date.now() - told).toBeGreaterThan(33_000);
  // Nothing keeps it alive for a wait: an alarm starts it again when the time has come.
  await world.browser.worker.waitForIdleStop(60_000);
  expect(lost.texts()).toEqual([]);
  await expect.poll(() => lost.texts(), { timeout: 100_000 }).toEqual(['First.', 'Second.']);
  const appends = log.of('PATCH', new RegExp(`${lost.id}/children`));
  expect(appends).toHaveLength(2);
  expect((appends[1]?.time ?? 0) - (appends[0]?.time ?? 0)).toBeGreaterThan(89_000);
  const runs = await world.browser.open('options.html#/runs');
  const listed = (): Promise<string> => runs.evaluate(() => document.querySelector('table')?.innerText ?? '');
  await expect.poll(listed).toMatch(/Lost append/);
  await expect.poll(listed).not.toMatch(/Waiting|Running|Failed/);
}, 240_000);
