/**
 * Typing a prompt beside 10,000 rows, in a real Chromium, compared with a single row: the processor time of a key, which other load on the
 * machine does not change; and how soon it is painted, and how many tasks take longer than 50 ms, which a person begins to feel
 * (https://web.dev/articles/optimize-long-tasks).
 */
import { addTopics, openCreate, setUpApp } from '../tests/e2e/rows-app.ts';
import { buildForChromium, inChromium, watchWork, type ChromiumWorld } from './in-chromium.ts';

const ROWS = [1, 10_000] as const;
/** Typed at twelve keys a second, faster than most people write. */
const TEXT = 'Write two sentences about {{Topic}} for a newsletter, in plain words.';
const KEY_MS = 80;
/** Milliseconds of the main thread for a key: a frame. */
const ALLOWED_MS = 16;
/** With 10,000 rows, relative to one. */
const ALLOWED_GROWTH = 1.25;

/** @returns whether typing was as smooth as it is to be, however many rows there are */
export async function runTypingBench(): Promise<boolean> {
  if (!(await buildForChromium())) return false;
  const times: number[] = [];
  for (const rows of ROWS) {
    const figures = await inChromium({}, (world) => typeBeside(world, rows));
    console.log({ rows, keys: TEXT.length, ...figures });
    times.push(figures.workMsAKey);
  }
  const [few = NaN, many = NaN] = times;
  const growth = Math.round((many / few) * 100) / 100;
  console.log({ growth, allowed: { workMsAKey: ALLOWED_MS, growth: ALLOWED_GROWTH } });
  return many <= ALLOWED_MS && growth <= ALLOWED_GROWTH;
}

async function typeBeside(world: ChromiumWorld, rows: number) {
  world.sandbox.notion.limiter.enabled = false;
  const seeds = Array.from({ length: rows }, (_, at) => ({ Topic: `Topic ${at + 1}` }));
  const topics = addTopics(world, seeds);
  await setUpApp(world);
  await world.browser.closeTabs();
  const app = await world.browser.open('options.html#/home');
  await openCreate(app, topics.databaseId);
  await app.getByText(new RegExp(`^0 of ${rows.toLocaleString('en')} rows? ticked$`)).waitFor('visible', 60_000);
  const prompt = app.getByRole('textbox', 'AI prompt');
  await prompt.fill('');
  await prompt.click();
  await app.evaluate(watchKeys);
  const worked = await watchWork(app);
  const before = await worked();
  await app.page.keyboard.type(TEXT, { delay: KEY_MS });
  const workMsAKey = Math.round((((await worked()) - before) * 10_000) / TEXT.length) / 10;
  return { workMsAKey, ...(await app.evaluate(readKeys)) };
}

/* These run in the page, so each is self-contained. */

interface Watched {
  /** From each key until the frame after it (ms). */
  readonly keys: number[];
  longTasks: number;
}

function watchKeys(): void {
  const watched: Watched = { keys: [], longTasks: 0 };
  Object.assign(window, { watched });
  new PerformanceObserver((list) => (watched.longTasks += list.getEntries().length)).observe({ type: 'longtask' });
  addEventListener(
    'keydown',
    ({ timeStamp }) => requestAnimationFrame(() => setTimeout(() => watched.keys.push(performance.now() - timeStamp))),
    true,
  );
}

function readKeys() {
  const { keys, longTasks } = (window as unknown as { watched: Watched }).watched;
  const sorted = keys.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? NaN);
  return { medianMs: at(0.5), slowestMs: at(1), longTasks };
}
