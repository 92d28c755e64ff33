/** The composition root: adapters in, core out. Everything the background does hangs on the object made here. */
import { eraseEverything } from '../../lib/adapters/browser/erase-everything.ts';
import { createContextMenus } from '../../lib/adapters/browser/context-menus.ts';
import { extensionTexts, keepTextLanguage } from '../../lib/adapters/browser/extension-texts.ts';
import { browser } from '../../lib/adapters/browser/browser.ts';
import { askDiagnoses } from '../../lib/adapters/browser/in-page-questions.ts';
import { systemClock as clock } from '../../lib/adapters/browser/system-clock.ts';
import { createTabWatch } from '../../lib/adapters/browser/tab-watch.ts';
import { IndexedDbRunStore } from '../../lib/adapters/indexed-db/indexed-db-run-store.ts';
import { ConnectionsService } from '../../lib/connections/connections-service.ts';
import { DefectLog } from '../../lib/feedback/defect-log.ts';
import { writeDiagnostics } from '../../lib/feedback/diagnostics.ts';
import { FeedbackService } from '../../lib/feedback/feedback-service.ts';
import { postFeedback } from '../../lib/feedback/post-feedback.ts';
import { PRICES_AS_OF } from '../../lib/language-model/price-table.ts';
import type { HandlersFor } from '../../lib/shared/command.ts';
import type { Commands } from '../../lib/messaging/protocol.ts';
import { ReadRows } from '../../lib/notion/read-rows.ts';
import type { TopicSource } from '../../lib/shared/topic-source.ts';
import { requireConfirmed } from '../../lib/mirror/changed-prompts.ts';
import { NoticesService } from '../../lib/panel/notices-service.ts';
import { PanelService } from '../../lib/panel/panel-service.ts';
import { PlansService } from '../../lib/plans/plans-service.ts';
import { builtInPrompts } from '../../lib/prompt-library/built-in-prompts.ts';
import type { SavedPrompt } from '../../lib/prompt-library/saved-prompt.ts';
import { SavedPromptsService } from '../../lib/prompt-library/saved-prompts-service.ts';
import { SettingsService } from '../../lib/settings/settings-service.ts';
import { Emitter } from '../../lib/shared/emitter.ts';
import { toFailure } from '../../lib/shared/app-error.ts';
import { TransferService } from '../../lib/transfer/transfer-service.ts';
import { createAccess } from './create-access.ts';
import type { KeepFilledService } from '../../lib/keep-filled/keep-filled-service.ts';
import { createKeepFilled } from './create-keep-filled.ts';
import { createMirror } from './create-mirror.ts';
import { createNotionCommands } from './create-notion-commands.ts';
import { createRuns } from './create-runs.ts';
import { createStoredValues } from './stored-values.ts';
import type { StoredValues } from './stored-values.ts';

const newId = (): string => crypto.randomUUID();
/** Where this build sends feedback. The only place that reads it. */
const FEEDBACK_URL: string | undefined = import.meta.env.WXT_FEEDBACK_URL || undefined;

export type Services = ReturnType<typeof createServices>;

export function createServices() {
  const core = createCore();
  const { values, access, settings, connections, runs, store } = core;
  const library = createLibrary(values);
  const plans = new PlansService({ ...values, store, clock, pricesAsOf: PRICES_AS_OF, runChanges: runs.changes });
  const tabs = createTabWatch();
  const panel = new PanelService({
    ...values,
    tabUrl: tabs.url,
    tabChanges: tabs.changes,
    settings,
    connections,
    store,
    runChanges: runs.changes,
    clock,
  });
  const feedback = createFeedback(core);
  const keepFilled = createKeepFilled(core);
  const mirror = createMirror(values, access, keepFilled);
  const transfer = new TransferService({ ...values, store: values.local, vault: core.vault, clock, newId });
  const handlers: HandlersFor<Commands> = {
    ...settings.handlers,
    'settings.clear': () => clearEverything(core, keepFilled),
    'menu.language': async ({ language }) => {
      await keepTextLanguage(language);
      library.languageChanges.emit();
      await createContextMenus();
      return { language };
    },
    ...connections.handlers,
    ...library.prompts.handlers,
    ...library.notices.handlers,
    ...plans.handlers,
    ...panel.handlers,
    ...feedback.handlers,
    ...runs.handlers,
    ...keepFilled.handlers,
    ...mirror.handlers,
    ...transfer.handlers,
    ...createNotionCommands(() => access.workspace(), store, values.session, core.readRows),
  };
  const topics: Readonly<Record<string, TopicSource>> = {
    settings: settings.topic,
    connections: connections.topic,
    connectionNumbers: connections.numbersTopic,
    prompts: library.prompts.topic,
    notices: library.notices.topic,
    usage: plans.topic,
    mirror: mirror.topic,
    keepFilled: keepFilled.topic,
  };
  const findTopic = (name: string): TopicSource | undefined => {
    if (Object.hasOwn(topics, name)) return topics[name];
    const found = runs.topics(name) ?? panel.topic(name);
    // Who watches runs has seen what failed until now: the badge stops saying so.
    if (name === 'runs')
      library.notices.noteRunsSeen(clock.now()).catch((error: unknown) => core.reportDefect('notices', error));
    return found;
  };
  return { ...core, ...library, clock, panel, feedback, mirror, keepFilled, tabs, handlers, findTopic };
}

type Core = ReturnType<typeof createCore>;

/** What everything else is built on: what is stored, the way to Notion and the engines, and the runs. */
function createCore() {
  const values = createStoredValues();
  const defects = new DefectLog(clock.now);
  const reportDefect = (where: string, error: unknown): void => {
    const { name } = defects.add(where, error);
    // Shown in the browser's own list of errors: place and kind, nothing that was said.
    reportError(new Error(`${where}: ${name}`));
  };
  const store = new IndexedDbRunStore();
  const unlocked = new Emitter();
  const { vault, access, deviceKey, notionWindow } = createAccess(
    values,
    (error) => {
      settings.noteNotionFailure(toFailure(error)).catch((cause: unknown) => reportDefect('integration', cause));
    },
    (error) => reportDefect('limiter', error),
  );
  const settings: SettingsService = new SettingsService({
    ...values,
    store: values.local,
    vault,
    access,
    clock,
    onUnlocked: () => unlocked.emit(),
  });
  unlocked.subscribe(() => {
    runs.service.wakeWaiting(['locked']).catch((error: unknown) => reportDefect('unlocked', error));
  });
  const requireIntegration = () => settings.requireIntegration();
  const connections = new ConnectionsService({
    stored: values.connections,
    requireIntegration,
    allowPrompt: async (prompt) => requireConfirmed((await values.mirror.read()).changedPrompts, prompt),
    clock,
    newId,
  });
  const readRows = new ReadRows(clock.now);
  // Another token, or Clear.
  values.secrets.subscribe(() => readRows.forget());
  const runs = createRuns({ values, store, settings, access, notionWindow, connections, readRows, reportDefect });
  const kept = { values, store, vault, readRows };
  return { ...kept, defects, reportDefect, access, deviceKey, settings, connections, runs, unlocked };
}

async function clearEverything(
  { runs, deviceKey, values }: Core,
  keepFilled: KeepFilledService,
): Promise<{ cleared: true }> {
  // What is under way lets go first, so that nothing comes back behind it.
  await keepFilled.abandon(async () => {
    await runs.stopAll();
    await values.untilStored(eraseEverything);
  });
  deviceKey.forget();
  values.announceErased();
  runs.changes.emit('');
  return { cleared: true };
}

function createFeedback({ values, ...core }: Core): FeedbackService {
  return new FeedbackService({
    ...(FEEDBACK_URL !== undefined && { url: FEEDBACK_URL }),
    post: (url, body) => postFeedback((address, init) => fetch(address, init), url, body),
    stored: values.feedback,
    diagnostics: () => diagnose(core),
    clock,
    newId,
  });
}

function createLibrary(values: StoredValues) {
  const languageChanges = new Emitter();
  const builtIn: TopicSource<readonly SavedPrompt[]> = {
    read: async () => builtInPrompts(await extensionTexts()),
    subscribe: (changed) => languageChanges.subscribe(changed),
  };
  return {
    prompts: new SavedPromptsService({ stored: values.prompts, builtIn, clock, newId }),
    notices: new NoticesService(values.notices),
    languageChanges,
  };
}

async function diagnose({ settings, connections, store, defects }: Omit<Core, 'values'>): Promise<string> {
  return writeDiagnostics({
    version: browser.runtime.getManifest().version,
    browser: navigator.userAgent,
    language: browser.i18n.getUILanguage(),
    settings: await settings.view(),
    connections: (await connections.list()).length,
    runs: await store.listRuns(100),
    defects: defects.list(),
    notionTabs: await askDiagnoses(),
  });
}
