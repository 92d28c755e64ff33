import { afterAll, beforeAll, expect, it } from 'vitest';

import { useWorld } from './harness/world.ts';
import { addPage, setUpOnce } from './page-scenes.ts';

const world = useWorld();
beforeAll(() => setUpOnce(world));
afterAll(() => world.chromium.setHostAccess('ON_ALL_SITES'));

it('says in popup and App which access is withheld, and asks for it again', async () => {
  const page = addPage(world, 'Withheld');
  await world.chromium.setHostAccess('ON_CLICK');
  const tab = await world.chromium.openPage(page.url);
  const popup = await world.chromium.open('popup.html');
  await popup.getByText(/Your browser withholds access to .*app\.notion\.com/).waitFor();
  await popup.getByRole('button', 'Allow access').waitFor();
  expect(await popup.getByText(/No Notion page is open/).count()).toBe(0);
  await popup.close();

  const app = await world.chromium.open('options.html#/settings');
  await app.getByText(/Your browser withholds access to .*api\.notion\.com/).waitFor();
  await world.chromium.setHostAccess('ON_ALL_SITES');
  await app.getByText(/Your browser withholds access/).waitFor('hidden');
  await tab.page.reload();
  await world.chromium.inPageButton(tab, 'Generate with AI').waitFor();
});

it('follows access that is given host by host in the browser’s own settings', async () => {
  await world.chromium.setHostAccess('ON_CLICK');
  const app = await world.chromium.open('options.html#/settings');
  await app.getByText(/Your browser withholds access/).waitFor();
  await world.chromium.grantHost('https://api.notion.com');
  await app.getByText(/withholds access to app\.notion\.com, www\.notion\.so\./).waitFor();
  await world.chromium.grantHost('https://app.notion.com');
  await world.chromium.grantHost('https://www.notion.so');
  await app.getByText(/Your browser withholds access/).waitFor('hidden');
});
