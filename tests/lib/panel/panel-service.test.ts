import { beforeEach, describe, expect, it } from 'vitest';

import { ConnectionsService } from '../../../lib/connections/connections-service.ts';
import { CONNECTIONS_VALUE } from '../../../lib/connections/connections-store.ts';
import { isOpenRun, stopRun } from '../../../lib/jobs/run-state.ts';
import type { Run } from '../../../lib/jobs/run.ts';
import { countForBadge } from '../../../lib/panel/badge-count.ts';
import { DRAFTS_VALUE } from '../../../lib/panel/drafts-store.ts';
import { isEndedNews } from '../../../lib/panel/ended-run.ts';
import { NOTICES_VALUE, NoticesService } from '../../../lib/panel/notices-service.ts';
import { PanelService } from '../../../lib/panel/panel-service.ts';
import { createRunFollower } from '../../../lib/panel/run-follower.ts';
import { Emitter } from '../../../lib/shared/emitter.ts';
import { VersionedValue } from '../../../lib/storage/versioned-value.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createMemoryKeyValueStore } from '../../fakes/memory-key-value-store.ts';
import { sampleConnection } from '../../fakes/sample-connection.ts';
import { createRun } from '../../fakes/sample-run.ts';
import { createSettingsWorld } from '../../fakes/settings-world.ts';

const PAGE = '11111111-2222-3333-4444-555555555555';
const URL = `https://app.notion.com/p/${PAGE.replaceAll('-', '')}`;
const target = { ...sampleConnection().target, id: PAGE };

const run = (change: Partial<Run> = {}): Run =>
  createRun('r1', { request: { kind: 'page', target, options: sampleConnection().options }, ...change });

function setUp() {
  const world = createSettingsWorld();
  const connections = new ConnectionsService({
    stored: new VersionedValue(world.store, CONNECTIONS_VALUE),
    requireIntegration: () => world.notion.whoAmI(),
    clock: world.clock,
    newId: () => 'new',
  });
  const tabs = new Map<number, string>([[7, URL]]);
  const runs: Run[] = [];
  const tabChanges = new Emitter<number>();
  const runChanges = new Emitter<string>();
  const panel = new PanelService({
    tabUrl: async (tabId) => tabs.get(tabId),
    tabChanges,
    settings: world.service,
    connections,
    store: { listOpenRuns: async () => runs.filter(isOpenRun).toReversed() },
    runChanges,
    drafts: new VersionedValue(world.store, DRAFTS_VALUE),
    session: world.session,
    clock: world.clock,
  });
  return { ...world, connections, tabs, runs, tabChanges, runChanges, panel, time: world.clock };
}

describe('the panel', () => {
  let world: ReturnType<typeof setUp>;
  beforeEach(() => void (world = setUp()));

  it('shows the page of the tab, its connection, its draft and the run that is on', async () => {
    await world.service.save({ settings: {}, secrets: { notion: 'ntn_1', gemini: 'gemini-key-1' } });
    const connection = await world.connections.save({ id: 'c1', name: 'Notes', target });
    await world.panel.saveDraft(PAGE, { prompt: 'half a thou' });
    world.runs.push(run({ id: 'ended', control: 'stopped' }), run({ id: 'on', startedAt: 2_000 }));
    expect(await world.panel.context(7)).toEqual({
      pageId: PAGE,
      url: URL,
      configured: true,
      connection,
      draft: { prompt: 'half a thou' },
      activeRunId: 'on',
    });
  });

  it('shows no page for a tab without one, and that set-up is missing', async () => {
    world.tabs.set(8, 'https://example.com/');
    expect(await world.panel.context(8)).toEqual({ configured: false });
    expect(await world.panel.context(99)).toEqual({ configured: false });
  });

  it('keeps selected text for its page and ten minutes', async () => {
    await world.panel.rememberSelection(7, PAGE, 'chosen words');
    expect((await world.panel.context(7)).selectedText).toBe('chosen words');
    world.tabs.set(7, URL.replace('1111', '2222'));
    expect((await world.panel.context(7)).selectedText).toBeUndefined();
    world.tabs.set(7, URL);
    await world.time.advance(11 * 60_000);
    expect((await world.panel.context(7)).selectedText).toBeUndefined();
  });

  it('knows the block of a selection, but takes the page itself for none, and forgets both when asked to', async () => {
    const block = '99999999-2222-4333-8444-555555555555';
    await world.panel.rememberSelection(7, PAGE, 'chosen words', block);
    expect(await world.panel.context(7)).toMatchObject({ selectedText: 'chosen words', selectionBlockId: block });
    await world.panel.rememberSelection(7, PAGE, 'the title', PAGE);
    expect((await world.panel.context(7)).selectionBlockId).toBeUndefined();
    await world.panel.handlers['panel.dropSelection']({ tabId: 7 });
    expect((await world.panel.context(7)).selectedText).toBeUndefined();
  });

  it('shows a draft that is just being stored', async () => {
    const set = world.store.set;
    const slowly = async (...args: Parameters<typeof set>) => {
      await new Promise((resolve) => setImmediate(resolve));
      return set(...args);
    };
    Object.assign(world.store, { set: slowly });
    void world.panel.saveDraft(PAGE, { prompt: 'last words' });
    expect((await world.panel.context(7)).draft).toEqual({ prompt: 'last words' });
  });

  it('keeps the newest hundred drafts and forgets one that was sent', async () => {
    for (let page = 0; page < 105; page++) {
      await world.time.advance(1);
      await world.panel.saveDraft(`page-${page}`, { prompt: `draft ${page}` });
    }
    await world.panel.saveDraft('page-104', null);
    const stored = world.store.entries.get('drafts') as { value: Record<string, unknown> };
    expect(Object.keys(stored.value)).toHaveLength(99);
    expect(stored.value).toHaveProperty('page-103');
    expect(stored.value).not.toHaveProperty('page-0');
  });

  it('tells who watches a tab of its moves only', async () => {
    let changes = 0;
    const end = world.panel.topic('panel:7')?.subscribe(() => changes++);
    world.tabChanges.emit(8);
    expect(changes).toBe(0);
    world.tabChanges.emit(7);
    world.runChanges.emit('r1');
    expect(changes).toBe(2);
    end?.();
    world.tabChanges.emit(7);
    expect(changes).toBe(2);
    expect(world.panel.topic('panel:x')).toBeUndefined();
  });
});

describe('notices', () => {
  it('name open tabs until each is loaded anew, and the menu until it is dismissed', async () => {
    const service = new NoticesService(new VersionedValue(createMemoryKeyValueStore(), NOTICES_VALUE));
    await service.noteOpenTabs([1, 2]);
    expect(await service.view()).toEqual({ tabsToReload: 2, menuHint: true });
    await service.noteFreshTab(1);
    await service.noteFreshTab(9);
    await service.dismiss('menu-hint');
    expect(await service.view()).toEqual({ tabsToReload: 1, menuHint: false });
    await service.dismiss('reload-tabs');
    expect((await service.view()).tabsToReload).toBe(0);
  });
});

describe('the badge', () => {
  it('counts runs that go on, and failed ones that nobody has seen', () => {
    const failed = run({ total: 1, failed: 1, startedAt: 1, endedAt: 5_000 });
    const runs = [
      run({ startedAt: 2 }),
      run({ wait: { reason: 'backoff' }, startedAt: 2 }),
      run({ control: 'paused' }),
      failed,
    ];
    expect(countForBadge(runs, 0)).toEqual({ running: 2, failed: 1 });
    expect(countForBadge(runs, 6_000)).toEqual({ running: 2, failed: 0 });
  });
});

describe('a notification', () => {
  const ended = run({ total: 1, done: 1, startedAt: 0, endedAt: 100_000 });

  it('is for long runs that ended by themselves a moment ago', () => {
    expect(isEndedNews(ended, 101_000)).toBe(true);
    expect(isEndedNews(ended, 500_000)).toBe(false);
    expect(isEndedNews({ ...ended, startedAt: 90_000 }, 101_000)).toBe(false);
    expect(isEndedNews(stopRun(run({ total: 1, startedAt: 0 }), 100_000), 101_000)).toBe(false);
    expect(isEndedNews(run({ startedAt: 0 }), 101_000)).toBe(false);
  });
});

describe('following runs', () => {
  it('notes each changed run at once, then at most once a second, and goes on after a failed note', async () => {
    const clock = createManualClock();
    const noted: string[] = [];
    const defects: string[] = [];
    const follower = createRunFollower({
      clock,
      noteRun: async (runId) => {
        noted.push(runId);
        if (runId === 'bad') throw new Error('no');
      },
      noteAll: async () => void noted.push('all'),
      reportDefect: (where) => defects.push(where),
    });
    follower.changed('bad');
    await clock.advance(0);
    for (let tick = 0; tick < 50; tick++) follower.changed('r1');
    await clock.advance(5_000);
    expect(noted).toEqual(['bad', 'all', 'r1', 'all']);
    expect(defects).toEqual(['follow-runs']);
  });
});
