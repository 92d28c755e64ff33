import { beforeEach, expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { AnswerRequest } from '../../sandbox/models/answer-request.ts';
import type { Control, Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, openCreate, setUpApp, waitForStatus, type Topics } from './rows-app.ts';

const TOPICS = ['Alpha', 'Beta', 'Gamma'] as const;
const about = ({ prompt }: AnswerRequest) => `About ${TOPICS.find((topic) => prompt.includes(topic)) ?? 'nobody'}`;
const body = (request: AnswerRequest) => `${about(request)}.\n\n- One\n- Two`;
/** Answers every request by the test's own rule. */
let answer: (request: AnswerRequest) => string = body;
const script: AnswerScript = {
  take: (request) => ({ text: answer(request) }),
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 0 } } });

beforeEach(() => {
  answer = body;
});

const rows = (content: Readonly<Record<string, string>> = {}) =>
  TOPICS.map((Topic) => ({ Topic, ...(content[Topic] !== undefined && { Content: content[Topic] }) }));
const choose = (app: Surface, field: string, option: string) => app.getByRole('combobox', field).select(option);
const bodies = (topics: Topics) =>
  topics.rowIds().map((id) => world.sandbox.notion.world.toText(id).split('\n').slice(1).join(' | '));
const text = (topic: string) => `About ${topic}. | - One | - Two`;
const appends = () => world.sandbox.notion.log.of('PATCH', /\/children/).length;
/** Questions to the model; Settings ask for the list of models besides. */
const asked = () => world.sandbox.openai.log.filter(({ method }) => method === 'POST').length;

/** Create on these topics, with a trial of their page bodies whose three answers are there. */
async function tryBodies(app: Surface, topics: Topics, where: string): Promise<Control> {
  await openCreate(app, topics.databaseId);
  await choose(app, 'Output', 'Page body');
  await choose(app, 'Where', where);
  await choose(app, 'Rows', 'All');
  await app.getByRole('textbox', 'AI prompt').fill('Write about it');
  await app.getByRole('button', 'Try on 3 rows').click();
  const grid = app.getByRole('grid', 'Rows of the database');
  for (const topic of TOPICS) await grid.getByRole('button', `Accept ${topic}`).waitFor();
  return grid;
}

it('writes the page bodies that are accepted, also after the worker was stopped, and nothing else', async () => {
  const topics = addTopics(world, rows());
  const [, second] = topics.rowIds();
  world.sandbox.notion.world.addBlocks(second!, 'Mine.');
  const app = await setUpApp(world);
  const [written, before] = [appends(), asked()];
  const trial = await tryBodies(app, topics, 'Add to the end');
  await trial.getByText('Mine.').waitFor();
  await trial.getByRole('gridcell', /About Alpha/).click();
  await app.press('Enter');
  await app.getByRole('dialog', 'Page body of Alpha').waitForText(/- One/);
  await app.press('Escape');
  expect(bodies(topics)).toEqual(['', 'Mine.', '']);
  expect(appends()).toBe(written);

  await trial.getByRole('button', 'Accept Alpha').click();
  await expect.poll(() => bodies(topics)).toEqual([text('Alpha'), 'Mine.', '']);
  await trial.getByRole('button', 'Reject Gamma').click();
  await trial.getByText('Rejected').waitFor();
  await world.browser.worker.stop();
  await trial.getByRole('button', 'Accept Beta').click();
  await expect.poll(() => bodies(topics), { timeout: 20_000 }).toEqual([text('Alpha'), `Mine. | ${text('Beta')}`, '']);
  expect(asked() - before).toBe(3);

  // What was accepted is not written again: one row is left.
  await app.getByRole('button', 'Generate').click();
  await waitForStatus(app, /Done: 1 of 1 row done/);
  expect(bodies(topics)).toEqual([text('Alpha'), `Mine. | ${text('Beta')}`, text('Gamma')]);
  expect(asked() - before).toBe(4);
});

it('shows in Runs as waiting for the person, and can be decided there after the screen was left', async () => {
  const topics = addTopics(world, rows());
  const app = await setUpApp(world);
  await tryBodies(app, topics, 'Add to the top');
  await app.evaluate(() => (location.hash = '#/runs'));
  await app
    .getByRole('table', 'Runs')
    .getByRole('row', /Waiting/)
    .waitFor();
  await world.browser.worker.stop();
  await app
    .getByRole('table', 'Runs')
    .getByRole('row', /Waiting/)
    .getByRole('link', 'Topics')
    .click();
  await waitForStatus(app, /3 answers wait for your decision/);
  await app.getByRole('button', 'Reject Alpha').click();
  await waitForStatus(app, /2 answers wait for your decision/);
  await app.getByRole('button', 'Accept Beta').click();
  await expect.poll(() => bodies(topics), { timeout: 20_000 }).toEqual(['', text('Beta'), '']);
  await app.getByRole('button', 'Stop').click();
  await waitForStatus(app, /Stopped/);
  await app.getByRole('button', 'Accept Gamma').waitFor('hidden');
  await app.getByRole('button', 'Undo').click();
  await expect.poll(() => bodies(topics), { timeout: 20_000 }).toEqual(['', '', '']);
});

it('keeps what was accepted and what waits, also after the screen was left, and asks for nothing when all is kept', async () => {
  const topics = addTopics(world, rows());
  const app = await setUpApp(world);
  const before = asked();
  const grid = await tryBodies(app, topics, 'Add to the end');
  await grid.getByRole('button', 'Accept Alpha').click();
  await expect.poll(() => bodies(topics)).toEqual([text('Alpha'), '', '']);
  await app.getByText('1 accepted in a trial').waitFor();
  // The button that was clicked is gone: the focus stays in its row.
  const focused = () => app.evaluate(() => document.activeElement?.closest('[role="row"]')?.textContent ?? '');
  await expect.poll(focused).toContain('Alpha');

  const screen = await app.evaluate(() => location.hash);
  await app.evaluate(() => (location.hash = '#/runs'));
  await app.getByRole('table', 'Runs').waitFor();
  await app.evaluate((hash) => (location.hash = hash), screen);
  await app.getByText('1 accepted in a trial').waitFor();
  await grid.getByRole('button', 'Accept Beta').click();
  await expect.poll(() => bodies(topics), { timeout: 20_000 }).toEqual([text('Alpha'), text('Beta'), '']);
  expect(asked() - before).toBe(3);

  await grid.getByRole('button', 'Reject Gamma').click();
  await app.getByText('1 prompt').waitFor();
  await app.getByRole('button', 'Try on 3 rows').click();
  await grid.getByRole('button', 'Accept Gamma').waitFor();
  await app.getByRole('region', 'Trial').getByRole('button', 'Accept all').click();
  await expect.poll(() => bodies(topics), { timeout: 20_000 }).toEqual(TOPICS.map(text));
  await app.getByText('3 accepted in a trial').waitFor();
  await app.getByRole('button', 'Generate').click();
  await app.getByText(/Nothing is left to do/).waitFor();
  expect(bodies(topics)).toEqual(TOPICS.map(text));
  expect(asked() - before).toBe(4);
});

it('tries three rows first: what is accepted is written and kept, what is rejected is not', async () => {
  answer = about;
  const topics = addTopics(world, rows({ Beta: 'Mine.' }));
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('checkbox', 'Overwrite filled cells').check();
  await choose(app, 'Rows', 'All');
  await app.getByRole('textbox', 'AI prompt').fill('Write about it');
  await app.getByRole('button', 'Try on 3 rows').click();
  const grid = app.getByRole('grid', 'Rows of the database');
  await grid.getByText('About Beta').waitFor();
  await grid.getByText('Mine.').waitFor();
  expect(topics.column('Content')).toEqual(['', 'Mine.', '']);
  await grid.getByRole('button', 'Accept Alpha').click();
  await expect.poll(() => topics.column('Content')).toEqual(['About Alpha', 'Mine.', '']);
  await grid.getByRole('button', 'Reject Beta').click();
  await grid.getByText('Rejected').waitFor();
  // Gamma's answer is kept until it is decided: only what was rejected is asked for again.
  const asked = world.sandbox.openai.log.length;
  // What was accepted shows the model how the others are to be.
  await app.getByRole('checkbox', 'Use accepted rows as examples').check();
  let sent = '';
  answer = (request) => {
    sent = JSON.stringify(request);
    return 'About Beta';
  };
  await app.getByRole('button', 'Generate').click();
  await waitForStatus(app, /Done: 1 of 1 row done/);
  expect(sent).toContain('About Alpha');
  await app.getByRole('checkbox', 'Use accepted rows as examples').click();
  answer = about;
  expect(topics.column('Content')).toEqual(['About Alpha', 'About Beta', '']);
  expect(world.sandbox.openai.log.slice(asked)).toHaveLength(1);
  // Changed by the person: with the button in the cell or, since Escape gives the cell its focus back, with E.
  await grid.getByRole('button', 'Edit Gamma').click();
  const cell = app.getByRole('dialog', 'Content of Gamma');
  await cell.getByRole('textbox', 'Answer').waitFor();
  await app.press('Escape');
  await app.press('e');
  await cell.getByRole('textbox', 'Answer').fill('Gamma, in **my** words');
  await cell.getByRole('button', 'Accept').click();
  await expect.poll(() => topics.column('Content')).toEqual(['About Alpha', 'About Beta', 'Gamma, in my words']);
  expect(world.sandbox.openai.log.slice(asked)).toHaveLength(1);
});

it('decides a trial of several properties cell by cell, by A and R, and writes each cell as soon as it is accepted', async () => {
  const topics = addTopics(world, rows().slice(0, 2), {
    Topic: { title: {} },
    Summary: { rich_text: {} },
    Score: { number: {} },
  });
  answer = (request) => JSON.stringify({ p0: about(request), p1: 7 });
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await choose(app, 'Output', 'Several properties');
  for (const name of ['Summary', 'Score']) await app.getByRole('checkbox', name).check();
  await choose(app, 'Rows', 'All');
  await app.getByRole('textbox', 'AI prompt').fill('Judge it');
  await app.getByRole('button', 'Try on 3 rows').click();
  const grid = app.getByRole('grid', 'Rows of the database');
  await grid.getByRole('button', 'Accept Beta: Score').waitFor();
  // Tab leads to the first answer.
  const stop = await app.evaluate(() => {
    const cell = document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]');
    cell?.focus();
    return cell?.textContent;
  });
  expect(stop).toContain('About Alpha');
  await app.press('a');
  await expect.poll(() => topics.column('Summary')).toEqual(['About Alpha', '']);
  await app.press('r');
  // The focus went on to the next question.
  await expect.poll(() => app.evaluate(() => document.activeElement?.textContent ?? '')).toContain('About Beta');
  await app.getByRole('region', 'Trial').getByRole('button', 'Accept all').click();
  await expect.poll(() => topics.column('Score')).toEqual(['', '7']);
  expect(topics.column('Summary')).toEqual(['About Alpha', 'About Beta']);
});
