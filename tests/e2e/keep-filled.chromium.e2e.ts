import { expect, it } from 'vitest';

import type { AnswerRequest } from '../../sandbox/models/answer-request.ts';
import type { AnswerScript } from '../../sandbox/models/answers.ts';
import { addRow } from '../../sandbox/notion/world-build.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, openCreate, setUpApp, waitForStatus } from './rows-app.ts';

const TOPICS = ['Alpha', 'Beta', 'Gamma', 'Delta'];
const script: AnswerScript = {
  take: ({ prompt }: AnswerRequest) => ({
    text: `About ${TOPICS.find((name) => prompt.includes(name)) ?? 'nobody'}`,
  }),
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 0 } } });

/** An hour later, as far as the next worker can tell: its alarm goes off, and finds the look due. */
async function passAnHour(app: Surface): Promise<void> {
  await app.evaluate(async () => {
    type Stored<T> = { readonly version: number; readonly value: T };
    const { keepFilled, connections } = (await chrome.storage.local.get(['keepFilled', 'connections'])) as {
      keepFilled: Stored<object[]>;
      connections: Stored<{ connections: object[] }>;
    };
    const quiet = connections.value.connections.map((one) => ({ ...one, updatedAt: 1 }));
    const due = { nextLookAt: 1, seenUntil: new Date(Date.now() - 3_600_000).toISOString() };
    await chrome.storage.local.set({
      keepFilled: { ...keepFilled, value: keepFilled.value.map((one) => ({ ...one, ...due })) },
      connections: { ...connections, value: { ...connections.value, connections: quiet } },
    });
  });
  await world.browser.worker.stop();
  await app.evaluate(() => chrome.alarms.create('visen-keep-filled', { when: Date.now() }));
}

it('fills a database after one question, then a new row by itself, and takes that back on Undo for good', async () => {
  const topics = addTopics(world, [{ Topic: 'Alpha' }, { Topic: 'Beta', Content: 'Mine.' }]);
  const { notion } = world.sandbox;
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('textbox', 'AI prompt').fill('Write about it');
  expect(await app.getByRole('switch', 'Keep filled').isChecked()).toBe(false);
  await app.getByRole('switch', 'Keep filled').check();
  await app.getByText(/1 row can be filled now/).waitFor();
  expect(await app.getByRole('combobox', 'Look every').value()).toBe('hour');
  expect(topics.column('Content')).toEqual(['', 'Mine.']);
  await app.getByRole('button', 'Start').click();
  await expect.poll(() => topics.column('Content'), { timeout: 20_000 }).toEqual(['About Alpha', 'Mine.']);
  await app.getByText(/1 row filled\. Next look/).waitFor();
  // The button that was clicked is gone; Tab goes on from where it stood.
  expect(await app.evaluate(() => document.activeElement?.closest('.keep') !== null)).toBe(true);

  // Made some minutes ago: nobody is at it any more.
  const row = addRow(notion.world, topics.dataSourceId, { Topic: 'Gamma' });
  row.editedTime -= 10 * 60_000;
  await passAnHour(app);
  await expect.poll(() => topics.column('Content')[2], { timeout: 20_000 }).toBe('About Gamma');

  // Looked at by hand, a row that was made a moment ago is filled as well.
  addRow(notion.world, topics.dataSourceId, { Topic: 'Delta' });
  await app.evaluate(() => (location.hash = '#/home'));
  await app.getByRole('heading', 'Keep filled').waitFor();
  await app.getByRole('button', 'Look now').click();
  await expect.poll(() => topics.column('Content')[3], { timeout: 20_000 }).toBe('About Delta');
  await app.getByText(/Last look .*, 1 row filled/).waitFor();

  await app.evaluate(() => (location.hash = '#/runs'));
  await expect.poll(() => app.getByText('Automatic').count(), { timeout: 20_000 }).toBe(3);
  await app.evaluate(() => document.querySelector<HTMLElement>('a.list-name')!.click());
  await app.getByRole('button', 'Undo').click();
  await waitForStatus(app, /Undone/);
  expect(topics.column('Content')).toEqual(['About Alpha', 'Mine.', 'About Gamma', '']);
  await app.evaluate(() => (location.hash = '#/connections'));
  await app.getByRole('button', 'Look now').click();
  await app.getByText(/Last look .*, 0 rows filled/).waitFor();
  expect(topics.column('Content')[3]).toBe('');
  await app.getByRole('button', 'Pause').click();
  await app.getByText(/^Paused\./).waitFor();
  await app.getByRole('button', 'Resume').waitFor();
});

const PASSPHRASE = 'correct horse battery';

it('waits while a passphrase is not entered and says so, goes on once it is, and is gone after Clear', async () => {
  const topics = addTopics(world, [{ Topic: 'Alpha' }]);
  const { notion, demo } = world.sandbox;
  const app = await setUpApp(world);
  await app.evaluate(() => (location.hash = '#/settings'));
  await app.getByLabel('Passphrase').fill(PASSPHRASE);
  await app.getByLabel('Passphrase again').fill(PASSPHRASE);
  await app.getByRole('button', 'Set passphrase').click();
  await app.getByText(/^Enter these keys again/u).waitFor();
  await app.getByLabel('Notion internal integration secret key').fill(demo.token.token);
  await app.getByLabel('OpenAI API key').fill('sandbox-demo-key');
  await app.getByRole('button', 'Save').click();
  await app.getByText(/^Enter these keys again/u).waitFor('hidden');
  await openCreate(app, topics.databaseId);
  await app.getByRole('textbox', 'AI prompt').fill('Write about it');
  await app.getByRole('switch', 'Keep filled').check();
  await app.getByRole('button', 'Start').click();
  await expect.poll(() => topics.column('Content'), { timeout: 20_000 }).toEqual(['About Alpha']);

  await app.evaluate(() => (location.hash = '#/settings'));
  await app.getByRole('button', 'Lock now').click();
  await app.getByRole('button', 'Unlock').waitFor();
  addRow(notion.world, topics.dataSourceId, { Topic: 'Beta' }).editedTime -= 10 * 60_000;
  const sent = world.sandbox.front.requests.length;
  await passAnHour(app);
  await app.evaluate(() => (location.hash = '#/home'));
  await waitForStatus(app, /The keys are locked\. Nothing is lost/);
  expect(world.sandbox.front.requests.slice(sent).filter(({ host }) => host.startsWith('api.'))).toEqual([]);
  await app.evaluate(() => (location.hash = '#/settings'));
  await app.getByLabel('Passphrase').fill(PASSPHRASE);
  await app.getByRole('button', 'Unlock').click();
  await expect.poll(() => topics.column('Content'), { timeout: 20_000 }).toEqual(['About Alpha', 'About Beta']);

  await app.getByRole('button', 'Clear').click();
  await app.getByRole('dialog').getByRole('button', 'Clear everything').click();
  const home = await world.browser.open('options.html#/home');
  await home.getByText(/Notion is not connected yet/).waitFor();
  addRow(notion.world, topics.dataSourceId, { Topic: 'Gamma' }).editedTime -= 10 * 60_000;
  const before = world.sandbox.front.requests.length;
  await home.evaluate(() => chrome.alarms.create('visen-keep-filled', { when: Date.now() }));
  await expect
    .poll(() => home.evaluate(() => chrome.alarms.get('visen-keep-filled').then((one) => one?.name)))
    .toBe(undefined);
  expect(
    await home.evaluate(async () => JSON.stringify((await chrome.storage.local.get('keepFilled')) ?? {})),
  ).not.toContain('Topics');
  expect(topics.column('Content')[2]).toBe('');
  expect(world.sandbox.front.requests.slice(before).filter(({ host }) => host.startsWith('api.'))).toEqual([]);
});
