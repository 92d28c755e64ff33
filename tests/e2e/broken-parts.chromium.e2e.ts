/** A part that cannot be drawn takes nothing else away. */
import { beforeAll, expect, it } from 'vitest';

import { useWorld } from './harness/world.ts';
import { addPage, generate, openCreate, setUpOnce, waitForState } from './page-scenes.ts';

const world = useWorld();

beforeAll(async () => {
  await setUpOnce(world);
  const app = await openCreate(world, addPage(world, 'Broken entry'));
  await generate(app, 'Write about tea');
  await waitForState(app, 'Done', 30_000);
  await world.browser.closeTabs();
});

/** From now on every moment on this screen throws, as a value did that no date can hold. */
const breakDates = () => {
  Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
    configurable: true,
    get: () => () => {
      throw new RangeError('a text of the person');
    },
  });
};

it('an entry of a list is shown as broken, can be deleted, and the rest works', async () => {
  const app = await world.browser.open('options.html#/settings');
  await app.getByRole('button', 'Save').waitFor();
  await app.evaluate(breakDates);
  await app.evaluate(() => void (location.hash = '#/connections'));
  const broken = app.getByText(/This entry could not be shown \(RangeError/u);
  await broken.waitFor();
  expect(await broken.text()).not.toContain('a text of the person');
  await app.getByRole('searchbox', 'Filter connections').waitFor();
  await app.getByRole('button', 'Delete').click();
  await broken.waitFor('hidden');
});

it('a list of prompts shows the rest when one of them cannot be drawn', async () => {
  const app = await world.browser.open('options.html#/settings');
  await app.getByRole('button', 'Save').waitFor();
  await app.evaluate(() => {
    // Stands for a value that no code expected: drawing any prompt with variables throws.
    const split = String.prototype.split as (this: string, by: unknown) => string[];
    Object.defineProperty(String.prototype, 'split', {
      value(this: string, by: unknown) {
        if (this.startsWith('Translate')) throw new TypeError('a text of the person');
        return split.call(this, by);
      },
    });
    location.hash = '#/prompts';
  });
  await app.getByText(/This entry could not be shown \(TypeError/u).waitFor();
  expect(await app.getByRole('heading', 'Summarise').count()).toBe(1);
});

it('a view is shown as broken beside a sidebar that works', async () => {
  const app = await world.browser.open('options.html#/runs');
  const run = app.getByRole('link', /Broken entry/u);
  const hash = await run.attribute('href');
  await app.getByRole('link', 'Settings').click();
  await app.getByRole('button', 'Save').waitFor();
  await app.evaluate(breakDates);
  await app.evaluate((to) => void (location.hash = to), hash ?? '');
  await app.getByText(/^This view could not be shown/u).waitFor();
  // A view that draws no moment; Upgrade would be broken too, since it names the month.
  await app.getByRole('link', 'Prompts').click();
  await app.getByRole('heading', 'Prompts').waitFor();
});
