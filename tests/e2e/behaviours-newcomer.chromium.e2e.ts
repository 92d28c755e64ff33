import { expect, it } from 'vitest';

import { demoEngine } from '../../scripts/demo-browser.ts';
import type { Control } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { waitForRunState } from './behaviours-steps.ts';

const world = useWorld({ sandbox: { models: { chunkDelayMs: 1 } } });

it('leads somebody who knows nothing but the screen from Home to written text in at most 8 actions', async () => {
  const { browser, sandbox } = world;
  await browser.grantHost(demoEngine({ GEMINI_API_KEY: 'x' }).origin);
  const app = await browser.open('options.html');
  let actions = 0;
  const act = async (step: (control: Control) => Promise<void>, control: Control): Promise<void> => {
    actions += 1;
    await step(control);
  };
  const click = (control: Control) => act((it) => it.click(), control);
  const type = (control: Control, text: string) => act((it) => it.fill(text), control);

  // Each control is the one that the screen puts forward: the next step's field, the button beside it.
  await type(app.getByLabel('Notion internal integration secret key'), sandbox.demo.token.token);
  await app.getByText('Acme, as Visen').waitFor();
  await type(app.getByLabel('Gemini API key'), 'sandbox-demo-key');
  await click(app.getByRole('button', 'Connect'));
  await click(app.getByRole('option', 'Visen demo'));
  await type(app.getByRole('textbox', 'AI prompt'), 'Write a short article about tea.');
  await click(app.getByRole('button', 'Generate'));
  await waitForRunState(app, 'Done');

  expect(actions).toBeLessThanOrEqual(8);
  expect(sandbox.notion.world.toText(sandbox.demo.blank.id)).toMatch(/tea/i);

  // From there to three filled columns of a database that was there before.
  actions = 0;
  const { notion } = sandbox;
  const text = { rich_text: {} };
  const { database } = notion.world.addDatabase({
    title: 'Companies',
    properties: { Name: { title: {} }, Industry: text, Summary: text, Slogan: text },
    rows: [{ Name: 'Alpine Robotics' }, { Name: 'Brightwater' }],
  });
  notion.world.edit.share(sandbox.demo.token.token, database.id);
  await click(app.getByRole('link', 'Create'));
  await click(app.getByRole('option', 'Companies'));
  await type(app.getByRole('textbox', 'AI prompt'), 'Describe {{Name}}');
  await act((it) => it.select('Several properties'), app.getByRole('combobox', 'Output'));
  const pane = app.getByRole('region', 'What to write');
  for (const name of ['Industry', 'Summary', 'Slogan']) {
    const box = pane.getByRole('checkbox', name);
    if (!(await box.isChecked())) await click(box);
  }
  await act((it) => it.select('All'), app.getByRole('combobox', 'Rows'));
  await click(app.getByRole('button', 'Generate'));
  await waitForRunState(app, 'Done');

  expect(actions).toBeLessThanOrEqual(12);
  const { columns, rows } = notion.world.render(database.id);
  for (const { id } of columns) for (const row of rows) expect(row.cells[id]?.text ?? '').not.toBe('');
});
