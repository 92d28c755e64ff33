/** Many rows at once: topics, or a table whose headers are names of properties. */
import { expect, it } from 'vitest';

import { useWorld } from './harness/world.ts';
import { addTopics, openCreate, setUpApp, tick } from './rows-app.ts';

const world = useWorld();

it('adds lines and a table, each row once and ticked, with its cells', async () => {
  const topics = addTopics(world, [{ Topic: 'Here before' }], {
    Topic: { title: {} },
    Content: { rich_text: {} },
    Score: { number: {} },
  });
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('button', 'Add rows').click();
  await app.getByRole('textbox', 'Topics or a table').fill('First\n\nSecond');
  await app.getByRole('dialog').getByRole('button', 'Add 2 rows').click();
  await expect.poll(() => topics.column('Topic'), { timeout: 20_000 }).toEqual(['Here before', 'First', 'Second']);
  await app.getByRole('button', 'Add rows').click();
  await app.getByRole('textbox', 'Topics or a table').fill('topic\tscore\nThird\tmany');
  await app.getByText('Left empty, since the text does not fit the property: Score (many)').waitFor();
  await app.getByRole('textbox', 'Topics or a table').fill('topic\tscore\tunknown\nThird\t7\tx');
  await app.getByText('Left out, since no property has this name: unknown').waitFor();
  await app.getByRole('dialog').getByRole('button', 'Add 1 row').click();
  await expect.poll(() => topics.column('Score'), { timeout: 20_000 }).toEqual(['', '', '', '7']);
  for (const topic of ['First', 'Second', 'Third']) expect(await tick(app, topic).isChecked()).toBe(true);
  expect(await tick(app, 'Here before').isChecked()).toBe(false);
  expect(await app.getByRole('combobox', 'Template').value()).toBe('');
});
