/** Which rows: conditions, and what each property is asked for. */
import { expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { AnswerRequest } from '../../sandbox/models/answer-request.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, generate, openCreate, setUpApp, waitForStatus } from './rows-app.ts';

let answer: (request: AnswerRequest) => string = () => '';
const script: AnswerScript = {
  take: (request) => ({ text: answer(request) }),
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 0 } } });
const choose = (app: Surface, field: string, option: string) => app.getByRole('combobox', field).select(option);

it('narrows a choice by conditions, says how many are left, and gives each property its own instruction', async () => {
  const topics = addTopics(
    world,
    [
      { Topic: 'Alpha', Kind: 'Post' },
      { Topic: 'Beta', Kind: 'Note' },
      { Topic: 'Gamma', Kind: 'Post' },
    ],
    {
      Topic: { title: {} },
      Kind: { select: { options: [{ name: 'Post' }, { name: 'Note' }] } },
      Summary: { rich_text: {} },
      Score: { number: {} },
    },
  );
  const asked: string[] = [];
  answer = (request) => {
    asked.push(request.prompt);
    return JSON.stringify({ p0: 'A summary.', p1: 7 });
  };
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await choose(app, 'Rows', 'All');
  await choose(app, 'Output', 'Several properties');
  for (const name of ['Summary', 'Score']) await app.getByRole('checkbox', name).check();
  if (await app.getByRole('checkbox', 'Kind').isChecked()) await app.getByRole('checkbox', 'Kind').check(false);
  await app.getByRole('textbox', 'Instruction for Score').fill('From 1 to 10.');
  await app.getByRole('button', 'Add condition').click();
  await choose(app, 'Property', 'Topic');
  await app.getByText(/A condition is not complete/).waitFor();
  await choose(app, 'Property', 'Kind');
  await choose(app, 'Comparison', 'is');
  await choose(app, 'Value', 'Post');
  await app.getByText('2 of 3 rows chosen').waitFor();
  await generate(app, 'Judge it');
  await waitForStatus(app, /Done: 2 of 2 rows done/);
  expect(topics.column('Score')).toEqual(['7', '', '7']);
  expect(asked.every((text) => text.includes('For “Score”: From 1 to 10.'))).toBe(true);
  await app.getByRole('button', 'Remove condition').click();
  await app.getByText('3 of 3 rows chosen').waitFor();
});
