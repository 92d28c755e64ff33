import { expect, it } from 'vitest';

import { webUrl } from '../../sandbox/main.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld();

it('drives the real popup over a web page', async () => {
  await world.firefox.openPage(webUrl(world.sandbox.demo.blank.id));
  await world.firefox.openRealPopup();
  const popup = await world.firefox.openedPopup();
  await popup.evaluate(() => {
    document.body.innerHTML = '<label>Prompt <textarea></textarea></label><button>Go</button><output></output>';
    const output = document.querySelector('output');
    document.querySelector('button')?.addEventListener('click', (event) => {
      if (output) output.textContent = `${document.querySelector('textarea')?.value} ${event.isTrusted}`;
    });
    document.querySelector('textarea')?.addEventListener('keydown', (event) => {
      if (output) output.textContent = `${event.ctrlKey} ${event.key}`;
    });
  });
  await popup.getByRole('textbox', 'Prompt').fill('écrire 👍');
  await popup.getByRole('button', 'Go').click();
  await popup.getByRole('status').waitForText('écrire 👍 true');
  await popup.getByRole('textbox', 'Prompt').press('Control+Enter');
  await popup.getByRole('status').waitForText('true Enter');
  await popup.close();
  await expect(popup.getByRole('status').count()).rejects.toThrow();
});
