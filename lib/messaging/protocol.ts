/**
 * The roof over all messages between a surface and the background: the commands of all rooms, what can be watched, and the forms on the wire.
 * A room's commands stand beside its service, with their schemas. A content script may send `ContentMessage` and nothing else.
 */
import type { ConnectionCommands } from '../connections/connection-commands.ts';
import type { Connection, ConnectionNumbers } from '../connections/connection.ts';
import type { FeedbackCommands } from '../feedback/feedback-commands.ts';
import type { KeepFilledCommands } from '../keep-filled/keep-filled-commands.ts';
import type { KeepFilledView } from '../keep-filled/keep-filled-view.ts';
import type { MirrorCommands } from '../mirror/mirror-commands.ts';
import type { MirrorView } from '../mirror/mirror-view.ts';
import type { NotionCommands } from '../notion-commands/notion-commands.ts';
import type { NoticesView, PanelCommands, PanelContext } from '../panel/panel-commands.ts';
import type { PlanCommands } from '../plans/plan-commands.ts';
import type { PromptCommands } from '../prompt-library/prompt-commands.ts';
import type { SavedPrompt } from '../prompt-library/saved-prompt.ts';
import type { RunCommands } from '../runs/run-commands.ts';
import type { RunSummary, RunView } from '../runs/run-views.ts';
import type { SettingsCommands } from '../settings/settings-commands.ts';
import type { SettingsView } from '../settings/settings.ts';
import type { Failure } from '../shared/app-error.ts';
import type { TransferCommands } from '../transfer/transfer-commands.ts';
import type { UsageView } from '../usage/plan.ts';

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** Request and response of each command. */
export interface Commands
  extends
    ConnectionCommands,
    FeedbackCommands,
    KeepFilledCommands,
    MirrorCommands,
    NotionCommands,
    PanelCommands,
    PlanCommands,
    PromptCommands,
    RunCommands,
    SettingsCommands,
    TransferCommands {}

export type CommandName = keyof Commands;
export type CommandRequest<N extends CommandName> = Commands[N]['request'];
export type CommandResponse<N extends CommandName> = Commands[N]['response'];

/** What a surface can watch: it gets the value at once and again at each change. `run:<id>` is one run. */
export interface Topics {
  settings: SettingsView;
  usage: UsageView;
  connections: readonly Connection[];
  /** Of the connections whose runs go on: newer than what stands in the list. */
  connectionNumbers: readonly ConnectionNumbers[];
  runs: readonly RunSummary[];
  prompts: readonly SavedPrompt[];
  mirror: MirrorView;
  notices: NoticesView;
  keepFilled: readonly KeepFilledView[];
  [run: `run:${string}`]: RunView | null;
  /** By tab id: follows the tab as it moves from page to page. */
  [panel: `panel:${number}`]: PanelContext;
}

export type TopicName = keyof Topics;

/** Over the live port. */
export type LiveRequest = { readonly watch: string } | { readonly unwatch: string };
/** `failure` in place of a value when the background could not read the topic. */
export type LivePush = { readonly topic: string; readonly value?: unknown; readonly failure?: Failure };
/** The live port's name. */
export const LIVE_PORT = 'live';

/** Over runtime.sendMessage from an extension page. */
export interface CommandMessage<N extends CommandName = CommandName> {
  readonly type: 'command';
  readonly name: N;
  readonly request: CommandRequest<N>;
}

/** The only thing a content script may ask. */
export type ContentMessage = { readonly type: 'open-panel'; readonly pageId: string };
