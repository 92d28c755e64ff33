import { beforeAll, expect, it } from 'vitest';

import { scriptAnswers } from '../../sandbox/models/answers.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { addPage, setUpOnce, waitForState } from './page-scenes.ts';

const script = scriptAnswers();
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 1 } } });
beforeAll(() => setUpOnce(world));

interface MenuWindow {
  readonly document: Document;
}
interface MenuElement extends Element {
  readonly label: string;
  readonly state: string;
  activateItem(item: Element): void;
  hidePopup(): void;
}

/** A right-click on an element of the page that is in front, then our entry in the browser's own menu: a real click. */
async function chooseNatively(page: Surface, selector: string, label: string): Promise<void> {
  const { x, y } = await page.evaluate((wanted: string) => {
    const box = document.querySelector(wanted)?.getBoundingClientRect();
    if (!box) throw new Error(`no ${wanted}`);
    return { x: Math.round(box.x + Math.min(20, box.width / 2)), y: Math.round(box.y + box.height / 2) };
  }, selector);
  const { marionette } = world.firefox;
  await marionette.exclusively(() =>
    marionette.send('WebDriver:PerformActions', {
      actions: [
        {
          type: 'pointer',
          id: 'mouse',
          parameters: { pointerType: 'mouse' },
          actions: [
            { type: 'pointerMove', duration: 0, origin: 'viewport', x, y },
            { type: 'pointerDown', button: 2 },
            { type: 'pointerUp', button: 2 },
          ],
        },
      ],
    }),
  );
  await world.firefox.inChrome(async (wanted: string) => {
    const { document: chromeDocument } = globalThis as unknown as MenuWindow;
    const menu = chromeDocument.getElementById('contentAreaContextMenu') as Element as MenuElement;
    for (let tries = 0; menu.state !== 'open' && tries < 50; tries += 1) await new Promise((r) => setTimeout(r, 100));
    const items = [...menu.querySelectorAll('menuitem')] as Element[] as MenuElement[];
    const item = items.find((it) => it.label === wanted && (it.parentElement as Element) === menu);
    if (!item) {
      menu.hidePopup();
      throw new Error(`no ${wanted} among ${items.map((it) => it.label).join(', ')}`);
    }
    menu.activateItem(item);
  }, label);
}

/** Notion's own menu is off: with it, ours is out of reach over a block. */
const WITHOUT_OWN_MENU = '?__opts=contextmenu:off';

it('takes the selection by a real click in the browser’s menu, and writes behind its block', async () => {
  const page = addPage(world, 'Native menu', 'Alpha text.\n\nBeta text.\n\nGamma text.');
  const tab = await world.firefox.openPage(`${page.url}${WITHOUT_OWN_MENU}`);
  await tab.getByText('Beta text.').waitFor();
  const block = world.sandbox.notion.world.children(page.id)[1]?.id ?? '';
  const selector = `.notion-frame [data-block-id="${block}"]`;
  await tab.evaluate((wanted: string) => {
    const element = document.querySelector(wanted);
    if (element) getSelection()?.selectAllChildren(element);
  }, selector);
  await chooseNatively(tab, selector, 'Generate with AI');
  const popup = await world.firefox.openedPopup();
  await popup.getByRole('button', 'Summarise').waitFor();
  await popup.getByText(/Beta text/).waitFor();
  script.push('A summary.');
  await popup.getByRole('button', 'Summarise').click();
  await waitForState(popup, 'Done');
  expect(page.texts()).toEqual(['Alpha text.', 'Beta text.', 'A summary.', 'Gamma text.']);
  await popup.getByRole('button', 'Undo').click();
  await popup.getByText('Undone: the page is as it was.').waitFor();
  expect(page.texts()).toEqual(['Alpha text.', 'Beta text.', 'Gamma text.']);
  await popup.close();
});

it('opens the panel for the page by a real click in the browser’s menu, and by the shortcut', async () => {
  const page = addPage(world, 'Page menu', 'Alpha text.');
  const tab = await world.firefox.openPage(`${page.url}${WITHOUT_OWN_MENU}`);
  await tab.getByText('Alpha text.').waitFor();
  await chooseNatively(tab, '.notion-frame', 'Generate with AI');
  const popup = await world.firefox.openedPopup();
  await popup.getByRole('combobox', 'Where').waitFor();
  await popup.close();
  await world.firefox.inChrome(() => {
    const { document: chromeDocument } = globalThis as unknown as MenuWindow;
    const key = [...chromeDocument.querySelectorAll('keyset key')].find(
      (it) => /^G$/i.test(it.getAttribute('key') ?? '') && it.closest('keyset')?.id.includes('visen'),
    );
    if (!key) throw new Error('the extension has no such key');
    (key as Element & { doCommand(): void }).doCommand();
  });
  const again = await world.firefox.openedPopup();
  await again.getByRole('combobox', 'Where').waitFor();
  await again.close();
});
