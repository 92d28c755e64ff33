import { expect, it } from 'vitest';

import type { AnswerRequest, AnswerScript } from '../../sandbox/models/answers.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, generate, openCreate, setUpApp, waitForStatus } from './rows-app.ts';

const script: AnswerScript = {
  take: ({ prompt }: AnswerRequest) => ({ text: prompt.includes('Alpha') ? 'About Alpha' : 'About Beta' }),
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 0 } } });

it('shows for each row of a past run what was sent, without a key, what came back and what was written', async () => {
  const topics = addTopics(world, [{ Topic: 'Alpha' }, { Topic: 'Beta' }]);
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('checkbox', 'Select all rows').check();
  await generate(app, 'Write about {{Topic}} in two words');
  await waitForStatus(app, /Done: 2 of 2 rows done/);
  await app.evaluate(() => (location.hash = '#/runs'));
  await app.getByRole('link', 'Topics').click();
  await app.getByRole('button', 'Details of Beta').press('Enter');
  await app.getByText('Came back').waitFor();
  const shown = await app.evaluate(() => document.querySelector('.job-details .facts')?.textContent ?? '');
  expect(shown).toContain('Write about');
  expect(shown).toContain('Beta');
  expect(shown).not.toContain('Alpha');
  expect(shown).toMatch(/Came backAbout BetaWrittenAbout Beta/);
  const { token } = world.sandbox.demo.token;
  expect(shown).not.toContain(token);
  expect(shown).not.toMatch(/sk-|AIza/);
});
