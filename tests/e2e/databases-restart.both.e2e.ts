/** The browser ends in the midst of a run of rows and is started again: nobody clicks, and every row is written once. */
import { beforeAll, describe, expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { AnswerRequest } from '../../sandbox/models/answer-request.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, generate, openCreate, setUpApp, waitForStatus, type Topics } from './rows-app.ts';

const ROWS = 10;
/** These are answered at once, the others slowly. */
const QUICK = 3;
const numberIn = ({ prompt }: AnswerRequest): number => Number(/Topic (\d+)/.exec(prompt)?.[1]);
const about = (at: number): string => `About topic ${at}.`;
const script: AnswerScript = {
  take: (request) => {
    const at = numberIn(request);
    return { text: about(at), chunks: at <= QUICK ? [about(at)] : [...about(at)] };
  },
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 120 } } });
beforeAll(async () => {
  world.sandbox.notion.limiter.enabled = false;
  await setUpApp(world);
  // Chromium writes down a permission ten seconds after it was given, or when it is closed: a crash before that would lose it.
  await world.browser.restart('clean');
});

const ALL = Array.from({ length: ROWS }, (_, index) => index + 1);

async function usedPrompts(app: Surface): Promise<number> {
  const words = await app.evaluate(() => document.body.innerText);
  return Number(/Prompts used ([\d,]+)/.exec(words)?.[1]?.replaceAll(',', ''));
}

/** Started, and the quick rows are written. */
async function start(title: string): Promise<{ topics: Topics; before: number }> {
  const topics = addTopics(
    world,
    ALL.map((at) => ({ Topic: `Topic ${at}`, Generate: true })),
  );
  world.sandbox.notion.world.edit.rename(topics.databaseId, title);
  const app = await world.browser.open('options.html#/create');
  await openCreate(app, topics.databaseId);
  await app.getByText(`${ROWS} of ${ROWS} rows ticked`).waitFor();
  const before = await usedPrompts(app);
  await generate(app, 'Write about it');
  const filled = () => topics.column('Content').filter((text) => text !== '').length;
  await expect.poll(filled, { timeout: 20_000, interval: 20 }).toBeGreaterThanOrEqual(QUICK);
  expect(filled()).toBeLessThan(ROWS);
  return { topics, before };
}

async function expectWhole({ topics, before }: { topics: Topics; before: number }, title: string): Promise<void> {
  // No view of the extension is open: it goes on by itself.
  await expect.poll(() => topics.column('Content'), { timeout: 60_000 }).toEqual(ALL.map(about));
  const app = await world.browser.open('options.html#/runs');
  await app.getByRole('table').getByRole('link', title).click();
  await waitForStatus(app, /Done: 10 of 10 rows done/);
  await expect.poll(() => usedPrompts(app)).toBe(before + ROWS);
  const { log } = world.sandbox.notion;
  const writes = (id: string) =>
    log.entries.filter(({ method, path }) => method === 'PATCH' && path.endsWith(id)).length;
  expect(topics.rowIds().map(writes)).toEqual(ALL.map(() => 1));
}

describe('a run of rows whose browser', () => {
  it('crashed goes on by itself, and writes every row once', async () => {
    const stage = await start('Crashed');
    await world.browser.restart('kill');
    await expectWhole(stage, 'Crashed');
  });

  it('was closed goes on by itself, and writes every row once', async () => {
    const stage = await start('Closed');
    await world.browser.restart('clean');
    await expectWhole(stage, 'Closed');
  });
});
