/** Every event of the browser, each to one call. Registered in the first turn: an event that starts the worker finds its listener. */
import { WAKEUP_ALARM } from '../../lib/adapters/browser/alarm-wakeup.ts';
import { openApp, openAppOnce } from '../../lib/adapters/browser/app-tab.ts';
import { browser } from '../../lib/adapters/browser/browser.ts';
import { createContextMenus, listenForMenuClicks, readTab } from '../../lib/adapters/browser/context-menus.ts';
import type { MenuClick } from '../../lib/adapters/browser/context-menus.ts';
import { WATCHDOG_ALARM } from '../../lib/adapters/browser/keep-alive.ts';
import { askSelectedBlock } from '../../lib/adapters/browser/in-page-questions.ts';
import { listenForNotificationClicks } from '../../lib/adapters/browser/notify.ts';
import { findNotionTabs } from '../../lib/adapters/browser/notion-tabs.ts';
import { openPanel, type PanelTab } from '../../lib/adapters/browser/panel-opener.ts';
import { listenForMessages } from '../../lib/adapters/browser/runtime-transport.ts';
import { LiveServer } from '../../lib/messaging/live.ts';
import { createPanelLimit } from '../../lib/messaging/panel-limit.ts';
import { createServer } from '../../lib/messaging/server.ts';
import { openTargetId, parseNotionUrl } from '../../lib/notion/page-id.ts';
import { KEEP_FILLED_ALARM } from './create-keep-filled.ts';
import { followKeepFilled } from './follow-keep-filled.ts';
import { followMirror, MIRROR_ALARM } from './follow-mirror.ts';
import { followRuns } from './follow-runs.ts';
import type { Services } from './services.ts';

const HOUSEKEEPING_ALARM = 'visen-housekeeping';
const HOUSEKEEPING_MINUTES = 60;
/** After its start. What woke the worker is answered by then; nothing that is made up for is as urgent. */
const CATCH_UP_AFTER_MS = 100;
const LONGEST_DRAIN_MS = 120_000;

export function registerListeners(services: Services): void {
  const { reportDefect, runs, feedback, mirror, notices, tabs } = services;
  const inBackground = (where: string, work: () => Promise<unknown>): void => {
    work().catch((error: unknown) => reportDefect(where, error));
  };
  const open: OpenPanel = (tab) => openPanel(tab, (error) => reportDefect('open-panel', error));
  /** For the page, whatever was selected in it before. */
  const openForPage: OpenPanel = (tab) => {
    open(tab);
    inBackground('selection', () => services.panel.dropSelection(tab.tabId));
  };

  const server = createServer({
    extensionId: browser.runtime.id,
    extensionOrigin: browser.runtime.getURL('').replace(/\/$/, ''),
    handlers: services.handlers,
    mayOpenPanel: createPanelLimit(services.clock.now),
    openPanel: (tab) => openForPage({ ...tab, isPageAsking: true }),
    reportDefect,
  });
  listenForMessages(server, new LiveServer(services.findTopic, services.clock));

  listenForMenuClicks((click) => onMenuClick(services, click, { open, openForPage, inBackground }));
  browser.commands.onCommand.addListener((command, tab) => {
    const clicked = readTab(tab);
    if (command !== 'open-panel' || clicked === undefined) return;
    if (isNotionPage(clicked.url)) openForPage(clicked);
    else inBackground('open-app', () => openApp('#/home'));
  });

  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === WAKEUP_ALARM || name === WATCHDOG_ALARM) inBackground('alarm', () => runs.pump());
    if (name === KEEP_FILLED_ALARM) services.keepFilled.tick();
    if (name === HOUSEKEEPING_ALARM) {
      inBackground('feedback', () => feedback.retry());
      inBackground('history', () => pruneHistory(services));
    }
    if (name === HOUSEKEEPING_ALARM || name === MIRROR_ALARM) inBackground('mirror', () => mirror.sync());
  });
  addEventListener('online', () => {
    inBackground('online', () => runs.service.wakeWaiting(['offline']));
    inBackground('feedback', () => feedback.retry());
  });
  listenForNotificationClicks(() => inBackground('open-app', () => openApp('#/runs')));
  tabs.listen();
  tabs.fresh.subscribe((tabId) => inBackground('tabs', () => notices.noteFreshTab(tabId)));

  browser.permissions.onAdded.addListener(({ origins = [] }) =>
    inBackground('access', () => takeUpAccess(services, origins)),
  );
  browser.runtime.onInstalled.addListener(({ reason }) => {
    inBackground('menus', createContextMenus);
    if (reason !== 'install') return;
    inBackground('install', async () => {
      await notices.noteOpenTabs(await findNotionTabs());
      await openAppOnce('#/home');
    });
  });
  // An update would stop a run in the middle of a row. Whatever is not done by then goes on in the new version.
  browser.runtime.onUpdateAvailable.addListener(() => {
    void Promise.race([runs.drain(), services.clock.sleep(LONGEST_DRAIN_MS)]).finally(() => browser.runtime.reload());
  });
  // Firefox starts an event page with the browser only for this listener: open runs go on.
  browser.runtime.onStartup.addListener(() => inBackground('menus', createContextMenus));
  start(services, inBackground);
}

/** Access that was withheld until now: open tabs of Notion have no script of ours, and runs that rest for want of it go on. */
async function takeUpAccess({ notices, runs }: Services, origins: readonly string[]): Promise<void> {
  if (origins.some((origin) => origin.includes('notion') || origin.startsWith('*://*/')))
    await notices.noteOpenTabs(await findNotionTabs());
  await runs.service.resumeAfter(['notion-permission', 'engine-permission']);
}

/** Ended runs are kept as long as Settings say. */
async function pruneHistory({ values, runs }: Services): Promise<void> {
  await runs.service.prune((await values.settings.read()).runHistoryDays);
}

/** What each start of the worker does, whatever woke it: first it answers, then it makes up for what was missed. */
function start(services: Services, inBackground: RunInBackground): void {
  const catchUps = [followRuns(services), followMirror(services), followKeepFilled(services)];
  inBackground('catch-up', async () => {
    await services.clock.sleep(CATCH_UP_AFTER_MS);
    for (const catchUp of catchUps) catchUp();
    catchUpWork(services, inBackground);
  });
}

function catchUpWork({ runs, feedback }: Services, inBackground: RunInBackground): void {
  inBackground('take-over', async () => {
    await runs.takeOver();
    runs.keepAlive.settle();
  });
  inBackground('feedback', () => feedback.retry());
  // Alarms are gone after an update, in Firefox also after a restart.
  inBackground('alarms', async () => {
    if ((await browser.alarms.get(HOUSEKEEPING_ALARM)) !== undefined) return;
    await browser.alarms.create(HOUSEKEEPING_ALARM, { periodInMinutes: HOUSEKEEPING_MINUTES });
  });
}

type RunInBackground = (where: string, work: () => Promise<unknown>) => void;
type OpenPanel = (tab: PanelTab) => void;

interface MenuActions {
  readonly open: OpenPanel;
  readonly openForPage: OpenPanel;
  readonly inBackground: RunInBackground;
}

function onMenuClick({ panel }: Services, click: MenuClick, { open, openForPage, inBackground }: MenuActions): void {
  if (click.kind === 'link') {
    inBackground('open-app', () => openApp(`#/create?url=${encodeURIComponent(click.url)}`));
    return;
  }
  const pageId = openTargetId(parseNotionUrl(click.tab.url ?? ''));
  if (click.kind === 'action' && pageId === undefined) {
    inBackground('open-app', () => openApp('#/home'));
    return;
  }
  if (click.kind !== 'selection' || pageId === undefined) {
    openForPage(click.tab);
    return;
  }
  // First: anything awaited before it would lose the click.
  open(click.tab);
  const { text, tab } = click;
  inBackground('selection', async () => {
    await panel.rememberSelection(tab.tabId, pageId, text, await askSelectedBlock(tab.tabId));
  });
}

function isNotionPage(url: string | undefined): boolean {
  return openTargetId(parseNotionUrl(url ?? '')) !== undefined;
}
