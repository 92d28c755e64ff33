import { beforeAll, expect, it } from 'vitest';

import { useWorld } from './harness/world.ts';
import { addPage, openPopup, setUpOnce } from './page-scenes.ts';

const world = useWorld();
beforeAll(() => setUpOnce(world));

it('says in the App and in the popup that access was taken back, and gets it by the button', async () => {
  const page = addPage(world, 'Revoked');
  const app = await world.firefox.open('options.html#/settings');
  await app.evaluate(() =>
    chrome.permissions.remove({ origins: ['https://api.notion.com/*', 'https://app.notion.com/*'] }),
  );
  await app.getByText(/Your browser withholds access to api\.notion\.com, app\.notion\.com/).waitFor();
  const popup = await openPopup(world, page);
  await popup.getByRole('button', 'Allow access').waitFor();
  await popup.close();
  await app.getByRole('button', 'Allow access').click();
  await app.getByText(/Your browser withholds access/).waitFor('hidden');
  const granted = await app.evaluate(() => chrome.permissions.contains({ origins: ['https://app.notion.com/*'] }));
  expect(granted).toBe(true);
});
