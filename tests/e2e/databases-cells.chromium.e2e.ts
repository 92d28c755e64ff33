import { expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, generate, openCreate, setUpApp, waitForStatus } from './rows-app.ts';

let answer = (_prompt: string): string => '';
let asked = 0;
const script: AnswerScript = {
  take: ({ prompt }) => {
    asked += 1;
    return { text: answer(prompt) };
  },
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 0 } } });

it('says for each property of a row whether it was kept, written, left empty or needs review, and formats what it writes', async () => {
  const topics = addTopics(world, [{ Topic: 'Alpha', Content: 'Mine.' }, { Topic: 'Beta' }], {
    Topic: { title: {} },
    Content: { rich_text: {} },
    Score: { number: {} },
    Owner: { people: {} },
  });
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('combobox', 'Output').select('Several properties');
  for (const name of ['Content', 'Score', 'Owner']) await app.getByRole('checkbox', name).check();
  await app.getByRole('checkbox', 'Select all rows').check();
  answer = (prompt) =>
    JSON.stringify({
      p0: '**Fresh** bread',
      ...(prompt.includes('Beta') ? { p1: null, p2: ['Eve'] } : { p1: 7, p2: ['ada acme'] }),
    });
  await generate(app, 'Describe it');
  await waitForStatus(app, /Done: 1 of 2 rows done, 1 needs review/);
  expect(topics.column('Owner')).toEqual(['Ada Acme', '']);
  expect(topics.column('Content')).toEqual(['Mine.', 'Fresh bread']);
  const bold = world.sandbox.notion.world.render(topics.databaseId).rows[1];
  expect(JSON.stringify(bold)).not.toContain('**');
  await app.evaluate(() => (location.hash = '#/runs'));
  await app.getByRole('link', 'Topics').click();
  await app.getByText('Left empty').waitFor();
  const shown = await app.evaluate(() =>
    [...document.querySelectorAll('.cell-outcomes tbody tr')].map((row) =>
      [...row.children].map(({ textContent }) => textContent?.trim()),
    ),
  );
  expect(shown).toEqual([
    ['Content', 'Mine.', 'Mine.', 'Kept'],
    ['Score', 'Empty', '7', 'Written'],
    ['Owner', 'Empty', 'Ada Acme', 'Written'],
    ['Content', 'Empty', 'Fresh bread', 'Written'],
    ['Score', 'Empty', 'Empty', 'Left empty'],
    [
      'Owner',
      'Empty',
      'Eve',
      expect.stringMatching(/^Needs reviewNobody, or more than one person, is called “Eve” here\.$/),
    ],
  ]);
});

it('says before the start which rows have nothing to work on, and does not ask for them', async () => {
  const topics = addTopics(world, [{ Topic: 'Alpha', Content: 'Some notes.' }, { Topic: 'Beta' }], {
    Topic: { title: {} },
    Content: { rich_text: {} },
    Score: { number: {} },
  });
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('combobox', 'Output').select('Score');
  await app.getByRole('checkbox', 'Select all rows').check();
  await app.getByRole('textbox', 'AI prompt').fill('Rate {{Content}}');
  await app.getByText('1 with nothing to work on').waitFor();
  answer = () => '{"p0": 5}';
  asked = 0;
  await app.getByRole('button', 'Generate').click();
  await waitForStatus(app, /1 of 2 rows done/);
  expect(asked).toBe(1);
  expect(topics.column('Score')).toEqual(['5', '']);
});
