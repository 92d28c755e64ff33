import { expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, openCreate, setUpApp, waitForStatus } from './rows-app.ts';

const TOPICS = ['Alpha', 'Beta', 'Gamma'] as const;
const script: AnswerScript = {
  take: ({ prompt }) => {
    const topic = TOPICS.find((one) => prompt.includes(one)) ?? 'nobody';
    return { text: prompt.includes('Title for') ? `Title of: ${/On \w+/.exec(prompt)?.[0] ?? ''}` : `On ${topic}` };
  },
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 0 } } });

it('takes each row through two steps, the second with what the first wrote, and takes both back', async () => {
  const properties = { Topic: { title: {} }, Content: { rich_text: {} }, Headline: { rich_text: {} } };
  const topics = addTopics(
    world,
    TOPICS.map((Topic) => ({ Topic })),
    properties,
  );
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('combobox', 'Rows').select('All');
  await app.getByRole('textbox', 'AI prompt').fill('Write about it');
  await app.getByRole('button', 'Add step').click();
  expect(await app.getByRole('tab', 'Step 2').attribute('aria-selected')).toBe('true');
  await app.getByRole('textbox', 'AI prompt').fill('Title for {{Content}}');
  await app.getByRole('combobox', 'Output').select('Headline');
  await app.getByText('6 prompts').waitFor();
  await app.getByRole('button', 'Generate').click();
  await waitForStatus(app, /Done: 3 of 3 rows done/);
  expect(topics.column('Content')).toEqual(TOPICS.map((topic) => `On ${topic}`));
  expect(topics.column('Headline')).toEqual(TOPICS.map((topic) => `Title of: On ${topic}`));
  await app.getByText('Prompts used 6').waitFor();
  await app.getByRole('button', 'Undo').click();
  await expect.poll(() => topics.column('Headline'), { timeout: 20_000 }).toEqual(['', '', '']);
  await expect.poll(() => topics.column('Content'), { timeout: 20_000 }).toEqual(['', '', '']);

  // Their order, and one less; which can be had back.
  await app.getByRole('button', 'Move left').click();
  await app.getByRole('tab', 'Step 1').click();
  expect(await app.getByRole('textbox', 'AI prompt').value()).toBe('Title for {{Content}}');
  await app.getByRole('button', 'Remove step').click();
  expect(await app.getByRole('tab', 'Step 1').count()).toBe(0);
  expect(await app.getByRole('textbox', 'AI prompt').value()).toBe('Write about it');
  await app.getByRole('button', 'Undo').click();
  await app.getByRole('tab', 'Step 2').waitFor();
});
