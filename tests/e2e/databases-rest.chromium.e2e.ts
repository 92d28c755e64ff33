/** A run of rows that was stopped: Retry failed costs the failed rows, and a button of its own, with its number, costs the rest. */
import { expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { AnswerRequest } from '../../sandbox/models/answer-request.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, generate, openCreate, setUpApp, waitForStatus } from './rows-app.ts';

const ROWS = 10;
const FAILS = 2;
const asked = new Map<number, number>();
let isMended = false;
const numberIn = ({ prompt }: AnswerRequest): number => Number(/Topic (\d+)/.exec(prompt)?.[1]);
/** Two rows are answered at once, one is refused, the others take their time. */
const script: AnswerScript = {
  take: (request) => {
    const at = numberIn(request);
    asked.set(at, (asked.get(at) ?? 0) + 1);
    const text = `About topic ${at}.`;
    if (at === FAILS && !isMended) return { text: '', refusal: 'No.' };
    return { text, chunks: at <= 3 || isMended ? [text] : [...text] };
  },
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 250 } } });

it('says what each of its buttons will do, and does no more', async () => {
  const topics = addTopics(
    world,
    Array.from({ length: ROWS }, (_, index) => ({ Topic: `Topic ${index + 1}`, Generate: true })),
  );
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByText('10 of 10 rows ticked').waitFor();
  await generate(app, 'Write about it');
  const filled = () => topics.column('Content').filter((text) => text !== '').length;
  await expect.poll(filled, { timeout: 20_000, interval: 20 }).toBe(2);
  await app.getByRole('button', 'Stop').click();
  await waitForStatus(app, /Stopped: \d+ of 10/);
  await app.getByRole('button', 'Continue with the rest').waitForText('(7 rows)');

  isMended = true;
  asked.clear();
  await app.getByRole('button', 'Retry failed').click();
  await expect.poll(filled, { timeout: 20_000 }).toBe(3);
  await app.getByRole('button', 'Continue with the rest').waitForText('(7 rows)');
  await waitForStatus(app, /Stopped: 3 of 10 rows done/);
  expect([...asked]).toEqual([[FAILS, 1]]);
  expect(await app.getByRole('button', 'Retry failed').count()).toBe(0);

  await app.getByRole('button', 'Continue with the rest').click();
  await waitForStatus(app, /Done: 10 of 10 rows done/);
  expect(topics.column('Content')).toEqual(Array.from({ length: ROWS }, (_, index) => `About topic ${index + 1}.`));
  expect([...asked.values()].every((times) => times === 1)).toBe(true);
  expect(asked.size).toBe(8);

  await app.getByRole('button', 'Undo').click();
  await waitForStatus(app, /Undone: 10 rows are as they were/);
  expect(filled()).toBe(0);
});
