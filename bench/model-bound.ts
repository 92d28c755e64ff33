/**
 * A fill whose model is what takes time, in a real Chromium with the store on a real disk: 150 rows, 1.5 s an answer, 12 at once.
 * How close it comes to what the model allows, with the App closed and open, and what an open App takes of the processor.
 */
import type { Sandbox } from '../sandbox/main.ts';
import { until } from '../tests/e2e/harness/until.ts';
import { addTopics, generate, openCreate, setUpApp } from '../tests/e2e/rows-app.ts';
import { buildForChromium, inChromium, watchWork, type ChromiumWorld } from './in-chromium.ts';

const ROWS = 150;
const ANSWER_MS = 1_500;
/** A browser opens six connections to a host that speaks HTTP/1.1. */
const AT_ONCE = { http2: 12, http1: 6 } as const;
/** Between the five parts of an answer: its beginning, its text, its end, its usage and the last line. */
const PAUSES = 4;
const ALLOWED = { closed: 1.1, open: 1.15 } as const;
/** Milliseconds of processor time that a row may take in an open App. */
const ALLOWED_MS_A_ROW = 15;
const TIMEOUT_MS = 180_000;

type App = keyof typeof ALLOWED;
type Wire = keyof typeof AT_ONCE;

const CASES = [
  { app: 'closed', wire: 'http2' },
  { app: 'open', wire: 'http2' },
  { app: 'closed', wire: 'http1' },
] as const;

interface Figures {
  readonly app: App;
  readonly wire: Wire;
  readonly rows: number;
  readonly seconds: number;
  readonly bestSeconds: number;
  readonly ratio: number;
  readonly appMsARow?: number;
}

/** @returns whether both were as close as they are to be */
export async function runModelBoundBench(): Promise<boolean> {
  if (!(await buildForChromium())) return false;
  let isGood = true;
  for (const { app, wire } of CASES) {
    const models = { script: slowScript(), chunkDelayMs: ANSWER_MS / PAUSES };
    const figures = await inChromium({ models, http2: wire === 'http2' }, (world) => runOnce(world, app, wire));
    console.log(figures);
    isGood &&= figures.rows === ROWS && figures.ratio <= ALLOWED[app] && (figures.appMsARow ?? 0) <= ALLOWED_MS_A_ROW;
  }
  return isGood;
}

async function runOnce({ sandbox, browser }: ChromiumWorld, app: App, wire: Wire): Promise<Figures> {
  sandbox.notion.limiter.enabled = false;
  const seeds = Array.from({ length: ROWS }, (_, at) => ({ Topic: `Topic ${at + 1}` }));
  const topics = addTopics({ sandbox, browser }, seeds);
  await setUpApp({ sandbox, browser });
  await browser.closeTabs();
  const view = await browser.open('options.html#/home');
  await openCreate(view, topics.databaseId);
  await view.getByRole('checkbox', 'Select all rows').check();
  await generate(view, 'Write about it');
  await until(
    () => Promise.resolve(written(sandbox) > 0),
    TIMEOUT_MS,
    () => 'the first row',
  );
  const worked = await watchWork(view);
  const before = await worked();
  if (app === 'closed') await browser.closeTabs();
  await until(
    () => Promise.resolve(written(sandbox) >= ROWS),
    TIMEOUT_MS,
    () => `${written(sandbox)} of ${ROWS} rows`,
  );
  const taken = app === 'open' ? (await worked()) - before : undefined;
  return figuresOf(app, wire, sandbox, taken);
}

function figuresOf(app: App, wire: Wire, sandbox: Sandbox, taken: number | undefined): Figures {
  const asked = sandbox.openai.log.filter(({ prompt }) => prompt.includes('Topic ')).map(({ at }) => at);
  const last = sandbox.notion.log.of('PATCH', /pages/).at(-1)?.time ?? NaN;
  const seconds = (last - Math.min(...asked)) / 1_000;
  const bestSeconds = (ROWS * ANSWER_MS) / AT_ONCE[wire] / 1_000;
  return {
    app,
    wire,
    rows: written(sandbox),
    seconds: round(seconds),
    bestSeconds,
    ratio: round(seconds / bestSeconds),
    ...(taken !== undefined && { appMsARow: Math.round((taken * 1_000) / ROWS) }),
  };
}

const written = (sandbox: Sandbox): number => sandbox.notion.log.of('PATCH', /pages/).length;
const round = (value: number): number => Math.round(value * 100) / 100;

/** One piece, so that every answer takes as long. */
function slowScript() {
  const answer = { text: 'An answer.', chunks: ['An answer.'] };
  return { take: () => answer, push: () => undefined, pending: () => 1 };
}
