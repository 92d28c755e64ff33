import { beforeAll, describe, expect, it } from 'vitest';

import { webUrl } from '../../sandbox/main.ts';
import { scriptAnswers } from '../../sandbox/models/answers.ts';
import { useWorld } from './harness/world.ts';
import { addPage, setUpOnce, waitForState } from './page-scenes.ts';
import { chooseInMenu, openedView, pressShortcut, selectBlock } from './panel-scenes.ts';

const script = scriptAnswers();
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 1 } } });
beforeAll(() => setUpOnce(world));

const TEXTS = 'Alpha text.\n\nBeta text.\n\nGamma text.';

async function onSelection(title: string, selected: string) {
  const page = addPage(world, title, TEXTS);
  const tab = await world.chromium.openPage(page.url);
  await tab.page.getByText('Beta text.').waitFor();
  await selectBlock(tab.page, selected);
  await chooseInMenu(world, tab.page, { menuItemId: 'page', selectionText: selected });
  const panel = await openedView(world, 'popup.html?tab=');
  await panel.getByRole('region', 'About the text you selected:').getByText(selected).waitFor();
  return { page, tab, panel };
}

describe('Generate with AI on selected text', () => {
  it('shows the text, and a quick action writes behind its block; Undo takes it out', async () => {
    const { page, panel } = await onSelection('Quick action', 'Beta text.');
    expect(await panel.getByRole('combobox', 'Where').count()).toBe(0);
    script.push((request) => (request.prompt.includes('Beta text.') ? 'A summary.' : 'The selection was not given.'));
    await panel.getByRole('button', 'Summarise').click();
    await waitForState(panel, 'Done');
    expect(page.texts()).toEqual(['Alpha text.', 'Beta text.', 'A summary.', 'Gamma text.']);
    await panel.getByText(/Added after the text you selected/).waitFor();
    await panel.getByText(/1 prompt used/).waitFor();
    const written = world.sandbox.notion.world.children(page.id)[2]?.id.replaceAll('-', '');
    expect(await panel.getByRole('link', 'Show in Notion').attribute('href')).toBe(`${page.url}#${written}`);
    await panel.getByRole('button', 'Copy').waitFor();
    await panel.getByRole('button', 'Undo').click();
    await panel.getByText('Undone: the page is as it was.').waitFor();
    expect(page.texts()).toEqual(['Alpha text.', 'Beta text.', 'Gamma text.']);
  });

  it('takes a prompt of one’s own, and keeps none of it for the page', async () => {
    const { page, panel } = await onSelection('Own prompt', 'Alpha text.');
    script.push('An answer.');
    await panel.getByRole('textbox', 'AI prompt').fill('Make it a question');
    await panel.getByRole('button', 'Generate').click();
    await waitForState(panel, 'Done');
    expect(page.texts()).toEqual(['Alpha text.', 'An answer.', 'Beta text.', 'Gamma text.']);
    await panel.getByRole('button', 'Use the whole page instead').click();
    await panel.reload();
    await panel.getByRole('combobox', 'Where').waitFor();
    expect(await panel.getByRole('textbox', 'AI prompt').value()).toBe('');
  });

  it('writes at the end and says so when the selection is in no block of the page', async () => {
    const { page, panel } = await onSelection('A title', 'A title');
    script.push('An answer.');
    await panel.getByRole('button', 'Translate').click();
    await waitForState(panel, 'Done');
    expect(page.texts()).toEqual(['Alpha text.', 'Beta text.', 'Gamma text.', 'An answer.']);
    await panel.getByText(/Added to the end of the page: the block with your selection could not be found/).waitFor();
  });

  it('can be dropped, for good', async () => {
    const { panel } = await onSelection('Dropped', 'Beta text.');
    await panel.getByRole('button', 'Use the whole page instead').click();
    await panel.getByRole('combobox', 'Where').waitFor();
    await panel.reload();
    await panel.getByRole('combobox', 'Where').waitFor();
    expect(await panel.getByRole('button', 'Summarise').count()).toBe(0);
  });

  it('believes the browser what is selected, not the page', async () => {
    const page = addPage(world, 'Belief', TEXTS);
    const tab = await world.chromium.openPage(page.url);
    await tab.page.getByText('Beta text.').waitFor();
    await selectBlock(tab.page, 'Beta text.');
    await chooseInMenu(world, tab.page, { menuItemId: 'page', selectionText: 'Said by the browser' });
    const panel = await openedView(world, 'popup.html?tab=');
    await panel.getByText('Said by the browser').waitFor();
    expect(await panel.evaluate(() => document.body.innerText)).not.toContain('Beta text.');
  });
});

describe('Generate with AI elsewhere', () => {
  it('on the page opens the panel for it, without what was selected before', async () => {
    const { tab, panel } = await onSelection('Page entry', 'Beta text.');
    await panel.close();
    await chooseInMenu(world, tab.page, { menuItemId: 'page' });
    const again = await openedView(world, 'popup.html?tab=');
    await again.getByRole('combobox', 'Where').waitFor();
    expect(await again.getByRole('button', 'Summarise').count()).toBe(0);
  });

  it('on a link opens Create with its address', async () => {
    const page = addPage(world, 'Linked');
    const tab = await world.chromium.openPage(webUrl(world.sandbox.demo.notes.id));
    await chooseInMenu(world, tab.page, { menuItemId: 'link', linkUrl: page.url });
    const app = await openedView(world, 'options.html#/create');
    expect(await app.getByRole('textbox', 'URL').value()).toBe(page.url);
    await app.getByRole('button', 'Next').click();
    await app.getByRole('textbox', 'AI prompt').waitFor();
  });

  it('on the toolbar icon opens the panel over a Notion page, and the App elsewhere', async () => {
    const page = addPage(world, 'Toolbar icon');
    const tab = await world.chromium.openPage(page.url);
    await chooseInMenu(world, tab.page, { menuItemId: 'action' });
    const panel = await openedView(world, 'popup.html?tab=');
    await panel.getByText('Toolbar icon').waitFor();
    await panel.close();
    await tab.page.goto('about:blank');
    await chooseInMenu(world, tab.page, { menuItemId: 'action' });
    await openedView(world, 'options.html#/home');
  });

  it('by the keyboard opens the panel for the page in front', async () => {
    const page = addPage(world, 'Shortcut');
    const tab = await world.chromium.openPage(page.url);
    await pressShortcut(world, tab.page);
    const panel = await openedView(world, 'popup.html?tab=');
    await panel.getByText('Shortcut').waitFor();
  });
});
