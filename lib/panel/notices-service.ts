/** What is said once: tabs that need a reload for the button, and that Notion's own menu hides ours. */
import * as v from 'valibot';

import type { HandlersFor } from '../shared/command.ts';
import type { TopicSource } from '../shared/topic-source.ts';
import type { NoticesView, PanelCommands } from './panel-commands.ts';
import type { ValueDefinition, VersionedValue } from '../storage/versioned-value.ts';

export interface StoredNotices {
  /** Tabs without our content script. Tab ids last one browser session; so does the need. */
  readonly tabsToReload: readonly number[];
  readonly menuHintDismissed: boolean;
  /** When a person last looked at the runs (epoch ms): what failed before is not on the badge any more. */
  readonly runsSeenAt: number;
}

export const NOTICES_VALUE: ValueDefinition<StoredNotices> = {
  key: 'notices',
  version: 1,
  schema: v.object({
    tabsToReload: v.array(v.number()),
    menuHintDismissed: v.boolean(),
    runsSeenAt: v.number(),
  }),
  initial: { tabsToReload: [], menuHintDismissed: false, runsSeenAt: 0 },
  migrations: {},
};

export class NoticesService {
  readonly #stored: VersionedValue<StoredNotices>;
  readonly handlers: HandlersFor<Pick<PanelCommands, 'notices.dismiss'>> = {
    'notices.dismiss': ({ notice }) => this.dismiss(notice),
  };
  readonly topic: TopicSource<NoticesView>;

  constructor(stored: VersionedValue<StoredNotices>) {
    this.#stored = stored;
    this.topic = { read: () => this.view(), subscribe: (changed) => stored.subscribe(changed) };
  }

  async view(): Promise<NoticesView> {
    const { tabsToReload, menuHintDismissed } = await this.#stored.read();
    return { tabsToReload: tabsToReload.length, menuHint: !menuHintDismissed };
  }

  async dismiss(notice: 'menu-hint' | 'reload-tabs'): Promise<NoticesView> {
    await this.#stored.update((stored) =>
      notice === 'menu-hint' ? { ...stored, menuHintDismissed: true } : { ...stored, tabsToReload: [] },
    );
    return this.view();
  }

  /** Notion tabs that were open when Visen was installed. */
  async noteOpenTabs(tabIds: readonly number[]): Promise<void> {
    await this.#stored.update((stored) => ({ ...stored, tabsToReload: tabIds }));
  }

  /** A tab was reloaded or closed. */
  async noteFreshTab(tabId: number): Promise<void> {
    await this.#stored.update((stored) =>
      stored.tabsToReload.includes(tabId)
        ? { ...stored, tabsToReload: stored.tabsToReload.filter((id) => id !== tabId) }
        : stored,
    );
  }

  async noteRunsSeen(now: number): Promise<void> {
    await this.#stored.update((stored) => ({ ...stored, runsSeenAt: now }));
  }

  async runsSeenAt(): Promise<number> {
    return (await this.#stored.read()).runsSeenAt;
  }
}
