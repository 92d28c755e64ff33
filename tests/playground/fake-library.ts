/** What the scripted background has of connections, runs, prompts, plans and feedback; `?state=fresh` has none of it. */
import type { Connection } from '../../lib/connections/connection.ts';
import type { Job } from '../../lib/jobs/run.ts';
import type { CommandName, Commands } from '../../lib/messaging/protocol.ts';
import type { JobView, RunView } from '../../lib/runs/run-views.ts';
import type { MirrorView } from '../../lib/mirror/mirror-view.ts';
import { fromFailure } from '../../lib/shared/app-error.ts';
import { NOTHING_DONE } from '../fakes/sample-run.ts';
import { ROW_COUNT, topicOf, VIEW } from './fake-rows.ts';
import { DATABASE, PAGE, connection } from './fake-state.ts';

type Handlers = { [N in CommandName]?: (request: Commands[N]['request']) => Commands[N]['response'] };

/** The topics as the scripted background keeps them. */
export interface FakeTopics {
  get(topic: string): unknown;
  set(topic: string, value: unknown): void;
}

const HOUR = 3_600_000;
const ROWS_PROMPT = 'Write two sentences about {{Topic}} for beginners.';
const ROWS_OPTIONS = { prompt: ROWS_PROMPT, where: 'end', usePageContent: true } as const;
const ANSWER =
  'A calm start into the morning, told in three sentences. It begins with the light on the water and ends with a cup of tea.';

export const CONNECTIONS: readonly Connection[] = [
  {
    ...connection('c1', 'Autumn newsletter', PAGE),
    lastRun: { runId: 'r2', at: Date.now() - 2 * HOUR, state: 'done' },
  },
  {
    ...connection('c2', 'Content plan', DATABASE),
    options: ROWS_OPTIONS,
    lastRun: { runId: 'r1', at: Date.now() - HOUR, state: 'running' },
    stats: { rowsDone: 212, rowsFailed: 3, prompts: 212, tokens: 184_200, cost: 0.4312 },
  },
  {
    ...connection('c3', 'A connection with a name that is too long for one line of a narrow window', DATABASE),
    workspaceId: 'w2',
    workspaceName: 'Home',
    lastRun: { runId: 'gone', at: Date.now() - 50 * HOUR, state: 'done-with-errors' },
  },
  {
    ...connection('c5', 'Reading list', DATABASE),
    options: ROWS_OPTIONS,
    lastRun: { runId: 'r4', at: Date.now() - HOUR, state: 'done-with-errors' },
  },
  {
    ...connection('c6', 'A fresh database', DATABASE),
    options: ROWS_OPTIONS,
  },
  { ...connection('c4', 'Meeting notes', { ...PAGE, id: '3', title: 'Meeting notes' }) },
];

function run(id: string, target: typeof PAGE, over: Partial<RunView>): RunView {
  const isPage = target.kind === 'page';
  const prompt = isPage ? 'Write a short, friendly introduction.' : ROWS_PROMPT;
  return {
    id,
    request: {
      kind: isPage ? 'page' : 'rows',
      target,
      options: { prompt, where: 'end', usePageContent: true, ...(!isPage && { output: VIEW.presetOutput }) },
    },
    connectionId: isPage ? 'c1' : 'c2',
    connectionName: isPage ? 'Autumn newsletter' : 'Content plan',
    engine: 'gemini',
    model: 'gemini-4-argon',
    createdAt: Date.now() - HOUR,
    startedAt: Date.now() - HOUR,
    total: isPage ? 1 : ROW_COUNT,
    ...NOTHING_DONE,
    state: 'done',
    canUndo: false,
    ...over,
  };
}

const SPENT = { inputTokens: 18_200, outputTokens: 9_120, cost: 0.0312 };
const ENDED = { endedAt: Date.now() - HOUR / 2, canUndo: true };

export const RUNS: readonly RunView[] = [
  run('r1', DATABASE, {
    ...SPENT,
    state: 'running',
    done: 96,
    failed: 2,
    skipped: 1,
    prompts: 96,
    rowsPerMinute: 18.4,
    secondsLeft: 460,
    expected: { tokens: 66_630, cost: 0.0761 },
  }),
  run('r2', PAGE, { ...SPENT, ...ENDED, done: 1, prompts: 1, text: `## Autumn\n\n${ANSWER}\n\n${ANSWER}` }),
  run('r3', DATABASE, {
    ...SPENT,
    state: 'waiting',
    done: 12,
    wait: { reason: 'notion-limit', until: Date.now() + 41_000 },
    rowsPerMinute: 9,
    secondsLeft: 5_400,
  }),
  run('r4', DATABASE, {
    ...SPENT,
    ...ENDED,
    state: 'done-with-errors',
    done: 236,
    failed: 3,
    skipped: 1,
    prompts: 236,
  }),
  run('r5', PAGE, {
    ...ENDED,
    canUndo: false,
    state: 'failed',
    failed: 1,
    failure: { code: 'engine-key-invalid', retry: 'never', details: { engine: 'Gemini' } },
  }),
  run('r6', DATABASE, { ...SPENT, state: 'paused', done: 40, canUndo: true }),
  run('r7', DATABASE, { state: 'running', trial: true, total: 3 }),
];

function job(runId: string, seq: number): JobView {
  const state: Job['state'] =
    runId === 'r7' ? 'generating' : seq === 1 ? 'failed' : seq === 2 ? 'skipped' : seq > 98 ? 'pending' : 'done';
  return {
    id: `${runId}:${seq}`,
    seq,
    subjectId: String(seq),
    title: topicOf(seq),
    state,
    url: PAGE.url,
    ...((state === 'done' || runId === 'r7') && { answer: seq % 4 === 0 ? ANSWER.repeat(5) : ANSWER, tokens: 280 }),
    ...(seq % 3 === 0 && state === 'done' && { before: 'What stood here before.' }),
    ...(state === 'failed' && { failure: { code: 'engine-answer-invalid', retry: 'never' } as const }),
    ...(state === 'skipped' && { failure: { code: 'row-filled', retry: 'never' } as const }),
  };
}

const MIRRORS: Readonly<Record<string, MirrorView>> = {
  behind: { state: 'behind', pending: 3, url: DATABASE.url },
  broken: { state: 'failed', pending: 1, url: DATABASE.url, failure: { code: 'notion-not-found', retry: 'never' } },
};

/** Topics that differ from those of a person who just started. */
export function libraryTopics(state: string): Record<string, unknown> {
  if (state === 'fresh') return {};
  return {
    connections: CONNECTIONS,
    runs: RUNS,
    mirror: MIRRORS[state] ?? { state: 'none', pending: 0 },
    ...Object.fromEntries(RUNS.map((one) => [`run:${one.id}`, one])),
  };
}

export function libraryHandlers({ get, set }: FakeTopics, state: string): Handlers {
  const removed = new Map<string, Connection>();
  const connections = () => get('connections') as readonly Connection[];
  const usage = () => get('usage') as object;
  const prompts = () => get('prompts') as readonly Commands['prompts.save']['response'][];
  return {
    'connections.delete': ({ id }) => {
      const found = connections().find((one) => one.id === id);
      if (found) removed.set(id, found);
      set(
        'connections',
        connections().filter((one) => one.id !== id),
      );
      return { deleted: found !== undefined };
    },
    'connections.restore': ({ id }) => {
      const found = removed.get(id);
      if (!found) throw fromFailure({ code: 'not-found', retry: 'never' });
      set('connections', [...connections(), found]);
      return found;
    },
    'connections.duplicate': ({ id, newId }) => {
      const found = connections().find((one) => one.id === id);
      if (!found) throw fromFailure({ code: 'not-found', retry: 'never' });
      const copy = { ...found, id: newId, name: `${found.name} 2` };
      set('connections', [...connections(), copy]);
      return copy;
    },
    'mirror.sync': () => {
      const mirror: MirrorView = { state: 'ok', pending: 0, url: DATABASE.url };
      set('mirror', mirror);
      return mirror;
    },
    'runs.jobs': ({ runId, after = -1, limit, state: wanted }) => {
      const count = runId === 'r7' ? 3 : ROW_COUNT;
      const all = Array.from({ length: count }, (_, seq) => job(runId, seq)).filter(
        (one) => !wanted || one.state === wanted,
      );
      const jobs = all.filter((one) => one.seq > after).slice(0, limit);
      const last = jobs.at(-1);
      return { jobs, ...(jobs.length === limit && last && { next: last.seq }) };
    },
    'runs.export': ({ format }) => ({ fileName: `run.${format}`, content: format === 'csv' ? 'title,state\n' : '{}' }),
    'trial.accepted': () => ({ rows: [], examples: 0 }),
    'trial.decide': ({ jobId }) => ({ ...job('r1', 0), id: jobId }),
    'plan.choose': ({ plan, monthlyPrompts, spendingCap }) => {
      const limit = plan === 'starter' ? 10 : plan === 'personal' ? (monthlyPrompts ?? 200) : undefined;
      const { limit: _old, spendingCap: _cap, ...rest } = usage() as Commands['plan.choose']['response'];
      const next = {
        ...rest,
        plan,
        ...(limit !== undefined && { limit }),
        ...(monthlyPrompts !== undefined && { personalMonthlyPrompts: monthlyPrompts }),
        ...(spendingCap != null && { spendingCap }),
      };
      set('usage', next);
      return next;
    },
    'prompts.save': ({ prompt }) => {
      set('prompts', [...prompts().filter(({ id }) => id !== prompt.id), prompt]);
      return prompt;
    },
    'prompts.delete': ({ id }) => {
      set(
        'prompts',
        prompts().filter((prompt) => prompt.id !== id),
      );
      return { deleted: true };
    },
    'prompts.import': ({ json }) => {
      if (!json.startsWith('{'))
        throw fromFailure({ code: 'import-invalid', retry: 'never', details: { reason: 'json' } });
      return { added: 2 };
    },
    'prompts.export': () => ({ fileName: 'visen-prompts.json', json: '{}' }),
    'feedback.diagnostics': () => ({
      text: 'Visen 0.1.0\nBrowser: a browser\nLast errors: none',
      available: state !== 'no-address',
    }),
    'feedback.send': () => ({ state: state === 'offline' ? 'queued' : 'sent' }),
  };
}
