/** The workspace of a database: what is in view at which size, and the grid by the keyboard alone. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, openCreate, setUpApp, tick, waitForStatus } from './rows-app.ts';

/** Every answer takes its time, so that a run can be looked at. */
const script: AnswerScript = {
  take: () => ({ text: 'Slowly written.', chunks: [...'Slowly written.'] }),
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 400 } } });

const many = Array.from({ length: 60 }, (_, at) => ({ Topic: `Topic ${at + 1}`, Generate: at < 40 }));
/** The page itself: sizes are what is tested. */
const pageOf = (): Page => world.chromium.context.pages().find((page) => page.url().includes('options.html'))!;

/** Whole rows between the grid's header and its lower edge, and whether the page scrolls in either direction. */
const look = (page: Page) =>
  page.evaluate(() => {
    const grid = document.querySelector('[role="grid"]')!;
    const head = grid.querySelector('[role="row"]')!.getBoundingClientRect();
    const edge = grid.getBoundingClientRect();
    const rows = [...grid.querySelectorAll('[role="rowgroup"] > [role="row"]')].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return top >= head.bottom - 1 && bottom <= Math.min(edge.bottom, innerHeight) + 1;
    });
    const { scrollHeight, scrollWidth } = document.documentElement;
    return { rows: rows.length, scrolls: scrollHeight > innerHeight || scrollWidth > innerWidth };
  });

const isInView = async (page: Page, role: 'button' | 'progressbar', name: string | RegExp) => {
  const control = page.getByRole(role, { name, exact: true });
  await control.waitFor();
  const box = (await control.boundingBox())!;
  const { width, height } = page.viewportSize()!;
  return box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
};

const SIZES = [
  { width: 1280, height: 720, rows: 8 },
  { width: 1366, height: 650, rows: 7 },
  { width: 360, height: 740, rows: 4 },
  { width: 768, height: 900, rows: 8 },
] as const;

it('has Generate, then the progress and Stop, in view with the rows at every size, and the page never scrolls', async () => {
  const topics = addTopics(world, many);
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByText('40 of 60 rows ticked').waitFor();
  await app.getByRole('textbox', 'AI prompt').fill('Write about {{Topic}} {{');
  const tinted = () => app.evaluate(() => [...document.querySelectorAll('mark')].map(({ textContent }) => textContent));
  await expect.poll(tinted).toEqual(['{{Topic}}']);
  await app.getByRole('textbox', 'AI prompt').fill('Write about {{Topic}}');
  const page = pageOf();
  for (const { width, height, rows } of SIZES) {
    await page.setViewportSize({ width, height });
    await expect.poll(() => isInView(page, 'button', 'Generate'), { timeout: 5_000 }).toBe(true);
    await expect.poll(async () => (await look(page)).rows).toBeGreaterThanOrEqual(rows);
    expect(await look(page)).toMatchObject({ scrolls: false });
  }
  await page.setViewportSize({ width: 1280, height: 720 });
  await app.getByRole('button', 'Generate').click();
  await waitForStatus(app, /\d+ of 40 rows done/);
  for (const { width, height, rows } of SIZES) {
    await page.setViewportSize({ width, height });
    for (const name of ['Pause', 'Stop']) expect(await isInView(page, 'button', name)).toBe(true);
    expect(await isInView(page, 'progressbar', /./)).toBe(true);
    await expect.poll(async () => (await look(page)).rows).toBeGreaterThanOrEqual(rows);
    expect(await look(page)).toMatchObject({ scrolls: false });
  }
  await app.getByRole('button', 'Stop').click();
  await waitForStatus(app, /Stopped/);
  await page.setViewportSize({ width: 1280, height: 720 });
  expect(await isInView(page, 'button', 'Generate')).toBe(true);
});

it('begins in the prompt, and is one tab stop however many rows there are', async () => {
  const topics = addTopics(world, many);
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByText('40 of 60 rows ticked').waitFor();
  const focused = () =>
    app.evaluate(() => {
      const element = document.activeElement!;
      const text = element.getAttribute('aria-label') ?? element.textContent ?? '';
      return { text, inGrid: element.closest('[role="grid"]') !== null };
    });
  await expect.poll(() => app.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
  const stops: boolean[] = [];
  for (let at = 0; at < 25; at += 1) {
    await app.press('Tab');
    stops.push((await focused()).inGrid);
  }
  expect(stops.filter(Boolean)).toHaveLength(1);
});

it('moves, ticks ranges, opens a cell and gives the focus back, by the keyboard', async () => {
  const topics = addTopics(world, many);
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByText('40 of 60 rows ticked').waitFor();
  const grid = app.getByRole('grid', 'Rows of the database');
  await app.getByRole('checkbox', 'Select all rows').click();
  await app.press('Space');
  await app.getByText('0 of 60 rows ticked').waitFor();
  await grid.getByRole('gridcell', 'Topic 2').click();
  await app.press('Space');
  expect(await tick(app, 'Topic 2').isChecked()).toBe(true);
  await app.press('Shift+ArrowDown');
  await app.press('Shift+ArrowDown');
  await app.getByText('3 of 60 rows ticked').waitFor();
  await app.press('ArrowDown');
  await app.press('ArrowDown');
  await app.press('Shift+Space');
  await app.getByText('5 of 60 rows ticked').waitFor();
  await app.press('Control+End');
  await expect.poll(() => app.evaluate(() => document.activeElement?.closest('[role="row"]')?.ariaRowIndex)).toBe('61');
  await app.press('Home');
  await expect.poll(() => app.evaluate(() => document.activeElement?.ariaLabel)).toBe('Generate for Topic 60');
  await app.press('ArrowRight');
  await app.press('Enter');
  await app.getByRole('dialog', /of Topic 60$/).waitFor();
  await app.press('Escape');
  await app.getByRole('dialog', /of Topic 60$/).waitFor('hidden');
  await expect.poll(() => app.evaluate(() => document.activeElement?.textContent)).toBe('Topic 60');
  // A second key comes after the first was drawn and before the focus followed it.
  await app.evaluate(async () => {
    for (let pressed = 0; pressed < 2; pressed += 1) {
      const event = new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true, cancelable: true });
      document.activeElement!.dispatchEvent(event);
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    }
  });
  await expect.poll(() => app.evaluate(() => document.activeElement?.textContent)).toBe('Topic 58');
  await app.press('Control+a');
  await app.getByText('60 of 60 rows ticked').waitFor();
  await app.press('/');
  await expect.poll(() => app.evaluate(() => document.activeElement?.ariaLabel)).toBe('Search rows');
});

it('searches, filters by state, and shows further properties, without touching what a run covers', async () => {
  const topics = addTopics(world, [
    { Topic: 'Alpha', Content: 'Here already.' },
    { Topic: 'Beta' },
    { Topic: 'Gamma' },
  ]);
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('combobox', 'Rows').select('All');
  await app.getByText('3 of 3 rows chosen').waitFor();
  const names = () =>
    app.evaluate(() => [...document.querySelectorAll('.grid-title')].map(({ textContent }) => textContent));
  await app.getByRole('searchbox', 'Search rows').fill('HERE alr');
  await expect.poll(names).toEqual(['Alpha']);
  await app.getByText('3 of 3 rows chosen').waitFor();
  await app.getByRole('searchbox', 'Search rows').fill('');
  await app.getByRole('combobox', 'State').select('Empty');
  await expect.poll(names).toEqual(['Beta', 'Gamma']);
  await app.getByRole('combobox', 'State').select('Any state');
  await app.getByRole('button', 'Columns').click();
  await app.getByRole('checkbox', 'Generate').check();
  await app.press('Escape');
  await app.getByRole('grid', 'Rows of the database').getByRole('columnheader', 'Generate').waitFor();
});
