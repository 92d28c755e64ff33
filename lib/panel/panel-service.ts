/** What the panel or popup shows for a tab: the page that is open there, and what Visen has for it. */
import * as v from 'valibot';

import type { ConnectionsService } from '../connections/connections-service.ts';
import type { RunStore } from '../jobs/ports.ts';
import { deriveRunState } from '../jobs/run-state.ts';
import type { HandlersFor } from '../shared/command.ts';
import type { TopicSource } from '../shared/topic-source.ts';
import type { Draft } from './draft.ts';
import type { PanelContext, PanelCommands } from './panel-commands.ts';
import { openTargetId, parseNotionUrl } from '../notion/page-id.ts';
import type { SettingsService } from '../settings/settings-service.ts';
import type { Clock } from '../shared/clock.ts';
import { Emitter } from '../shared/emitter.ts';
import type { KeyValueStore } from '../storage/key-value-store.ts';
import type { VersionedValue } from '../storage/versioned-value.ts';
import type { StoredDrafts } from './drafts-store.ts';

export interface PanelServiceDeps {
  /** The present URL of a tab; undefined for a tab that is gone or that the browser does not show. */
  readonly tabUrl: (tabId: number) => Promise<string | undefined>;
  /** Tells the id of a tab that moved. */
  readonly tabChanges: Emitter<number>;
  readonly settings: SettingsService;
  readonly connections: ConnectionsService;
  readonly store: Pick<RunStore, 'listOpenRuns'>;
  readonly runChanges: Pick<Emitter<string>, 'subscribe'>;
  readonly drafts: VersionedValue<StoredDrafts>;
  readonly session: KeyValueStore;
  readonly clock: Pick<Clock, 'now'>;
}

const MAX_DRAFTS = 100;
const SELECTION_LASTS_MS = 10 * 60_000;
const MAX_SELECTION = 100_000;

export class PanelService {
  readonly #deps: PanelServiceDeps;
  readonly #selections = new Emitter<number>();
  /** The draft that is being stored: a surface that is reloaded asks for it in the same moment. */
  #saving: Promise<unknown> = Promise.resolve();
  readonly handlers: HandlersFor<Omit<PanelCommands, 'menu.language' | 'notices.dismiss'>> = {
    'panel.context': ({ tabId }) => this.context(tabId),
    'panel.dropSelection': ({ tabId }) => this.dropSelection(tabId),
    'panel.saveDraft': ({ pageId, draft }) => this.saveDraft(pageId, draft),
  };

  constructor(deps: PanelServiceDeps) {
    this.#deps = deps;
  }

  /** `panel:<tab id>`. */
  topic(name: string): TopicSource<PanelContext> | undefined {
    const tabId = /^panel:(\d{1,10})$/.exec(name)?.[1];
    if (tabId === undefined) return undefined;
    return { read: () => this.context(Number(tabId)), subscribe: (changed) => this.#subscribe(Number(tabId), changed) };
  }

  async context(tabId: number): Promise<PanelContext> {
    const { settings, connections, drafts } = this.#deps;
    const [{ missing, integration }, url] = await Promise.all([settings.view(), this.#deps.tabUrl(tabId)]);
    const configured = missing.length === 0;
    const pageId = url === undefined ? undefined : openTargetId(parseNotionUrl(url));
    if (url === undefined || pageId === undefined) return { configured };
    const [connection, draft, activeRunId, selection] = await Promise.all([
      connections.findByTarget(pageId, integration?.workspaceId),
      this.#saving.then(async () => (await drafts.read())[pageId]?.draft),
      this.#activeRun(pageId),
      this.#selection(tabId, pageId),
    ]);
    return {
      pageId,
      url,
      configured,
      ...(connection !== undefined && { connection }),
      ...(draft !== undefined && { draft }),
      ...(activeRunId !== undefined && { activeRunId }),
      ...(selection !== undefined && { selectedText: selection.text }),
      ...(selection?.blockId !== undefined && { selectionBlockId: selection.blockId }),
    };
  }

  /** Keeps what was typed for a page and not sent yet; `null` forgets it. */
  async saveDraft(pageId: string, draft: Draft | null): Promise<{ saved: true }> {
    const now = this.#deps.clock.now();
    const saved = this.#deps.drafts.update((stored) => {
      const { [pageId]: _old, ...others } = stored;
      const newestFirst = Object.entries(others).sort(([, a], [, b]) => b.savedAt - a.savedAt);
      const kept = Object.fromEntries(newestFirst.slice(0, MAX_DRAFTS - 1));
      return draft === null ? kept : { ...kept, [pageId]: { draft, savedAt: now } };
    });
    // Whoever saves is told of a failure; who reads goes on without.
    this.#saving = saved.catch(() => undefined);
    await saved;
    return { saved: true };
  }

  /**
   * Text that was selected on a tab's page when the panel was asked for it, and the block it ends in. Lasts ten minutes, for
   * this browser session.
   */
  async rememberSelection(tabId: number, pageId: string, text: string, blockId?: string): Promise<void> {
    const selection = {
      pageId,
      text: text.slice(0, MAX_SELECTION),
      at: this.#deps.clock.now(),
      // The page's own id stands around its title: that is no block of it.
      ...(blockId !== undefined && blockId !== pageId && { blockId }),
    };
    await this.#deps.session.set({ [selectionKey(tabId)]: selection });
    this.#selections.emit(tabId);
  }

  /** The person let it go, or asked for the panel without it. */
  async dropSelection(tabId: number): Promise<{ dropped: true }> {
    await this.#deps.session.remove([selectionKey(tabId)]);
    this.#selections.emit(tabId);
    return { dropped: true };
  }

  async #selection(tabId: number, pageId: string): Promise<StoredSelection | undefined> {
    const stored = v.safeParse(selectionSchema, await this.#deps.session.get(selectionKey(tabId)));
    if (!stored.success || stored.output.pageId !== pageId) return undefined;
    return this.#deps.clock.now() - stored.output.at < SELECTION_LASTS_MS ? stored.output : undefined;
  }

  async #activeRun(pageId: string): Promise<string | undefined> {
    // Oldest first, and only those that have not ended: however long the history is.
    const runs = await this.#deps.store.listOpenRuns();
    const active = ['queued', 'running', 'waiting', 'paused'];
    return runs.findLast((run) => run.request.target.id === pageId && active.includes(deriveRunState(run)))?.id;
  }

  #subscribe(tabId: number, changed: () => void): () => void {
    const { tabChanges, settings, connections, runChanges } = this.#deps;
    const ifThisTab = (changedTab: number): void => {
      if (changedTab === tabId) changed();
    };
    const ends = [
      tabChanges.subscribe(ifThisTab),
      this.#selections.subscribe(ifThisTab),
      settings.topic.subscribe(changed),
      connections.topic.subscribe(changed),
      runChanges.subscribe(changed),
    ];
    return () => ends.forEach((end) => end());
  }
}

const selectionSchema = v.object({
  pageId: v.string(),
  text: v.string(),
  at: v.number(),
  blockId: v.exactOptional(v.string()),
});
type StoredSelection = v.InferOutput<typeof selectionSchema>;

function selectionKey(tabId: number): string {
  return `selection:${tabId}`;
}
