import { describe, expect, it } from 'vitest';

import { useWorld } from './harness/world.ts';
import { openSidePanel, addPage } from './page-scenes.ts';
import { chooseInMenu, openedView, pressShortcut } from './panel-scenes.ts';

const world = useWorld();
const SET_UP = 'Set up Visen';

describe('on an extension that is not set up', () => {
  it('the in-page button leads to set-up', async () => {
    const panel = await openSidePanel(world, addPage(world, 'By the button'));
    await panel.getByRole('button', SET_UP).click();
    const app = await openedView(world, 'options.html#/home');
    await app.getByRole('heading', /Connect Notion/).waitFor();
  });

  it.each([
    { menuItemId: 'page' },
    { menuItemId: 'page', selectionText: 'Some text.' },
    { menuItemId: 'action' },
  ] as const)('the menu leads to set-up: %j', async (info) => {
    const page = addPage(world, 'By the menu', 'Some text.');
    const tab = await world.chromium.openPage(page.url);
    await chooseInMenu(world, tab.page, info);
    const panel = await openedView(world, 'popup.html?tab=');
    await panel.getByRole('button', SET_UP).waitFor();
    expect(await panel.getByRole('button', 'Generate').count()).toBe(0);
  });

  it('the menu on a link and the toolbar icon away from Notion lead to set-up', async () => {
    const page = addPage(world, 'By a link');
    const tab = await world.chromium.openPage(page.url);
    await chooseInMenu(world, tab.page, { menuItemId: 'link', linkUrl: page.url });
    await (await openedView(world, 'options.html#/create')).getByRole('link', SET_UP).waitFor();
    await tab.page.goto('about:blank');
    await chooseInMenu(world, tab.page, { menuItemId: 'action' });
    await (await openedView(world, 'options.html#/home')).getByRole('heading', /Connect Notion/).waitFor();
  });

  it('the shortcut and the popup lead to set-up', async () => {
    const page = addPage(world, 'By keyboard');
    const tab = await world.chromium.openPage(page.url);
    await pressShortcut(world, tab.page);
    const panel = await openedView(world, 'popup.html?tab=');
    await panel.getByRole('button', SET_UP).waitFor();
    await panel.close();
    const popup = await world.chromium.openRealPopup(tab);
    await popup.getByRole('button', SET_UP).waitFor();
    expect(await popup.evaluate(() => innerWidth)).toBe(400);
    await popup.close();
  });
});
