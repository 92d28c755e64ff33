/** The messaging client of an extension page, over the runtime. */
import { createClient } from '../../messaging/client.ts';
import type { Client } from '../../messaging/client.ts';
import { LIVE_PORT } from '../../messaging/protocol.ts';
import type { LivePush, LiveRequest } from '../../messaging/protocol.ts';
import { SendError } from '../../messaging/transport.ts';
import type { LivePort, SurfaceTransport } from '../../messaging/transport.ts';
import { browser } from './browser.ts';
import { systemClock } from './system-clock.ts';

/** Chrome and Firefox say this when no listener was there: the message was not received. */
const NOBODY_LISTENED = /receiving end does not exist/i;

/** For entrypoints/{options,popup,sidepanel}/main.tsx. */
export function createSurfaceClient(): Client {
  return createClient(runtimeTransport, systemClock, onOnline);
}

function onOnline(listener: () => void): () => void {
  window.addEventListener('online', listener);
  return () => window.removeEventListener('online', listener);
}

const runtimeTransport: SurfaceTransport = {
  async send(message) {
    try {
      return await browser.runtime.sendMessage(message);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw new SendError(!NOBODY_LISTENED.test(text), text);
    }
  },
  connect(): LivePort<LiveRequest, LivePush> {
    const port = browser.runtime.connect({ name: LIVE_PORT });
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => port.onMessage.addListener((message) => listener(message as LivePush)),
      onDisconnect: (listener) => port.onDisconnect.addListener(() => listener()),
      disconnect: () => port.disconnect(),
    };
  },
};
