import { expect, it } from 'vitest';

import { webUrl } from '../../sandbox/main.ts';
import {
  call,
  fillCreate,
  generate,
  goTo,
  openNewPage,
  openReady,
  startAfresh,
  waitForRunState,
  waitForText,
  waitForUsage,
} from './behaviours-steps.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld({ sandbox: { models: { chunkDelayMs: 8 } } });
const MARK = /Demo text written by rules/g;

const marksOn = (pageId: string): number => world.sandbox.notion.world.toText(pageId).match(MARK)?.length ?? 0;

/** A database of topics, and its run of all rows. */
async function runRows(app: Surface, count: number): Promise<string> {
  const { world: notion } = world.sandbox.notion;
  const { database } = notion.addDatabase({
    title: 'Topics',
    parent: world.sandbox.demo.notes.id,
    properties: { Topic: { title: {} }, Content: { rich_text: {} } },
    rows: Array.from({ length: count }, (_, index) => ({ Topic: `Topic ${index + 1}` })),
  });
  const target = await call(app, 'target.resolve', { url: webUrl(database.id), kind: 'database' });
  const { presetOutput } = await call<{ presetOutput: unknown }>(app, 'database.open', { databaseId: database.id });
  const options = { prompt: 'One sentence', where: 'end', usePageContent: false, output: presetOutput };
  const id = crypto.randomUUID();
  await call(app, 'runs.start', { id, request: { kind: 'rows', target, options, selection: { kind: 'all' } } });
  return id;
}

it('counts one prompt for one answer, however often the engine had to be asked', async () => {
  await startAfresh(world);
  const app = await openReady(world);
  const pageId = await openNewPage(world, app, 'Asked three times');
  world.sandbox.gemini.faults.add({ kind: 'overloaded' });
  world.sandbox.gemini.faults.add({ kind: 'cut' });
  await generate(app, 'Write about tea');
  await waitForRunState(app, 'Done', 50_000);
  await waitForUsage(app, 'Prompts used 1 of 10');
  expect(marksOn(pageId)).toBe(1);
});

it('counts one prompt when the worker was stopped in the middle of the answer, and one coherent text stays', async () => {
  const app = await openReady(world);
  const pageId = await openNewPage(world, app, 'Stopped on the way');
  await generate(app, 'Write a long article about tea');
  await waitForRunState(app, 'Writing|Generating');
  await world.browser.worker.stop();
  await waitForRunState(app, 'Done');
  await waitForUsage(app, 'Prompts used 2 of 10');
  expect(marksOn(pageId)).toBe(1);
});

it('shows the same truth in two windows and a popup within a second, and one run for two clicks', async () => {
  const first = await openReady(world);
  const pageId = await openNewPage(world, first, 'Seen twice');
  const route = new URL(await first.url()).hash;
  const popup = await world.browser.open('popup.html');
  const second = await world.chromium.open(`options.html${route}`);
  await second.getByRole('heading', 'Seen twice').waitFor();
  await generate(first, 'Write a long article about tea');
  // Browsers slow the timers of tabs that nobody sees; a second window is seen.
  await second.page.bringToFront();
  await second.getByRole('region', 'Progress').waitFor('visible', 1_000);
  // A click in the other window while it runs starts nothing.
  expect(await second.getByRole('button', 'Generate').attribute('aria-disabled')).toBe('true');
  await waitForRunState(first, 'Done');
  await waitForRunState(second, 'Done', 1_000);
  for (const view of [first, second]) await waitForUsage(view, 'Prompts used 3 of 10', 1_000);
  await waitForText(popup, 'Prompts used 3 of 10', 1_000);
  for (const view of [first, second]) await view.getByRole('button', 'Generate').waitFor('enabled', 1_000);
  expect(marksOn(pageId)).toBe(1);
});

it('counts runs of two windows at the same time exactly', async () => {
  const first = await openReady(world);
  const second = await world.browser.open('options.html#/create');
  const pages = [await openNewPage(world, first, 'Left'), await openNewPage(world, second, 'Right')];
  await Promise.all([generate(first, 'Write about tea'), generate(second, 'Write about coffee')]);
  await Promise.all([waitForRunState(first, 'Done'), waitForRunState(second, 'Done')]);
  for (const view of [first, second]) await waitForUsage(view, 'Prompts used 5 of 10', 2_000);
  expect(pages.map(marksOn)).toEqual([1, 1]);
});

it('puts Generate off at ten prompts, says why, and a plan chosen under Upgrade puts it on again at once', async () => {
  const app = await openReady(world);
  await runRows(app, 5);
  await waitForUsage(app, 'Prompts used 10 of 10', 40_000);
  await fillCreate(app, { name: 'One more', url: webUrl(world.sandbox.demo.notes.id) });
  await waitForText(app, 'You have used 10 of 10 prompts.');
  const off = app.getByRole('button', 'Generate');
  expect(await off.attribute('aria-disabled')).toBe('true');
  await app.getByRole('button', 'Upgrade').click();
  await app.getByRole('heading', 'Upgrade').waitFor();
  await app.getByRole('spinbutton', 'Prompts a month').fill('30');
  await app.getByRole('button', 'Choose Personal').click();
  await waitForUsage(app, 'Prompts used 10 of 30', 1_000);
  await app.evaluate(() => history.back());
  await app.getByRole('button', 'Generate').waitFor('enabled');
  await goTo(app, '#/upgrade');
  await app.getByRole('button', 'Choose Unlimited').click();
  await waitForUsage(app, 'Prompts used 10', 1_000);
  await app.getByRole('button', 'Choose Starter').click();
  await waitForUsage(app, 'Prompts used 10 of 10', 1_000);
});

it('pauses a run when the estimated cost reaches the spending cap, and goes on after the cap was lifted', async () => {
  const app = await openReady(world);
  const { monthCost } = await call<{ monthCost: number }>(app, 'plan.choose', { plan: 'unlimited' });
  await call(app, 'plan.choose', { plan: 'unlimited', spendingCap: monthCost + 0.000001 });
  const id = await runRows(app, 6);
  await goTo(app, `#/runs/${id}`);
  await waitForText(app, /Paused[^]*spending cap/);
  await goTo(app, '#/create');
  await fillCreate(app, { name: 'Capped', url: webUrl(world.sandbox.demo.notes.id) });
  await waitForText(app, 'The estimated cost of this month has reached your spending cap');
  await goTo(app, '#/upgrade');
  await app.getByRole('spinbutton', 'Spending cap').fill('');
  await app.getByRole('button', 'Set cap').click();
  await waitForText(app, 'Spending cap removed.');
  await goTo(app, `#/runs/${id}`);
  await app.getByRole('button', 'Resume').click();
  await waitForText(app, '6 of 6 rows done', 40_000);
});
