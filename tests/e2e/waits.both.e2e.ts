/** A wait is no fault: what a person asks for while Notion asks for patience, or is away, goes on by itself. */
import { beforeAll, expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { webUrl } from '../../sandbox/main.ts';
import { addTopics, setUpApp, waitForStatus } from './rows-app.ts';

const script: AnswerScript = { take: () => ({ text: 'An answer' }), push: () => undefined, pending: () => 0 };
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 0 } } });
beforeAll(async () => {
  await setUpApp(world);
});

/** What a person sees of errors: none of it may show while something only waits. */
const alerts = (view: Surface): Promise<number> =>
  view.evaluate(() => document.querySelectorAll('[role="alert"]').length);

/** The grey line says so, and counts. */
async function waitLine(view: Surface, text: RegExp, timeout = 10_000): Promise<void> {
  const line = () => view.evaluate(() => document.querySelector<HTMLElement>('.wait-line')?.innerText ?? '');
  await expect.poll(line, { timeout }).toMatch(text);
}

async function next(view: Surface, kind: 'Notion Database' | 'Notion Page', id: string): Promise<void> {
  await view.evaluate(() => (location.hash = '#/create'));
  await view.getByRole('combobox', 'Type').select(kind);
  await view.getByRole('textbox', 'URL').fill(webUrl(id));
  await view.getByRole('button', 'Next').click();
}

it('opens a database through refusals, bad gateways and a lost network, without a click and without an error', async () => {
  const { notion, front } = world.sandbox;
  const topics = addTopics(world, [{ Topic: 'Alpha' }, { Topic: 'Beta' }]);
  const view = await world.browser.open('options.html#/home');
  notion.faults.next({ match: { path: /\/databases\// }, fault: { type: 'rate-limit', retryAfter: 4 } });
  await next(view, 'Notion Database', topics.databaseId);
  await waitLine(view, /Notion asks us to wait\s+[1-4] s/);
  expect(await alerts(view)).toBe(0);
  notion.faults.next({ match: { path: /\/query$/ }, fault: { type: 'bad-gateway' } });
  notion.faults.next({ match: { path: /\/views/ }, fault: { type: 'overload', retryAfter: 1 } });
  await waitLine(view, /Notion is busy; trying again/, 20_000);
  expect(await alerts(view)).toBe(0);
  await view.getByRole('grid', 'Rows of the database').waitFor('visible', 30_000);
  expect(await alerts(view)).toBe(0);
  front.cut('api.notion.com');
  await view.getByRole('button', 'Refresh').click();
  await waitLine(view, /Notion cannot be reached; trying again/);
  expect(await alerts(view)).toBe(0);
  front.mend('api.notion.com');
  await view.getByText('0 of 2 rows ticked').waitFor('visible', 30_000);
  expect(await alerts(view)).toBe(0);
}, 90_000);

it('opens a connection whose run goes on with its progress and Stop, however long its rows have to wait', async () => {
  const { limiter } = world.sandbox.notion;
  const topics = addTopics(
    world,
    Array.from({ length: 30 }, (_, at) => ({ Topic: `Topic ${at + 1}` })),
  );
  const view = await world.browser.open('options.html#/home');
  await next(view, 'Notion Database', topics.databaseId);
  await view.getByRole('combobox', 'Rows').select('All');
  await view.getByRole('textbox', 'AI prompt').fill('Write about it');
  limiter.limit = 30;
  await view.getByRole('button', 'Generate').click();
  await waitForStatus(view, /Waiting: Notion asks us to wait/);
  const route = await view.evaluate(() => location.hash);
  await view.evaluate(() => (location.hash = '#/connections'));
  await view.getByRole('heading', 'Connections').waitFor();
  await view.evaluate((hash: string) => (location.hash = hash), route);
  await view.getByRole('progressbar').waitFor('visible', 5_000);
  await view.getByRole('button', 'Stop').waitFor();
  await waitLine(view, /Notion asks us to wait/);
  expect(await view.evaluate(() => document.querySelectorAll('[role="grid"]').length)).toBe(0);
  expect(await alerts(view)).toBe(0);
  limiter.limit = undefined;
  await view.getByRole('grid', 'Rows of the database').waitFor('visible', 70_000);
  expect(await alerts(view)).toBe(0);
  await expect.poll(() => topics.column('Content').filter(Boolean).length, { timeout: 60_000 }).toBe(30);
}, 180_000);

it('checks and lists by itself once Notion lets it, and gives up what nobody waits for any more', async () => {
  const { notion } = world.sandbox;
  const view = await world.browser.open('options.html#/settings');
  notion.faults.next({ match: { path: /users\/me/, count: 2 }, fault: { type: 'unavailable' } });
  await view.getByRole('button', 'Test Notion connection').click();
  await waitLine(view, /Notion is busy; trying again/);
  await view.getByText(/Works/).waitFor('visible', 20_000);
  const reason = 'public_api_endpoint_rate_limit';
  notion.faults.next({ match: { path: /\/search/ }, fault: { type: 'rate-limit', retryAfter: 12, reason } });
  await view.evaluate(() => (location.hash = '#/create'));
  await waitLine(view, /Notion asks us to wait/);
  expect(await alerts(view)).toBe(0);
  const page = world.sandbox.notion.world.addPage({ title: 'Somewhere' });
  world.sandbox.notion.world.edit.share(world.sandbox.demo.token.token, page.id);
  await view.getByRole('textbox', 'URL').fill(webUrl(page.id));
  await view.getByRole('button', 'Next').click();
  await expect.poll(() => view.evaluate(() => document.body.innerText)).toMatch(/Notion asks us to wait/);
  // Another address: who asked for the first one waits no longer, and hears of the second at once.
  await view.getByRole('textbox', 'URL').fill('https://example.com/');
  await view.getByRole('button', 'Next').click();
  await view.getByText(/This is not a Notion URL/).waitFor('visible', 5_000);
  await view.evaluate(() => (location.hash = '#/home'));
  await expect.poll(() => view.evaluate(() => document.body.innerText)).not.toMatch(/Notion asks us to wait/);
}, 60_000);
