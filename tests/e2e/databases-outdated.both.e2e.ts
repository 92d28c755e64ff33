import { expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { AnswerRequest } from '../../sandbox/models/answer-request.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, generate, openCreate, renameTopic, setUpApp, tick, waitForStatus } from './rows-app.ts';

const TOPICS = ['Alpha', 'Beta', 'Gamma', 'Omega'];
const script: AnswerScript = {
  take: ({ prompt }: AnswerRequest) => {
    const topic = TOPICS.find((name) => prompt.includes(name)) ?? 'nobody';
    return { text: prompt.includes('Shout') ? `LOUD ${topic}` : `About ${topic}` };
  },
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 0 } } });

it('offers rows of another prompt, or of other values, and makes them anew without touching what a person wrote', async () => {
  const topics = addTopics(world, [{ Topic: 'Alpha' }, { Topic: 'Beta' }, { Topic: 'Gamma' }]);
  const { notion } = world.sandbox;
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('checkbox', 'Select all rows').check();
  await generate(app, 'Write about it');
  await waitForStatus(app, /Done: 3 of 3 rows done/);
  expect(topics.column('Content')).toEqual(['About Alpha', 'About Beta', 'About Gamma']);

  // A topic that is changed here makes its row out of date at once; with the prompt, all rows are.
  await renameTopic(app, 'Alpha', 'Omega');
  await app.getByText('Out of date: values changed').waitFor();
  await app.getByRole('textbox', 'AI prompt').fill('Shout about it');
  await app.getByText(/3 rows are out of date/).waitFor();
  const [, beta] = topics.rowIds();
  notion.world.edit.setProperty(beta!, 'Content', 'Mine.');
  await app.getByRole('button', 'Choose rows that are out of date').press('Enter');
  // The button is gone; the focus stays beside it.
  await app.getByRole('button', 'Choose rows that are out of date').waitFor('hidden');
  await expect.poll(() => app.evaluate(() => document.activeElement?.textContent ?? '')).toMatch(/^3 rows/);
  expect(await app.getByRole('combobox', 'Rows').value()).toBe('outdated');
  await app.getByText('3 rows').waitFor();
  await app.getByRole('button', 'Generate').click();
  await expect.poll(() => topics.column('Content')).toEqual(['LOUD Omega', 'Mine.', 'LOUD Gamma']);
  await waitForStatus(app, /Done: /);
  await app.getByText(/edited by you/i).waitFor();

  // Opened again, Beta is the person's and the others are as they would be made today.
  await app.reload();
  await tick(app, 'Omega').waitFor();
  expect(await app.getByText(/out of date:|are out of date/i).count()).toBe(0);
  await app.getByRole('button', 'Undo').click();
  await waitForStatus(app, /Undone/);
  expect(topics.column('Content')).toEqual(['About Alpha', 'Mine.', 'About Gamma']);
  await app.getByText('Out of date: values changed').waitFor();
});
