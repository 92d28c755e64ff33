import { describe, expect, it } from 'vitest';

import type { CommandName, Commands } from '../../../lib/messaging/protocol.ts';
import type { HandlersFor } from '../../../lib/shared/command.ts';
import { COMMAND_SCHEMAS } from '../../../lib/messaging/schemas.ts';
import { createServer } from '../../../lib/messaging/server.ts';
import type { OpenPanelRequest } from '../../../lib/messaging/server.ts';
import type { Sender } from '../../../lib/messaging/transport.ts';
import { AppError } from '../../../lib/shared/app-error.ts';

const ID = 'abcdefghijklmnop';
const ORIGIN = `chrome-extension://${ID}`;
const PAGE = '11111111-2222-3333-4444-555555555555';
const PEEK = '99999999-2222-3333-4444-555555555555';
const PAGE_URL = `https://app.notion.com/p/Title-${PAGE.replaceAll('-', '')}`;
const COMMAND_NAMES = Object.keys(COMMAND_SCHEMAS) as CommandName[];

const surface: Sender = { extensionId: ID, origin: ORIGIN, url: `${ORIGIN}/options.html`, tabId: 3, frameId: 0 };
const content: Sender = {
  extensionId: ID,
  origin: 'https://app.notion.com',
  url: PAGE_URL,
  tabId: 7,
  windowId: 1,
  tabUrl: PAGE_URL,
  frameId: 0,
};

type Handlers = HandlersFor<Commands>;

/** With the handlers that a test is about. */
function setUp(handlers: Partial<Handlers> = {}) {
  const opened: OpenPanelRequest[] = [];
  const defects: unknown[] = [];
  const server = createServer({
    extensionId: ID,
    extensionOrigin: ORIGIN,
    handlers: handlers as Handlers,
    openPanel: (request) => opened.push(request),
    reportDefect: (where, error) => defects.push([where, error]),
  });
  return { server, opened, defects };
}

const refused = { ok: false, failure: { code: 'message-refused' } };

describe('commands', () => {
  it('are done for a page of the extension', async () => {
    const { server } = setUp({ 'connections.delete': async ({ id }) => ({ deleted: id === 'c1' }) });
    const message = { type: 'command', name: 'connections.delete', request: { id: 'c1' } };
    expect(await server.receive(message, surface)).toEqual({ ok: true, value: { deleted: true } });
  });

  it('are done for a page whose browser tells the URL but no origin', async () => {
    const { server } = setUp({ 'mirror.sync': async () => ({ state: 'none', pending: 0 }) });
    const { origin: _, ...sender } = surface;
    expect(await server.receive({ type: 'command', name: 'mirror.sync', request: {} }, sender)).toMatchObject({
      ok: true,
    });
    expect(
      await server.receive(
        { type: 'command', name: 'mirror.sync', request: {} },
        { ...sender, url: `${ORIGIN}.evil.com/` },
      ),
    ).toMatchObject(refused);
  });

  it.each(COMMAND_NAMES)('%s is refused from a content script, another extension and a web page', async (name) => {
    let done = 0;
    const { server } = setUp({ [name]: async () => ++done });
    const message = { type: 'command', name, request: {} };
    for (const sender of [
      content,
      { ...content, url: `${ORIGIN}/options.html` },
      { ...surface, extensionId: 'another' },
      { ...surface, origin: 'https://app.notion.com' },
      { ...surface, origin: 'null' },
      { origin: ORIGIN, url: `${ORIGIN}/options.html` },
      {},
    ]) {
      expect(await server.receive(message, sender)).toMatchObject(refused);
    }
    expect(done).toBe(0);
  });

  it('are refused when nobody knows them, inherited names too', async () => {
    const { server } = setUp();
    for (const message of [
      null,
      undefined,
      'settings.clear',
      [],
      { type: 'command' },
      { type: 'command', name: 'settings.steal', request: {} },
      { type: 'command', name: 'constructor', request: {} },
      { type: 'command', name: '__proto__', request: {} },
    ]) {
      expect(await server.receive(message, surface)).toMatchObject(refused);
    }
  });

  it('say where a request does not fit, never what it held', async () => {
    const { server } = setUp({ 'settings.save': () => Promise.reject(new Error('must not run')) });
    const message = {
      type: 'command',
      name: 'settings.save',
      request: { settings: {}, secrets: { notion: { secret: 'ntn_canary' } } },
    };
    const answer = await server.receive(message, surface);
    expect(answer).toMatchObject({
      failure: { code: 'message-invalid', details: { command: 'settings.save', at: 'secrets.notion' } },
    });
    expect(JSON.stringify(answer)).not.toContain('canary');
  });

  it('answer a failure as plain data and report only what is a defect of ours', async () => {
    const { server, defects } = setUp({
      'mirror.sync': () => Promise.reject(new AppError('offline', 'later')),
      'settings.clear': () => Promise.reject(new TypeError('x is not a function: ntn_canary')),
    });
    expect(await server.receive({ type: 'command', name: 'mirror.sync', request: {} }, surface)).toEqual({
      ok: false,
      failure: { code: 'offline', retry: 'later' },
    });
    expect(defects).toEqual([]);
    const answer = await server.receive({ type: 'command', name: 'settings.clear', request: {} }, surface);
    expect(answer).toEqual({
      ok: false,
      failure: { code: 'internal', retry: 'never', details: { name: 'TypeError' } },
    });
    expect(defects).toHaveLength(1);
  });
});

describe('a content script', () => {
  it('may ask to open the panel for the page its tab shows, at once', () => {
    const { server, opened } = setUp();
    void server.receive({ type: 'open-panel', pageId: PAGE }, content);
    expect(opened).toEqual([{ tabId: 7, windowId: 1, pageId: PAGE, url: PAGE_URL }]);
  });

  it('gets the panel for the peeked page, and the tab’s present URL decides', async () => {
    const { server, opened } = setUp();
    const tabUrl = `${PAGE_URL}?p=${PEEK.replaceAll('-', '')}&pm=s`;
    await server.receive({ type: 'open-panel', pageId: PEEK }, { ...content, tabUrl });
    expect(opened).toHaveLength(1);
  });

  it.each([
    ['another page', { type: 'open-panel', pageId: PEEK }, content],
    ['an id that is none', { type: 'open-panel', pageId: 'x' }, content],
    ['more than a page id', { type: 'open-panel', pageId: PAGE, prompt: 'go' }, content],
    [
      'a tab that shows no Notion page',
      { type: 'open-panel', pageId: PAGE },
      { ...content, tabUrl: 'https://evil.com/' },
    ],
    ['a frame in the page', { type: 'open-panel', pageId: PAGE }, { ...content, frameId: 4 }],
    [
      'no tab',
      { type: 'open-panel', pageId: PAGE },
      { extensionId: ID, origin: 'https://app.notion.com', url: PAGE_URL },
    ],
    ['another extension', { type: 'open-panel', pageId: PAGE }, { ...content, extensionId: 'other' }],
  ])('is refused for %s', async (_what, message, sender) => {
    const { server, opened } = setUp();
    expect(await server.receive(message, sender)).toMatchObject(refused);
    expect(opened).toEqual([]);
  });

  it('may not watch', () => {
    const { server } = setUp();
    expect(server.mayWatch(surface)).toBe(true);
    expect(server.mayWatch(content)).toBe(false);
  });
});

describe('a flood of messages', () => {
  it('opens no more panels than are allowed, and answers every message', async () => {
    let left = 3;
    const opened: OpenPanelRequest[] = [];
    const server = createServer({
      extensionId: ID,
      extensionOrigin: ORIGIN,
      handlers: {} as Handlers,
      mayOpenPanel: (tabId) => tabId === content.tabId && left-- > 0,
      openPanel: (request) => opened.push(request),
      reportDefect: () => undefined,
    });
    const message = { type: 'open-panel', pageId: PAGE };
    const answers = await Promise.all(Array.from({ length: 500 }, () => server.receive(message, content)));
    expect(opened).toHaveLength(3);
    expect(answers.filter(({ ok }) => !ok)).toHaveLength(497);
    expect(answers.at(-1)).toMatchObject(refused);
  });
});
