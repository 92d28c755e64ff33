/** What the scripted background does with a database: its rows, an estimate, a run that goes row by row, and a trial. */
import type { RunRequest } from '../../lib/run-request/run-request.ts';
import type { CommandName, Commands } from '../../lib/messaging/protocol.ts';
import type { JobView, RunView } from '../../lib/runs/run-views.ts';
import { fromFailure } from '../../lib/shared/app-error.ts';
import { NOTHING_DONE } from '../fakes/sample-run.ts';
import type { FakeTopics } from './fake-library.ts';
import { answerOf, ROW_COUNT, rowOf, topicOf, VIEW } from './fake-rows.ts';

type Handlers = { [N in CommandName]?: (request: Commands[N]['request']) => Commands[N]['response'] };

interface FakeRun {
  run: RunView;
  readonly jobs: JobView[];
}

const PAGE = 100;
const TOKENS = 280;
const DOLLARS = 0.00032;
const PAUSE_MS = 250;

/** `before`: handles the runs that are not of rows, or were there from the start. */
export function databaseHandlers(topics: FakeTopics, before: Handlers): Handlers {
  const runs = new Map<string, FakeRun>();
  let made = ROW_COUNT;
  const start = (id: string, request: RunRequest, trial: boolean) => {
    const fake = runs.get(id) ?? { run: createRun(id, request, trial), jobs: jobsOf(id, request) };
    if (runs.has(id)) return;
    runs.set(id, fake);
    void (trial ? tryRows(fake, topics) : workOn(fake, topics));
  };
  return {
    'database.open': () => VIEW,
    'database.rows': ({ cursor }) => {
      const from = Number(cursor ?? 0);
      const rows = Array.from({ length: Math.min(PAGE, ROW_COUNT - from) }, (_, at) => rowOf(from + at));
      const next = from + PAGE;
      return { rows, complete: true, ...(next < ROW_COUNT && { nextCursor: String(next) }) };
    },
    'database.propertyNames': () => ({ names: ['Name', 'Stage'] }),
    'database.viewRows': () => ({ rowIds: Array.from({ length: 12 }, (_, at) => String(at * 3)) }),
    'database.addRow': ({ title }) => ({ ...rowOf(made), id: String(made++), title, generate: false, values: {} }),
    'database.renameRow': ({ rowId, title }) => ({ ...rowOf(Number(rowId)), title }),
    'runs.estimate': ({ rows = ROW_COUNT }) => ({
      rows,
      prompts: rows,
      inputTokens: rows * 380,
      outputTokens: rows * 120,
      cost: rows * DOLLARS,
      minutes: rows / 60,
      pricesAsOf: '2026-11-01',
    }),
    'runs.start': (command) => {
      if (command.request.kind !== 'rows') return before['runs.start']!(command);
      start(command.id, command.request, false);
      return { runId: command.id, connectionId: command.connectionId ?? 'c2' };
    },
    'trial.start': ({ id, request, rowIds }) => {
      start(id, { ...request, selection: { kind: 'ticked', rowIds } }, true);
      return { runId: id };
    },
    'trial.decide': ({ jobId, accept }) => {
      const fake = [...runs.values()].find(({ jobs }) => jobs.some((job) => job.id === jobId));
      if (!fake) return before['trial.decide']!({ jobId, accept });
      const state = accept ? 'done' : 'skipped';
      const job = change(fake, jobId, { state, decision: accept ? 'accepted' : 'rejected' });
      const { done, skipped } = count(fake);
      put(fake, topics, { done, skipped, ...(done + skipped === 3 && { state: 'done', endedAt: Date.now() }) });
      return job;
    },
    'runs.jobs': (command) => {
      const fake = runs.get(command.runId);
      if (!fake) return before['runs.jobs']!(command);
      const jobs = fake.jobs.filter(({ seq }) => seq > (command.after ?? -1)).slice(0, command.limit);
      const last = jobs.at(-1);
      return { jobs, ...(jobs.length === command.limit && last && { next: last.seq }) };
    },
    'runs.control': (command) => {
      const fake = runs.get(command.runId);
      if (!fake) return before['runs.control']!(command);
      return control(fake, topics, command.action);
    },
  };
}

function control(fake: FakeRun, topics: FakeTopics, action: Commands['runs.control']['request']['action']): RunView {
  if (action === 'pause') put(fake, topics, { state: 'paused', canUndo: true });
  if (action === 'resume') {
    put(fake, topics, { state: 'running' });
    void workOn(fake, topics);
  }
  if (action === 'stop') put(fake, topics, { state: 'stopped', endedAt: Date.now() });
  if (action === 'undo') {
    put(fake, topics, { canUndo: false, undo: { state: 'done', restored: fake.run.done, skipped: 0 } });
  }
  if (action === 'retry-failed') throw fromFailure({ code: 'internal', retry: 'never' });
  return fake.run;
}

function createRun(id: string, request: RunRequest, trial: boolean): RunView {
  return {
    id,
    request,
    connectionId: 'c2',
    connectionName: 'Content plan',
    engine: 'gemini',
    model: 'gemini-4-argon',
    createdAt: Date.now(),
    startedAt: Date.now(),
    total: jobsOf(id, request).length,
    ...NOTHING_DONE,
    state: 'running',
    canUndo: false,
    ...(trial && { trial }),
  };
}

function jobsOf(runId: string, { selection }: RunRequest): JobView[] {
  const ids = selection && 'rowIds' in selection ? selection.rowIds.map(Number) : [...Array(24).keys()];
  return ids.map((row, seq) => ({
    id: `${runId}:${row}`,
    seq,
    subjectId: String(row),
    title: topicOf(row),
    state: 'pending',
    url: rowOf(row).url,
  }));
}

function change(fake: FakeRun, jobId: string, part: Partial<JobView>): JobView {
  const at = fake.jobs.findIndex(({ id }) => id === jobId);
  const job = { ...fake.jobs[at]!, ...part };
  fake.jobs[at] = job;
  return job;
}

const count = ({ jobs }: FakeRun) => {
  const of = (state: JobView['state']) => jobs.filter((job) => job.state === state).length;
  return { done: of('done'), failed: of('failed'), skipped: of('skipped') };
};

function put(fake: FakeRun, topics: FakeTopics, part: Partial<RunView>): void {
  fake.run = { ...fake.run, ...part };
  topics.set(`run:${fake.run.id}`, fake.run);
  const others = (topics.get('runs') as readonly RunView[]).filter(({ id }) => id !== fake.run.id);
  topics.set('runs', [fake.run, ...others]);
}

const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** Row by row; some are filled already, one fails. */
async function workOn(fake: FakeRun, topics: FakeTopics): Promise<void> {
  const { total } = fake.run;
  for (const job of fake.jobs) {
    if (job.state !== 'pending') continue;
    const row = Number(job.subjectId);
    change(fake, job.id, { state: 'generating' });
    put(fake, topics, {});
    await wait(PAUSE_MS);
    if (fake.run.state !== 'running') return void change(fake, job.id, { state: 'pending' });
    if (row % 5 === 2) change(fake, job.id, { state: 'skipped', failure: { code: 'row-filled', retry: 'never' } });
    else if (row === 4) change(fake, job.id, { state: 'failed', failure: { code: 'engine-filtered', retry: 'never' } });
    else change(fake, job.id, { state: 'done', answer: answerOf(row), tokens: TOKENS });
    const counts = count(fake);
    const answered = Math.max(1, counts.done + counts.failed);
    const left = total - counts.done - counts.failed - counts.skipped;
    put(fake, topics, {
      ...counts,
      prompts: counts.done,
      inputTokens: answered * 180,
      outputTokens: answered * 100,
      cost: answered * DOLLARS,
      rowsPerMinute: 240,
      secondsLeft: left / 4,
      expected: { tokens: (answered + left) * TOKENS, cost: (answered + left) * DOLLARS },
    });
  }
  const { expected: _expected, secondsLeft: _left, ...rest } = fake.run;
  fake.run = rest;
  const state = fake.run.failed > 0 ? 'done-with-errors' : 'done';
  put(fake, topics, { state, endedAt: Date.now(), canUndo: true });
}

async function tryRows(fake: FakeRun, topics: FakeTopics): Promise<void> {
  put(fake, topics, {});
  for (const { id, subjectId } of fake.jobs) {
    await wait(2 * PAUSE_MS);
    const before = rowOf(Number(subjectId)).values['content'];
    const answer = answerOf(Number(subjectId));
    change(fake, id, { state: 'pending', decision: 'open', answer, tokens: TOKENS, ...(before && { before }) });
    put(fake, topics, {});
  }
}
