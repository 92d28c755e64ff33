/** A client with a scripted background: answers after a moment, streams a text, and can be told to fail. */
import type { VisenClient } from '../../components/hooks/client-context.tsx';
import type { CommandName, Commands, Topics } from '../../lib/messaging/protocol.ts';
import type { RunView } from '../../lib/runs/run-views.ts';
import { WaitBoard } from '../../lib/messaging/wait-board.ts';
import type { SecretName, SettingsView } from '../../lib/settings/settings.ts';
import { fromFailure } from '../../lib/shared/app-error.ts';
import type { ErrorCode } from '../../lib/shared/app-error.ts';
import { NOTHING_DONE } from '../fakes/sample-run.ts';
import { databaseHandlers } from './fake-database.ts';
import { libraryHandlers, libraryTopics } from './fake-library.ts';
import { DATABASE, FOUND, PAGE, connection, panelContext, startTopics } from './fake-state.ts';

type Handlers = { [N in CommandName]?: (request: Commands[N]['request']) => Commands[N]['response'] };
type Named = Omit<Topics, `run:${string}` | `panel:${number}`>;

export interface FakeClient extends VisenClient {
  /** Makes a command fail from now on; without a code it works again. */
  fail(name: CommandName, code?: ErrorCode, details?: Record<string, string | number>): void;
  readonly calls: { readonly name: string; readonly request: unknown }[];
  readonly permissions: string[][];
  /** Lets the tab show another page. */
  moveTo(pageId: string): void;
}

const TEXT =
  '## What is new this autumn\n\nThe days grow shorter, the lists grow longer. Here is what changed since September.\n\n' +
  '- A calmer start page\n- Search that forgives typing errors\n- Two new colleagues\n\nWrite to us: we read everything.';

export function createFakeClient(state: string): FakeClient {
  const topics = new Map<string, unknown>(Object.entries({ ...startTopics(state), ...libraryTopics(state) }));
  const watchers = new Map<string, Set<(value: never) => void>>();
  const failures = new Map<CommandName, { code: ErrorCode; details: Record<string, string | number> }>();
  const calls: { name: string; request: unknown }[] = [];
  const permissions: string[][] = [];
  const pause = state === 'slow' ? 3_000 : 120;

  function get<T extends keyof Named>(topic: T): Named[T] {
    return topics.get(topic) as Named[T];
  }
  function set(topic: string, value: unknown): void {
    topics.set(topic, value);
    for (const watcher of watchers.get(topic) ?? []) watcher(value as never);
  }
  const fakeTopics = { get: (topic: string) => topics.get(topic), set };
  const others = { ...libraryHandlers(fakeTopics, state), ...createHandlers(get, set) };
  const handlers = { ...others, ...databaseHandlers(fakeTopics, others) };
  const goTo = (pageId: string) => set('panel:1', panelContext(state, pageId));
  goTo(state === 'database' ? DATABASE.id : PAGE.id);

  return {
    waits: new WaitBoard(),
    calls,
    permissions,
    moveTo: goTo,
    fail: (name, code, details = {}) => {
      if (code) failures.set(name, { code, details });
      else failures.delete(name);
    },
    async call(name, request) {
      calls.push({ name, request });
      await new Promise((resolve) => setTimeout(resolve, pause));
      const failure = failures.get(name);
      if (failure) throw fromFailure({ ...failure, retry: 'never' });
      const handler = handlers[name] as ((request: unknown) => never) | undefined;
      if (!handler) throw fromFailure({ code: 'internal', retry: 'never', details: { name } });
      return handler(request);
    },
    watch(topic, callback) {
      const set = watchers.get(topic) ?? new Set();
      watchers.set(topic, set.add(callback as (value: never) => void));
      if (topics.has(topic)) queueMicrotask(() => callback(topics.get(topic) as never));
      return () => set.delete(callback as (value: never) => void);
    },
    async requestHostPermission(patterns) {
      permissions.push([...patterns]);
      return true;
    },
    watchMissingHosts: (callback) => {
      callback(state === 'withheld' ? ['https://api.notion.com/*', 'https://app.notion.com/*'] : []);
      return () => undefined;
    },
    requestNotifications: async () => true,
    builtInModel: { state: async () => 'unavailable', download: async () => undefined },
    openApp: (hash) => {
      location.hash = hash;
    },
  };
}

type Get = <T extends keyof Named>(topic: T) => Named[T];
type Set_ = (topic: string, value: unknown) => void;

function createHandlers(get: Get, set: Set_): Handlers {
  return {
    ...settingsHandlers(get, set),
    ...notionHandlers(get, set),
    ...runHandlers(get, set),
    'panel.saveDraft': () => ({ saved: true }),
    'menu.language': (request: { language: string }) => request,
    'notices.dismiss': () => {
      const none = { tabsToReload: 0, menuHint: false };
      set('notices', none);
      return none;
    },
  };
}

function settingsHandlers(get: Get, set: Set_): Handlers {
  return {
    'settings.save': ({ settings, secrets }) => {
      const view = get('settings');
      const kept: Partial<Record<SecretName, { last4: string; savedAt: number }>> = { ...view.secrets };
      for (const [name, value] of Object.entries(secrets) as [SecretName, string | null][]) {
        if (value === null) delete kept[name];
        else kept[name] = { last4: value.slice(-4), savedAt: Date.now() };
      }
      const missing: SettingsView['missing'] = [
        ...(kept.notion ? [] : (['notion-token'] as const)),
        ...(kept.gemini || kept.openai ? [] : (['engine-key'] as const)),
      ];
      const integration = {
        workspaceId: 'w1',
        workspaceName: 'Linden & Co',
        integrationName: 'Visen',
        kind: 'internal' as const,
        checkedAt: 1,
      };
      const next: SettingsView = {
        settings: { ...view.settings, ...settings },
        secrets: kept,
        passphrase: view.passphrase,
        missing,
        ...(kept.notion && { integration }),
      };
      set('settings', next);
      return next;
    },
    'settings.clear': () => {
      for (const [name, value] of Object.entries(startTopics('fresh'))) set(name, value);
      return { cleared: true };
    },
    'settings.testNotion': ({ token }) =>
      token || get('settings').secrets.notion
        ? { outcome: 'ok', milliseconds: 312, workspaceName: 'Linden & Co', integrationName: 'Visen' }
        : { outcome: 'failed', milliseconds: 0, failure: { code: 'notion-token-missing', retry: 'never' } },
    'settings.testEngine': ({ engine, key }) =>
      key || get('settings').secrets[engine as SecretName]
        ? { outcome: 'slow', milliseconds: 5_120, modelCount: 14 }
        : {
            outcome: 'failed',
            milliseconds: 0,
            failure: { code: 'engine-key-missing', retry: 'never', details: { engine: 'Gemini' } },
          },
    'settings.setPassphrase': ({ passphrase }) => {
      const next: SettingsView = { ...get('settings'), passphrase: passphrase ? 'unlocked' : 'none' };
      set('settings', next);
      return next;
    },
    'settings.lock': () => {
      const next: SettingsView = { ...get('settings'), passphrase: 'locked' };
      set('settings', next);
      return next;
    },
    'settings.unlock': () => {
      const next: SettingsView = { ...get('settings'), passphrase: 'unlocked' };
      set('settings', next);
      return next;
    },
    'settings.export': ({ includeKeys }) => ({
      fileName: 'visen.json',
      json: JSON.stringify({ version: 1, includeKeys }),
    }),
    'settings.inspectImport': () => ({
      exportedAt: '2026-11-03T09:30:00.000Z',
      settings: { engine: 'compatible', host: 'models.example.org' },
      systemInstructions: 'Write short sentences. Address the reader directly.',
      prompts: ['Weekly summary', 'Tidy notes'],
      connections: ['Recipes', 'Reading list', 'Customers', 'Roadmap', 'Meeting notes', 'Ideas'],
      keys: ['notion'],
    }),
    'settings.import': () => ({ settings: true, prompts: 2, connections: 1, keys: 0 }),
    'models.list': () => ({
      models: [
        { id: 'gemini-4-argon' },
        { id: 'gemini-4-neon', name: 'Gemini 4 Neon' },
        { id: 'gemini-1', shutdownDate: '2025-01-01' },
      ],
      defaultModel: 'gemini-4-argon',
    }),
    'mirror.create': () => {
      const url = 'https://app.notion.com/p/99999999999949998999999999999999';
      set('settings', { ...get('settings'), settings: { ...get('settings').settings, connectionsDatabaseUrl: url } });
      return { url };
    },
    'mirror.check': ({ url }) => ({ state: 'ok', url, pending: 0 }),
  };
}

function notionHandlers(get: Get, set: Set_): Handlers {
  return {
    'notion.search': ({ query, kind }) => ({
      results: FOUND.filter(
        (page) => (kind === 'any' || page.kind === kind) && page.title.toLowerCase().includes(query.toLowerCase()),
      ),
    }),
    'target.resolve': ({ url, kind }) => resolve(url, kind),
    'target.resolveId': ({ pageId }) => (pageId === DATABASE.id ? DATABASE : PAGE),
    'target.inspect': () => ({
      blocks: 240,
      kept: ['Budget 2026 (page)'],
      irreversible: ['2 comments', '1 synced block'],
      blank: false,
    }),
    'sample.createPage': () => ({ ...PAGE, title: 'Sample page' }),
    'sample.createDatabase': () => ({ ...DATABASE, title: 'Sample database' }),
    'connections.save': ({ id, name, target, ...change }) => {
      const known = get('connections').find((other) => other.id === id);
      const made = { ...(known ?? connection(id, name, target)), ...change };
      set('connections', [made, ...get('connections').filter((other) => other.id !== id)]);
      return made;
    },
  };
}

function resolve(url: string, kind?: string) {
  if (!url.includes('notion.')) throw fromFailure({ code: 'url-not-notion', retry: 'never' });
  if (url.includes('unshared')) throw fromFailure({ code: 'notion-not-found', retry: 'never' });
  return kind === 'database' ? DATABASE : PAGE;
}

function runHandlers(get: Get, set: Set_): Handlers {
  const put = (run: RunView) => {
    set(`run:${run.id}`, run);
    set('runs', [run, ...get('runs').filter((other) => other.id !== run.id)]);
  };
  const current = (id: string): RunView | undefined => (get('runs') as readonly RunView[]).find((run) => run.id === id);
  return {
    'runs.start': ({ id, request }) => {
      if (!current(id)) {
        const run: RunView = {
          id,
          request,
          connectionId: 'c1',
          engine: 'gemini',
          model: 'gemini-4-argon',
          createdAt: Date.now(),
          total: 1,
          ...NOTHING_DONE,
          state: 'queued',
          canUndo: false,
          text: '',
        };
        put(run);
        void stream(run, put, () => current(id));
      }
      return { runId: id, connectionId: 'c1' };
    },
    'runs.control': ({ runId, action }) => {
      const run = current(runId);
      if (!run) throw fromFailure({ code: 'not-found', retry: 'never' });
      const next: RunView =
        action === 'stop'
          ? { ...run, state: 'stopped', canUndo: true }
          : action === 'undo'
            ? { ...run, canUndo: false, undo: { state: 'done', restored: 4, skipped: 0 } }
            : run;
      put(next);
      return next;
    },
    'runs.text': () => ({ text: TEXT }),
  };
}

async function stream(start: RunView, put: (run: RunView) => void, current: () => RunView | undefined): Promise<void> {
  const pace = Number(new URLSearchParams(location.search).get('pace') ?? 40);
  for (let end = 0; end <= TEXT.length; end += 6) {
    await new Promise((done) => setTimeout(done, pace));
    if (current()?.state === 'stopped') return;
    put({
      ...start,
      startedAt: start.createdAt,
      state: 'running',
      phase: end < 90 ? 'generating' : 'writing',
      text: TEXT.slice(0, end),
    });
  }
  put({
    ...start,
    startedAt: start.createdAt,
    endedAt: Date.now(),
    state: 'done',
    done: 1,
    prompts: 1,
    canUndo: true,
    text: TEXT,
  });
}
