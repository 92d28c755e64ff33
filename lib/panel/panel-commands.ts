/** Commands of a tab's panel, of notices, and of the browser's own menu. */
import * as v from 'valibot';

import type { Connection } from '../connections/connection.ts';
import { idSchema } from '../shared/bounded.ts';
import type { SchemasFor } from '../shared/command.ts';
import { draftSchema, type Draft } from './draft.ts';

/** What Visen says once. */
export interface NoticesView {
  /** Notion tabs that were open before Visen was installed: they have no button until they are reloaded. */
  readonly tabsToReload: number;
  /** “Over Notion's own blocks, Notion's menu hides ours”: until it was dismissed. */
  readonly menuHint: boolean;
}

/** What the panel or popup shows for a tab. */
export interface PanelContext {
  readonly pageId?: string;
  readonly url?: string;
  readonly configured: boolean;
  readonly connection?: Connection;
  readonly draft?: Draft;
  readonly activeRunId?: string;
  readonly selectedText?: string;
  /** The block that the selection ends in; absent where the page did not tell. */
  readonly selectionBlockId?: string;
}

export interface PanelCommands {
  'panel.context': { request: { tabId: number }; response: PanelContext };
  /** Forgets what was selected in a tab. */
  'panel.dropSelection': { request: { tabId: number }; response: { dropped: true } };
  /** The language of the browser's own menu, as a BCP 47 tag; empty: the browser's. */
  'menu.language': { request: { language: string }; response: { language: string } };
  'notices.dismiss': { request: { notice: 'menu-hint' | 'reload-tabs' }; response: NoticesView };
  'panel.saveDraft': { request: { pageId: string; draft: Draft | null }; response: { saved: true } };
}

export const PANEL_SCHEMAS: SchemasFor<PanelCommands> = {
  'panel.context': v.object({ tabId: v.pipe(v.number(), v.integer()) }),
  'panel.dropSelection': v.object({ tabId: v.pipe(v.number(), v.integer()) }),
  'menu.language': v.object({ language: v.pipe(v.string(), v.regex(/^(?:[a-z]{2}(?:-[A-Z]{2})?)?$/)) }),
  'notices.dismiss': v.object({ notice: v.picklist(['menu-hint', 'reload-tabs']) }),
  'panel.saveDraft': v.object({ pageId: idSchema, draft: v.nullable(draftSchema) }),
};
