import { expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { AnswerRequest } from '../../sandbox/models/answer-request.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, generate, openCreate, setUpApp, waitForStatus } from './rows-app.ts';

let answer = (prompt: string): string => (prompt.includes('Alpha') ? 'About Alpha' : 'About Beta');
const script: AnswerScript = {
  take: ({ prompt }: AnswerRequest) => ({ text: answer(prompt) }),
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

it('reads them again when the row is tried again, in boxes that have names', async () => {
  const topics = addTopics(world, [{ Topic: 'Alpha' }, { Topic: 'Beta' }], {
    Topic: { title: {} },
    Kind: { select: { options: [{ name: 'Post' }] } },
  });
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('combobox', 'Output').select('Kind');
  await app.getByRole('checkbox', 'Select all rows').check();
  answer = (prompt) => JSON.stringify({ p0: prompt.includes('Alpha') ? 'Post' : 'Nonsense' });
  await generate(app, 'Judge it');
  await waitForStatus(app, /Done with errors: 1 of 2 rows done, 1 failed/);
  await app.evaluate(() => (location.hash = '#/runs'));
  await app.getByText('Judge it').waitFor();
  // The newest comes first.
  await app.evaluate(() => document.querySelector<HTMLElement>('a.list-name')?.click());
  await app.getByRole('button', 'Details of Beta').click();
  await app.getByRole('region', 'Sent: Beta').waitForText(/Judge it/);
  expect(await app.getByRole('region', 'Written: Beta').count()).toBe(0);
  answer = () => JSON.stringify({ p0: 'Post' });
  await app.getByRole('button', 'Retry failed').click();
  await app.getByRole('region', 'Written: Beta').waitForText('Post');
  await app.getByRole('region', 'Came back: Beta').waitForText(/Post/);
});
