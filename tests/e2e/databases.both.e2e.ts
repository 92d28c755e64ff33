import { expect, it } from 'vitest';

import { useWorld } from './harness/world.ts';
import { addRows, addTopics, call, generate, openCreate, setUpApp, tick, waitForStatus } from './rows-app.ts';

const world = useWorld();

it('makes three rows of three topics that were typed, and fills those that are ticked with one prompt for all', async () => {
  const topics = addTopics(world, [{ Topic: 'Untouched' }]);
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await addRows(app, ['Learning is fun', 'Notion is best tool', 'Social media is a boon']);
  await expect.poll(() => topics.column('Topic')).toHaveLength(4);
  // What was just added is ticked.
  for (const topic of ['Learning is fun', 'Social media is a boon'])
    expect(await tick(app, topic).isChecked()).toBe(true);
  await tick(app, 'Notion is best tool').check(false);
  await generate(app, 'Translate the topic to Japanese');
  await waitForStatus(app, /Done: 2 of 2 rows done/);
  const [untouched, learning, best, boon] = topics.column('Content');
  expect([untouched, best]).toEqual(['', '']);
  expect(learning).toMatch(/[\u3040-\u30ff\u4e00-\u9faf]/);
  expect(boon).toMatch(/[\u3040-\u30ff\u4e00-\u9faf]/);
  expect(boon).not.toBe(learning);
  expect(topics.column('Generate')).toEqual(['No', 'No', 'No', 'No']);
  expect(await call(app, 'runs.estimate', estimateOf(topics))).toMatchObject({ prompts: 5 });
});

function estimateOf({ databaseId, dataSourceId }: { databaseId: string; dataSourceId: string }) {
  const target = { kind: 'database', id: databaseId, dataSourceId, title: '', url: 'https://app.notion.com/p/1' };
  const options = { prompt: 'x', where: 'end', usePageContent: false };
  return { request: { kind: 'rows', target, options }, rows: 5 };
}
