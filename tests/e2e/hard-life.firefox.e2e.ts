/** What happens to Firefox in the midst of a run: the computer sleeps, and the extension is reloaded, as by an update. */
import { beforeAll, expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import { useWorld } from './harness/world.ts';
import { addPage, CHUNK_DELAY_MS, generate, openCreate, PARAGRAPHS, setUpOnce, SLOW_ANSWER } from './page-scenes.ts';

const script: AnswerScript = {
  take: () => ({ text: SLOW_ANSWER.join(''), chunks: SLOW_ANSWER }),
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: CHUNK_DELAY_MS } } });

beforeAll(() => setUpOnce(world));

it('goes on after the computer slept and the extension was reloaded, and writes every block once', async () => {
  const { front } = world.sandbox;
  const page = addPage(world, 'Slept and reloaded');
  const app = await openCreate(world, page);
  await generate(app, 'Write slowly');
  const blocks = (count: number) =>
    expect.poll(() => page.texts().length, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(count);
  await blocks(1);
  const wake = world.firefox.suspend();
  for (const host of ['api.notion.com', 'api.openai.com']) {
    front.cut(host);
    front.mend(host);
  }
  wake();
  await blocks(2);
  await world.firefox.reload();
  await expect.poll(() => page.texts(), { timeout: 60_000 }).toEqual(PARAGRAPHS);
});
