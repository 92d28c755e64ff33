/** What is typed in Settings survives a look at another view. */
import { beforeAll, expect, it } from 'vitest';

import { useWorld } from './harness/world.ts';
import { setUpOnce } from './page-scenes.ts';

const world = useWorld();

beforeAll(() => setUpOnce(world));

it('offers again what was typed before another view was opened, until it is saved', async () => {
  const app = await world.browser.open('options.html#/settings');
  const instructions = app.getByRole('textbox', 'System instructions');
  await instructions.fill('Write short sentences.');
  await app.getByRole('link', 'Runs').click();
  await app.getByRole('heading', 'Runs').waitFor();
  await app.getByRole('navigation', 'Main').getByRole('link', 'Settings').click();
  expect(await instructions.value()).toBe('Write short sentences.');
  await app.getByText('You have unsaved changes.').waitFor();
  await app.getByRole('button', 'Save').click();
  await app.getByRole('status').waitForText('Settings saved');
  await app.getByText('You have unsaved changes.').waitFor('hidden');
});
