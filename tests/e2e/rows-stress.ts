/**
 * A run of rows where everything goes wrong now and then: Notion refuses, fails, or saves without saying so, connections drop,
 * the model answers nonsense, and the worker is stopped every few seconds. Used by a spec and by `npm run bench -- stress`.
 */
import type { Sandbox } from '../../sandbox/main.ts';
import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { AnswerRequest } from '../../sandbox/models/answer-request.ts';
import type { ChromiumBrowser } from './harness/chromium.ts';
import { addTopics, call, generate, openCreate, setUpApp, type Topics } from './rows-app.ts';

export interface StressReport {
  /** Rows that were to be filled at the click. */
  readonly rows: number;
  /** Rows that the run has. */
  readonly listed: number;
  readonly state: string;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  /** Codes of the rows that failed or were skipped, each with how often. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Rows whose cell does not hold the answer for its own topic although they are said to be done, or holds one although not. */
  readonly untrue: readonly string[];
  /** Rows that were changed more than once, each with what was asked about it. */
  readonly writtenTwice: readonly string[];
  /** Rows that were not chosen and were changed. */
  readonly touchedOutside: readonly string[];
  /** What “Prompts used” rose by. */
  readonly prompts: number;
  readonly faults: number;
  readonly stops: number;
  readonly seconds: number;
}

const FAULTS = {
  rateLimit: 0.03,
  overload: 0.02,
  conflict: 0.02,
  internal: 0.02,
  internalApplied: 0.04,
  unavailableSaved: 0.04,
  gatewayTimeoutApplied: 0.02,
  badGateway: 0.02,
  dropBefore: 0.03,
  dropAfter: 0.04,
} as const;

/** Every seventh answer is no JSON, every eleventh is empty: the row is repaired or asked for again. */
export function stressScript(): AnswerScript {
  let asked = 0;
  const answer = ({ prompt }: AnswerRequest): string => {
    asked += 1;
    const topic = /Topic \d+/.exec(prompt)?.[0] ?? 'nobody';
    if (asked % 7 === 0) return `Sure! Here you are: {"p0": ${asked}`;
    if (asked % 11 === 0) return '';
    return JSON.stringify({ p0: numberOf(topic), p1: `About ${topic}.` });
  };
  return { take: (request) => ({ text: answer(request) }), push: () => undefined, pending: () => 0 };
}

const numberOf = (topic: string): number => Number(topic.replace(/\D/g, ''));

export interface StressOptions {
  readonly rows: number;
  /** `empty`: the others are filled already, and the rows are listed while they leave the list one by one. Default: `ticked`. */
  readonly choice?: 'ticked' | 'empty';
  readonly seed: number;
  readonly stopEveryMs: number;
  readonly timeoutMs: number;
}

/** Two of three rows are chosen. */
export async function runRowsStress(
  world: { readonly sandbox: Sandbox; readonly browser: ChromiumBrowser },
  options: StressOptions,
): Promise<StressReport> {
  const { sandbox, browser } = world;
  const { notion } = sandbox;
  const total = Math.ceil(options.rows * 1.5);
  const isChosen = (at: number) => at % 3 !== 2;
  const onlyEmpty = options.choice === 'empty';
  const topics = addTopics(
    world,
    Array.from({ length: total }, (_, at) => ({
      Topic: `Topic ${at + 1}`,
      Generate: isChosen(at),
      ...(onlyEmpty && !isChosen(at) && { Score: -1, Content: 'Mine.' }),
    })),
    { Topic: { title: {} }, Generate: { checkbox: {} }, Score: { number: {} }, Content: { rich_text: {} } },
  );
  const ids = topics.rowIds();
  const changes = new Map<string, number>();
  const stopCounting = notion.world.on('change', ({ id, pageId, by }) => {
    // It is told once for the row and once for its database.
    if (id === pageId && notion.world.users.get(by)?.type === 'bot') changes.set(id, (changes.get(id) ?? 0) + 1);
  });
  const app = await setUpApp(world);
  const used = async () =>
    Number(/Prompts used ([\d,]+)/.exec(await app.evaluate(() => document.body.innerText))?.[1]?.replaceAll(',', ''));
  await openCreate(app, topics.databaseId);
  await app.getByRole('combobox', 'Output').select('Several properties');
  for (const name of ['Score', 'Content']) await app.getByRole('checkbox', name).check();
  await app.getByText(new RegExp(`of ${total.toLocaleString('en')} rows ticked`)).waitFor('visible', 60_000);
  if (onlyEmpty) await app.getByRole('combobox', 'Rows').select('Only empty');
  const before = await used();
  const started = Date.now();
  notion.faults.random({ seed: options.seed, rates: FAULTS });
  const modelFaults = setInterval(() => disturbModel(sandbox), 1_500);
  await generate(app, 'Rate it and write about it');
  let stops = 0;
  let run: RunSeen | undefined;
  try {
    while (Date.now() - started < options.timeoutMs) {
      await new Promise((resolve) => setTimeout(resolve, options.stopEveryMs));
      run = await newestRun(app);
      if (run && ['done', 'done-with-errors', 'failed', 'stopped', 'paused'].includes(run.state)) break;
      await browser.worker.stop();
      stops += 1;
    }
  } finally {
    clearInterval(modelFaults);
    notion.faults.clear();
    sandbox.openai.faults.clear();
    stopCounting();
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const seconds = (Date.now() - started) / 1_000;
  const jobs = run ? await jobsOf(app, run.id) : [];
  return {
    rows: ids.filter((_, at) => isChosen(at)).length,
    listed: jobs.length,
    state: run?.state ?? 'never started',
    done: run?.done ?? 0,
    failed: run?.failed ?? 0,
    skipped: run?.skipped ?? 0,
    reasons: tally(
      jobs.flatMap(({ failure, state }) => (state === 'done' ? [] : [failure?.code ?? `none (${state})`])),
    ),
    untrue: untrueRows(topics, jobs).map(({ subjectId, told }) => `${told}; ${describeWrites(sandbox, subjectId)}`),
    writtenTwice: ids
      .filter((id) => (changes.get(id) ?? 0) - resentByBrowser(sandbox, id) > 1)
      .map((id) => describeWrites(sandbox, id)),
    touchedOutside: ids.filter((id, at) => !isChosen(at) && changes.has(id)),
    prompts: (await used()) - before,
    faults: notion.log.entries.filter(({ fault }) => fault !== undefined).length,
    stops,
    seconds,
  };
}

/** On a busy machine. Visen itself looks at the row before it sends a lost write again. */
const RESENT_WITHIN_MS = 1_000;

/**
 * Chromium sends a request again by itself when a connection that it had used before closes without an answer, whatever the
 * method; no extension sees that. The second one is sent within milliseconds.
 */
function resentByBrowser({ notion }: Sandbox, id: string): number {
  const about = notion.log.entries.filter(({ path }) => path.endsWith(id));
  return about.filter(({ method, fault, time }, at) => {
    const next = about[at + 1];
    return method === 'PATCH' && fault === 'drop' && next?.method === 'PATCH' && next.time - time < RESENT_WITHIN_MS;
  }).length;
}

function describeWrites({ notion }: Sandbox, id: string): string {
  const about = notion.log.entries.filter(({ path }) => path.endsWith(id));
  const first = about[0]?.time ?? 0;
  return about
    .map(({ method, status, fault, time }) => `${time - first} ${method} ${status} ${fault ?? ''}`)
    .join('; ');
}

let disturbed = 0;

function disturbModel({ openai }: Sandbox): void {
  const kinds = [
    { kind: 'rate-limit', retryAfterSeconds: 1 },
    { kind: 'server-error' },
    { kind: 'cut' },
    { kind: 'cut-before-headers' },
    { kind: 'malformed-json' },
    { kind: 'overloaded' },
  ] as const;
  if (openai.faults.pending() === 0) openai.faults.add(kinds[disturbed++ % kinds.length]!);
}

interface RunSeen {
  readonly id: string;
  readonly state: string;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
}

interface JobSeen {
  readonly subjectId: string;
  readonly title: string;
  readonly state: string;
  readonly failure?: { readonly code: string };
}

type App = Awaited<ReturnType<typeof setUpApp>>;

/** The newest run, over a live port of its own. */
function newestRun(app: App): Promise<RunSeen | undefined> {
  return app.evaluate(
    () =>
      new Promise<RunSeen | undefined>((resolve) => {
        const port = chrome.runtime.connect({ name: 'live' });
        const end = (found: RunSeen | undefined) => {
          clearTimeout(timer);
          port.disconnect();
          resolve(found);
        };
        const timer = setTimeout(() => end(undefined), 5_000);
        port.onMessage.addListener((push: { topic: string; value?: RunSeen[] }) => {
          if (push.topic === 'runs') end(push.value?.[0]);
        });
        port.postMessage({ watch: 'runs' });
      }),
  );
}

async function jobsOf(app: App, runId: string): Promise<readonly JobSeen[]> {
  const all: JobSeen[] = [];
  let after: number | undefined;
  do {
    const request = { runId, limit: 500, ...(after !== undefined && { after }) };
    const page = await call<{ jobs: JobSeen[]; next?: number }>(app, 'runs.jobs', request);
    all.push(...page.jobs);
    after = page.next;
  } while (after !== undefined);
  return all;
}

function untrueRows(topics: Topics, jobs: readonly JobSeen[]): { subjectId: string; told: string }[] {
  const ids = topics.rowIds();
  const content = topics.column('Content');
  const score = topics.column('Score');
  return jobs.flatMap(({ subjectId, title, state, failure }) => {
    const at = ids.indexOf(subjectId);
    const isWritten = content[at] === `About ${title}.` && score[at] === String(numberOf(title));
    const isEmpty = content[at] === '' && score[at] === '';
    if (state === 'done' ? isWritten : isEmpty) return [];
    const told = `${title}: ${state} ${failure?.code ?? ''}, “${content[at]}”, ${score[at]}`;
    return [{ subjectId, told }];
  });
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
