import type { CommandMessage, LivePush, LiveRequest } from '../../lib/messaging/protocol.ts';
import type { LivePort, SurfaceTransport } from '../../lib/messaging/transport.ts';

/** The background's end of a port made by `createPortPair`. */
export type ServerPort = LivePort<LivePush, LiveRequest>;

/** Two ends of one live port, in memory. Ending one tells the other, as the browser does. */
export function createPortPair(): { surface: LivePort<LiveRequest, LivePush>; server: ServerPort } {
  const surface = createEnd<LivePush>();
  const server = createEnd<LiveRequest>();
  let open = true;
  const end = (other: { ended(): void }) => () => {
    if (!open) return;
    open = false;
    other.ended();
  };
  const postTo =
    <T>(receive: (message: T) => void) =>
    (message: T): void => {
      if (!open) throw new Error('Attempting to use a disconnected port object');
      const copy = structuredClone(message);
      queueMicrotask(() => {
        if (open) receive(copy);
      });
    };
  return {
    surface: {
      post: postTo<LiveRequest>(server.receive),
      onMessage: surface.onMessage,
      onDisconnect: surface.onDisconnect,
      disconnect: end(server),
    },
    server: {
      post: postTo<LivePush>(surface.receive),
      onMessage: server.onMessage,
      onDisconnect: server.onDisconnect,
      disconnect: end(surface),
    },
  };
}

function createEnd<Received>() {
  const messageListeners: ((message: Received) => void)[] = [];
  const endListeners: (() => void)[] = [];
  return {
    onMessage: (listener: (message: Received) => void) => void messageListeners.push(listener),
    onDisconnect: (listener: () => void) => void endListeners.push(listener),
    receive: (message: Received) => messageListeners.forEach((listener) => listener(message)),
    ended: () => endListeners.forEach((listener) => listener()),
  };
}

export interface MemoryTransport extends SurfaceTransport {
  readonly sent: CommandMessage[];
  /** Ports that surfaces opened, oldest first. */
  readonly ports: ServerPort[];
  /** How the next messages are answered; throwing stands for no answer. */
  answer: (message: CommandMessage) => unknown;
  /** Called with each new server end. */
  accept: (port: ServerPort) => void;
}

export function createMemoryTransport(): MemoryTransport {
  const transport: MemoryTransport = {
    sent: [],
    ports: [],
    answer: () => ({ ok: true, value: null }),
    accept: () => undefined,
    send: async (message) => {
      transport.sent.push(message);
      return transport.answer(message);
    },
    connect: () => {
      const { surface, server } = createPortPair();
      transport.ports.push(server);
      transport.accept(server);
      return surface;
    },
  };
  return transport;
}
