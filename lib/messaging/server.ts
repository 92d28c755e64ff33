/**
 * The one gate: every message to the background passes here. An extension page of ours may send commands, each checked by its
 * schema. A content script may only ask to open the panel, and only for a page that the tab's own URL names: what it says is
 * never trusted for more. Everything else is refused. The sender is what the browser says it is.
 */
import * as v from 'valibot';

import { openTargetId, parseNotionUrl } from '../notion/page-id.ts';
import { AppError, toFailure } from '../shared/app-error.ts';
import type { HandlersFor } from '../shared/command.ts';
import type { CommandName, Commands, Result } from './protocol.ts';
import { COMMAND_SCHEMAS, contentMessageSchema } from './schemas.ts';
import type { Sender } from './transport.ts';

export interface OpenPanelRequest {
  readonly tabId: number;
  readonly windowId?: number;
  readonly pageId: string;
  /** The tab's present URL. */
  readonly url: string;
}

export interface ServerDeps {
  readonly extensionId: string;
  /** `chrome-extension://…` or `moz-extension://…`, without a path. */
  readonly extensionOrigin: string;
  readonly handlers: HandlersFor<Commands>;
  /** Whether a panel may be opened for this tab once more. Absent: always. */
  readonly mayOpenPanel?: (tabId: number) => boolean;
  /** Runs before anything is awaited: the browser allows a panel to open only within the event of the click. */
  readonly openPanel: (request: OpenPanelRequest) => void;
  /** Told of errors that are defects of ours, not of requests. */
  readonly reportDefect: (where: string, error: unknown) => void;
}

export interface Server {
  /** Answers one message; never rejects. */
  receive(message: unknown, sender: Sender): Promise<Result<unknown>>;
  /** Whether this sender may open a live port. */
  mayWatch(sender: Sender): boolean;
}

export function createServer(deps: ServerDeps): Server {
  return {
    receive(message, sender) {
      try {
        if (isOwnPage(deps, sender)) return answerCommand(deps, message);
        return Promise.resolve({ ok: true, value: openPanelFor(deps, message, sender) });
      } catch (error) {
        return Promise.resolve({ ok: false, failure: toFailure(error) });
      }
    },
    mayWatch: (sender) => isOwnPage(deps, sender),
  };
}

function isOwnPage(deps: ServerDeps, sender: Sender): boolean {
  if (sender.extensionId !== deps.extensionId) return false;
  if (sender.origin !== undefined) return sender.origin === deps.extensionOrigin;
  return sender.url?.startsWith(`${deps.extensionOrigin}/`) ?? false;
}

async function answerCommand(deps: ServerDeps, message: unknown): Promise<Result<unknown>> {
  let name: CommandName | undefined;
  try {
    const command = readCommand(message);
    name = command.name;
    const handler = deps.handlers[command.name];
    // The request was checked by the schema of this very command; TypeScript cannot follow the pair through the table.
    const value = await (handler as (request: unknown) => Promise<unknown>)(command.request);
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof AppError)) deps.reportDefect(name ?? 'message', error);
    return { ok: false, failure: toFailure(error) };
  }
}

function readCommand(message: unknown): { name: CommandName; request: unknown } {
  const { type, name, request } = (message ?? {}) as Record<string, unknown>;
  if (type !== 'command' || typeof name !== 'string' || !isCommandName(name)) throw refused('unknown-command');
  const parsed = v.safeParse(COMMAND_SCHEMAS[name], request);
  if (parsed.success) return { name, request: parsed.output };
  // Where it does not fit, never what it was: a request can hold a key or a prompt.
  const at = v.getDotPath(parsed.issues[0]) ?? '';
  throw new AppError('message-invalid', 'never', { details: { command: name, at } });
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMAND_SCHEMAS, name);
}

function openPanelFor(deps: ServerDeps, message: unknown, sender: Sender): { opened: true } {
  if (sender.extensionId !== deps.extensionId) throw refused('foreign-sender');
  const parsed = v.safeParse(contentMessageSchema, message);
  if (!parsed.success) throw refused('not-for-content-scripts');
  const url = sender.tabUrl ?? sender.url;
  if (sender.tabId === undefined || url === undefined || sender.frameId !== 0) throw refused('no-tab');
  const target = parseNotionUrl(url);
  if (openTargetId(target) !== parsed.output.pageId) throw refused('not-the-open-page');
  if (deps.mayOpenPanel?.(sender.tabId) === false) throw refused('too-many');
  deps.openPanel({
    tabId: sender.tabId,
    ...(sender.windowId !== undefined && { windowId: sender.windowId }),
    pageId: parsed.output.pageId,
    url,
  });
  return { opened: true };
}

function refused(reason: string): AppError {
  return new AppError('message-refused', 'never', { details: { reason } });
}
