/** From the install to written text without a mouse. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';

import { waitForText } from './behaviours-steps.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld({ sandbox: { models: { chunkDelayMs: 1 } } });

/** Presses Tab (or Shift+Tab) until the focus is on what has this name; the focus must always be seen. */
async function tabTo(page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 80; step++) {
    await page.keyboard.press(key);
    const { names, isSeen } = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      const box = element?.getBoundingClientRect();
      const style = element && getComputedStyle(element);
      return {
        names: [element?.getAttribute('aria-label'), element?.labels?.[0]?.textContent, element?.textContent].map(
          (text) => (text ?? '').trim(),
        ),
        isSeen:
          element === document.body ||
          (box !== undefined && box.bottom > 0 && box.top < innerHeight && style?.visibility === 'visible'),
      };
    });
    expect(isSeen, `focus on ${names.join(' / ')} is in view`).toBe(true);
    // A required field's label ends with the word.
    if (names.some((it) => it === name || it.startsWith(`${name} (`) || it === `${name}required`)) return;
    passed.push(names.find(Boolean) ?? '?');
  }
  throw new Error(`Tab never reached “${name}”; it passed ${passed.join(', ')}`);
}

it('sets up, makes the connections database, creates, generates and undoes by the keyboard alone', async () => {
  const { browser, sandbox } = world;
  await browser.grantHost('https://generativelanguage.googleapis.com');
  const app: Surface & { page: Page } = await world.chromium.open('options.html');
  const { page } = app;
  const { keyboard } = page;
  const before = sandbox.notion.world.toText(sandbox.demo.blank.id);
  await app.getByRole('heading', 'Home').waitFor();
  await tabTo(page, 'Skip to content');
  await keyboard.press('Enter');
  await tabTo(page, 'Settings');
  await keyboard.press('Enter');
  await app.getByRole('heading', 'Settings').waitFor();
  await tabTo(page, 'Notion internal integration secret key');
  await keyboard.type(sandbox.demo.token.token);
  await tabTo(page, 'Gemini API key');
  await keyboard.type('sandbox-demo-key');
  await keyboard.press('Enter');
  await waitForText(app, /Settings saved[^]*Notion:\s+works[^]*AI engine:\s+works/);

  await tabTo(page, 'Create connections database', 'Shift+Tab');
  await keyboard.press('Enter');
  const dialog = app.getByRole('dialog', 'Choose a page');
  await dialog.getByRole('option', 'Meeting notes').waitFor();
  await keyboard.type('meet');
  await dialog.getByRole('option', 'Visen demo').waitFor('hidden');
  await tabTo(page, 'Pages');
  await keyboard.press('Enter');
  await tabTo(page, 'Create here');
  await keyboard.press('Enter');
  await dialog.waitFor('hidden');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Create connections database');

  await tabTo(page, 'Create', 'Shift+Tab');
  await keyboard.press('Enter');
  await app.getByRole('heading', 'Create').waitFor();
  await app.getByRole('option', 'Visen demo').waitFor();
  await tabTo(page, 'Name');
  await keyboard.type('By keyboard');
  await tabTo(page, 'Pages');
  const titles = await page.getByRole('listbox', { name: 'Pages' }).getByRole('option').allTextContents();
  const at = titles.findIndex((title) => title.includes('Visen demo'));
  await keyboard.press('Home');
  for (let step = 0; step < at; step++) await keyboard.press('ArrowDown');
  await expect.poll(() => app.getByRole('textbox', 'URL').value()).toContain(sandbox.demo.blank.id.replaceAll('-', ''));
  await tabTo(page, 'Next');
  await keyboard.press('Enter');
  await app.getByRole('heading', 'By keyboard').waitFor();
  await tabTo(page, 'AI prompt');
  await keyboard.type('Write about tea');
  await keyboard.press('Enter');
  await keyboard.type('in three lines');
  expect(await app.getByRole('textbox', 'AI prompt').value()).toBe('Write about tea\nin three lines');
  await keyboard.press('Control+Enter');
  await waitForText(app, /^Done/m);
  expect(sandbox.notion.world.toText(sandbox.demo.blank.id)).toMatch(/tea/i);
  await tabTo(page, 'Undo');
  await keyboard.press('Enter');
  await waitForText(app, /Undone/);
  expect(sandbox.notion.world.toText(sandbox.demo.blank.id)).toBe(before);
});

it('gives the focus back from menus and dialogs, and to the heading after a move', async () => {
  const { page, ...app } = await world.chromium.open('options.html#/connections');
  await app.getByRole('link', 'By keyboard').waitFor();
  const focused = (): Promise<string> =>
    page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
    );
  await tabTo(page, 'More actions for By keyboard');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  expect(await focused()).toBe('More actions for By keyboard');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await app.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  expect(await focused()).toBe('More actions for By keyboard');
  await page.keyboard.press('Enter');
  await page.keyboard.press('d'); // Duplicate, then Delete
  await page.keyboard.press('d');
  await page.keyboard.press('Enter');
  await expect.poll(focused).toBe('Undo');
  await page.keyboard.press('Enter');
  await app.getByRole('link', 'By keyboard').waitFor();
  await tabTo(page, 'By keyboard');
  await page.keyboard.press('Enter');
  await app.getByRole('heading', 'By keyboard').waitFor();
  await expect.poll(focused).toBe('By keyboard');
});
