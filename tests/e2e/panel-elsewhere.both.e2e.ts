import { beforeAll, expect, it } from 'vitest';

import { scriptAnswers } from '../../sandbox/models/answers.ts';
import { useWorld } from './harness/world.ts';
import { addPage, generate, openCreate, openPopup, setUpOnce, waitForState } from './page-scenes.ts';

const script = scriptAnswers();
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 1 } } });
beforeAll(() => setUpOnce(world));

it('shows the last connections and runs in the popup where no Notion page is open, with ways into the App', async () => {
  const page = addPage(world, 'Worked on');
  const app = await openCreate(world, page);
  script.push('A text.');
  await generate(app, 'Write');
  await waitForState(app, 'Done');
  const popup = await world.browser.open('popup.html');
  await popup.getByText(/No Notion page is open in this tab/).waitFor();
  await popup.getByRole('link', /Worked on.*Done/).waitFor();
  const links = await popup.evaluate(() =>
    [...document.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? ''),
  );
  expect(links.some((href) => href.startsWith('options.html#/create/'))).toBe(true);
  expect(links.some((href) => href.startsWith('options.html#/runs/'))).toBe(true);
  for (const view of ['create', 'connections', 'runs', 'settings']) expect(links).toContain(`options.html#/${view}`);
  await popup.getByRole('button', 'Open Visen').waitFor();
});

it('says where the text went, and an error with its cure and the button for it', async () => {
  const page = addPage(world, 'Outcome', 'Old.');
  const popup = await openPopup(world, page);
  script.push('New.');
  await generate(popup, 'Write');
  await waitForState(popup, 'Done');
  await popup.getByText(/Added to the end of the page/).waitFor();
  await popup.getByText(/1 prompt used/).waitFor();
  await popup.getByRole('link', 'Show in Notion').waitFor();
  world.sandbox.openai.faults.add({ kind: 'key-wrong' });
  await popup.getByRole('button', 'Generate').click();
  await waitForState(popup, 'Failed');
  await popup.getByRole('alert').waitForText(/key/i);
  await popup.getByRole('button', 'Open Settings').waitFor();
  script.push('Second.');
  await popup.getByRole('button', 'Try again').click();
  await waitForState(popup, 'Done');
  expect(page.texts()).toEqual(['Old.', 'New.', 'Second.']);
  await popup.close();
});
