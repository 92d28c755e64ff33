import type { Connection } from '../../lib/connections/connection.ts';
import type { Target } from '../../lib/run-request/target.ts';
import type { Topics } from '../../lib/messaging/protocol.ts';
import type { FoundPage } from '../../lib/notion/views.ts';
import type { PanelContext } from '../../lib/panel/panel-commands.ts';
import { DEFAULT_SETTINGS } from '../../lib/settings/settings.ts';
import type { SettingsView } from '../../lib/settings/settings.ts';

export const PAGE: Target = {
  kind: 'page',
  id: '11111111-1111-4111-8111-111111111111',
  title: 'Autumn newsletter',
  url: 'https://app.notion.com/p/11111111111141118111111111111111',
  icon: '🍂',
};

export const DATABASE: Target = {
  kind: 'database',
  id: '22222222-2222-4222-8222-222222222222',
  dataSourceId: '22222222-2222-4222-8222-222222222223',
  title: 'Content plan',
  url: 'https://app.notion.com/p/22222222222242228222222222222222',
};

export const FOUND: readonly FoundPage[] = [
  { ...PAGE },
  { ...PAGE, id: '3', title: 'Meeting notes', icon: '📝', url: 'https://app.notion.com/p/3' },
  { id: '4', kind: 'page', title: '', url: 'https://app.notion.com/p/4' },
  {
    id: '5',
    kind: 'page',
    title: 'A page with a title so long that it needs more than one line in a narrow dialog',
    url: 'https://app.notion.com/p/5',
  },
  { ...DATABASE },
];

export function connection(id: string, name: string, target: Target): Connection {
  return {
    id,
    name,
    target,
    workspaceId: 'w1',
    workspaceName: 'Linden & Co',
    options: { prompt: 'Write a short, friendly introduction.', where: 'end', usePageContent: true },
    createdAt: Date.now() - 86_400_000,
    updatedAt: Date.now() - 3_600_000,
    stats: { rowsDone: 3, rowsFailed: 0, prompts: 3, tokens: 4_200, cost: 0.0031 },
  };
}

const READY: SettingsView = {
  settings: { ...DEFAULT_SETTINGS },
  secrets: { notion: { last4: 'x7Qa', savedAt: 1 }, gemini: { last4: '9fZk', savedAt: 1 } },
  integration: {
    workspaceId: 'w1',
    workspaceName: 'Linden & Co',
    integrationName: 'Visen',
    kind: 'internal',
    checkedAt: 1,
  },
  passphrase: 'none',
  missing: [],
};

/** What the tab shows. */
export function panelContext(state: string, pageId: string): PanelContext {
  if (state === 'elsewhere') return { configured: true };
  return { configured: state !== 'fresh', pageId, url: PAGE.url, draft: { prompt: '' } };
}

/** The topics as the scripted background starts with them. */
export function startTopics(state: string): Omit<Topics, `run:${string}` | `panel:${number}`> {
  const { integration, ...unset } = READY;
  const settings: Record<string, SettingsView> = {
    fresh: { ...unset, secrets: {}, missing: ['notion-token', 'engine-key'] },
    locked: { ...READY, passphrase: 'locked' },
    personal: { ...READY, ...(integration && { integration: { ...integration, kind: 'personal' } }) },
  };
  const fresh = state === 'fresh';
  return {
    settings: settings[state] ?? READY,
    usage: {
      workspaceId: 'w1',
      plan: 'starter',
      used: fresh ? 0 : state === 'used-up' ? 10 : 1,
      limit: 10,
      month: '2026-11',
      monthPrompts: 1,
      monthInputTokens: 1_200,
      monthOutputTokens: 800,
      monthCost: 0.0012,
      personalMonthlyPrompts: 200,
      pricesAsOf: '2026-11-01',
    },
    connections: fresh ? [] : [connection('c1', 'Autumn newsletter', PAGE), connection('c2', 'Content plan', DATABASE)],
    connectionNumbers: [],
    runs: [],
    prompts: [
      {
        id: 'built-in:summarise',
        name: 'Summarise',
        text: 'Summarise this page in five points.',
        builtIn: true,
        updatedAt: 0,
      },
      {
        id: 'built-in:translate',
        name: 'Translate',
        text: 'Translate this page into English.',
        builtIn: true,
        updatedAt: 0,
      },
      { id: 'p1', name: 'My newsletter', text: 'Write the newsletter for {{today}}.', builtIn: false, updatedAt: 1 },
    ],
    mirror: { state: 'none', pending: 0 },
    keepFilled: [],
    notices: { tabsToReload: fresh ? 2 : 0, menuHint: false },
  };
}
