/** The background's end of all messages: the only file that listens to the runtime. */
import { LIVE_PORT } from '../../messaging/protocol.ts';
import type { LiveRequest } from '../../messaging/protocol.ts';
import type { LiveServer } from '../../messaging/live.ts';
import type { Server } from '../../messaging/server.ts';
import type { Sender } from '../../messaging/transport.ts';
import { browser } from './browser.ts';
import type { Runtime } from './browser.ts';

/** Call once, synchronously, when the background starts: an event that starts the worker is lost on a late listener. */
export function listenForMessages(server: Server, live: LiveServer): void {
  browser.runtime.onMessage.addListener((message, sender, sendResponse) => {
    void server.receive(message, readSender(sender)).then(sendResponse);
    return true;
  });
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== LIVE_PORT || port.sender === undefined || !server.mayWatch(readSender(port.sender))) {
      port.disconnect();
      return;
    }
    live.connect({
      post: (push) => port.postMessage(push),
      onMessage: (listener) => port.onMessage.addListener((message) => listener(message as LiveRequest)),
      onDisconnect: (listener) => port.onDisconnect.addListener(() => listener()),
      disconnect: () => port.disconnect(),
    });
  });
}

function readSender(sender: Runtime.MessageSender & { origin?: string }): Sender {
  return {
    ...(sender.id !== undefined && { extensionId: sender.id }),
    ...(sender.origin !== undefined && { origin: sender.origin }),
    ...(sender.url !== undefined && { url: sender.url }),
    ...(sender.tab?.id !== undefined && { tabId: sender.tab.id }),
    ...(sender.tab?.windowId !== undefined && { windowId: sender.tab.windowId }),
    ...(sender.tab?.url !== undefined && { tabUrl: sender.tab.url }),
    ...(sender.frameId !== undefined && { frameId: sender.frameId }),
  };
}
