import { expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, generate, openCreate, setUpApp, waitForStatus } from './rows-app.ts';

const TOPICS = ['Alpha', 'Beta', 'Gamma'] as const;
let isShort = false;
const script: AnswerScript = {
  take: ({ prompt }) => {
    const topic = TOPICS.find((one) => prompt.includes(one)) ?? 'nobody';
    return { text: topic === 'Beta' || isShort ? `On ${topic}.` : `All that there is to know about ${topic}.` };
  },
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 0 } } });

it('holds back what fails a check, and writes it anyway, edited or made anew as the person says', async () => {
  isShort = false;
  const topics = addTopics(
    world,
    TOPICS.map((Topic) => ({ Topic })),
  );
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('combobox', 'Rows').select('All');
  await app.getByText('Checks').click();
  await app.getByRole('textbox', 'Must match').fill('(');
  await generate(app, 'Write about it');
  await app
    .getByRole('alert')
    .getByText(/not a valid regular expression/)
    .waitFor();
  await app.getByRole('textbox', 'Must match').fill('');
  await app.getByRole('spinbutton', 'Longest length').fill('20');
  await app.getByRole('checkbox', 'No refusals').click();
  await app.getByRole('button', 'Generate').click();
  await waitForStatus(app, /Done: 1 of 3 rows done, 2 need review/);
  expect(topics.column('Content')).toEqual(['', 'On Beta.', '']);

  // After the worker was stopped, from the whole cell.
  await world.browser.worker.stop();
  const grid = app.getByRole('grid', 'Rows of the database');
  await grid.getByRole('gridcell', /know about Alpha/).click();
  await app.press('Enter');
  const cell = app.getByRole('dialog', 'Content of Alpha');
  await cell.waitForText(/38 characters. The longest allowed is 20./);
  await cell.getByRole('button', 'Edit').click();
  await cell.getByRole('textbox', 'Answer').fill('Mine.');
  await cell.getByRole('button', 'Write').click();
  await expect.poll(() => topics.column('Content'), { timeout: 20_000 }).toEqual(['Mine.', 'On Beta.', '']);

  // In the row: a new answer, which passes.
  await waitForStatus(app, /Done: 2 of 3 rows done, 1 needs review/);
  isShort = true;
  await grid.getByRole('row', /Gamma/).getByRole('button', 'Try again').click();
  await expect.poll(() => topics.column('Content'), { timeout: 20_000 }).toEqual(['Mine.', 'On Beta.', 'On Gamma.']);
  await waitForStatus(app, /Done: 3 of 3 rows done/);
  await app.getByText('Prompts used 3').waitFor();
  isShort = false;

  // One more run over all but one: it waits in Runs, too, with the reason; and all of it is taken back as one.
  await app.getByRole('checkbox', 'Generate for Alpha').click();
  await app.getByRole('checkbox', 'Overwrite filled cells').click();
  await app.getByRole('button', 'Generate').click();
  await waitForStatus(app, /Done: 0 of 1 row done, 1 needs review/);
  await app.evaluate(() => (location.hash = '#/runs'));
  await app
    .getByRole('row', /0 of 1/)
    .getByRole('link', 'Topics')
    .click();
  await app.getByText(/The longest allowed is 20/).waitFor();
  await app.getByRole('button', 'Write anyway').click();
  await waitForStatus(app, /Done: 1 of 1 row done/);
  await app.getByRole('button', 'Undo').click();
  await expect.poll(() => topics.column('Content'), { timeout: 20_000 }).toEqual(['Mine.', 'On Beta.', 'On Gamma.']);
});
