/** What protects keys and settings: the passphrase, and a look into a file before it is taken over. */
import { beforeAll, expect, it } from 'vitest';

import { useWorld } from './harness/world.ts';
import { send, setUpOnce } from './page-scenes.ts';

const world = useWorld();
const PASSPHRASE = 'correct horse battery';

beforeAll(() => setUpOnce(world));

it('sets a passphrase that was typed twice, asks for the keys again and says why', async () => {
  const app = await world.browser.open('options.html#/settings');
  const set = app.getByRole('button', 'Set passphrase');
  await app.getByLabel('Passphrase').fill('short');
  await app.getByLabel('Passphrase again').fill('short');
  await set.click();
  await app.getByText('Use at least 8 characters.').waitFor();
  await app.getByLabel('Passphrase').fill(PASSPHRASE);
  await app.getByLabel('Passphrase again').fill(`${PASSPHRASE}!`);
  await set.click();
  await app.getByText('The two entries are not the same.').waitFor();
  await app.getByLabel('Passphrase again').fill(PASSPHRASE);
  await set.click();
  await app.getByText(/^Enter these keys again: Notion, GPT\./u).waitFor();
  await app.getByLabel('Notion internal integration secret key').fill(world.sandbox.demo.token.token);
  await app.getByLabel('OpenAI API key').fill('sandbox-demo-key');
  await app.getByRole('button', 'Save').click();
  await app.getByRole('status').waitForText('Settings saved');
  await app.getByText(/^Enter these keys again/u).waitFor('hidden');
});

it('locks at once, and unlocks with the right passphrase alone', async () => {
  const app = await world.browser.open('options.html#/settings');
  await app.getByRole('button', 'Lock now').click();
  await app.getByLabel('Passphrase').fill('not the passphrase');
  await app.getByRole('button', 'Unlock').click();
  await app.getByText(/This passphrase is wrong/u).waitFor();
  await app.getByLabel('Passphrase').fill(PASSPHRASE);
  await app.getByRole('button', 'Unlock').click();
  await app.getByRole('button', 'Lock now').waitFor();
});

it('asks for the passphrase before keys leave and before it goes', async () => {
  const app = await world.browser.open('options.html#/settings');
  await app.getByLabel('Include keys').click();
  await app.getByRole('button', 'Export').click();
  const dialog = app.getByRole('dialog');
  await app.getByLabel('Passphrase').fill('not the passphrase');
  await dialog.getByRole('button', 'Export').click();
  await dialog.getByText(/This passphrase is wrong/u).waitFor();
  await dialog.getByRole('button', 'Cancel').click();
  expect(await send(app, 'settings.export', { includeKeys: true })).toMatchObject({ ok: false });
  await app.getByRole('button', 'Remove passphrase').click();
  await app.getByLabel('Passphrase').fill(PASSPHRASE);
  await dialog.getByRole('button', 'Remove').click();
  await app.getByRole('button', 'Set passphrase').waitFor();
});

it('shows what a file would change, and takes the chosen parts over', async () => {
  const app = await world.browser.open('options.html#/settings');
  await app.getByRole('button', 'Import').waitFor();
  await app.evaluate(() => {
    const file = {
      format: 'visen',
      version: 3,
      exportedAt: '2026-11-01T08:00:00.000Z',
      prompts: {
        version: 1,
        value: [{ id: 'a', name: 'Imported prompt', text: 'Text', builtIn: false, updatedAt: 1 }],
      },
    };
    const input = document.querySelector<HTMLInputElement>('input[type=file]');
    if (!input) throw new Error('no file field');
    const files = new DataTransfer();
    files.items.add(new File([JSON.stringify(file)], 'visen.json', { type: 'application/json' }));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  const dialog = app.getByRole('dialog');
  await dialog.getByText('Imported prompt').waitFor();
  await dialog.getByRole('checkbox', 'Saved prompts').waitFor();
  await dialog.getByRole('button', 'Import').click();
  await app.getByText(/^Imported\. Prompts: 1,/u).waitFor();
});
