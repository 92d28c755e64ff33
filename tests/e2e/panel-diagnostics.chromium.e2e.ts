import { beforeAll, expect, it } from 'vitest';

import { useWorld } from './harness/world.ts';
import { addPage, send, setUpOnce } from './page-scenes.ts';

const world = useWorld();
beforeAll(() => setUpOnce(world));

it('tells in Feedback how the button stands in an open Notion tab, and nothing of the page', async () => {
  const page = addPage(world, 'Secret title', 'Secret text.');
  const tab = await world.chromium.openPage(`${page.url}?__opts=theme:dark`);
  await world.chromium.inPageButton(tab, 'Generate with AI').waitFor();
  const app = await world.chromium.open('options.html#/feedback');
  await app.getByRole('checkbox', /diagnostics/i).check();
  const text = await app.getByRole('region', /diagnostics/i).text();
  expect(text).toMatch(/Notion tab: client [\w.+-]+, button topbar, anchor share, theme dark by app, language en/);
  expect(text).not.toContain('Secret');
  expect(text).not.toContain(page.id.replaceAll('-', ''));
});

it('says so where no Notion tab is open, or where one does not answer', async () => {
  const app = await world.chromium.open('options.html#/feedback');
  const { value } = await send(app, 'feedback.diagnostics', {});
  expect((value as { text: string }).text).toContain('Notion tab: none open');
});
