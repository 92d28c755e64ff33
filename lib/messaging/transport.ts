/** How messages travel, as the two ends need it. lib/adapters/browser fulfils both over the extension's runtime. */
import type { CommandMessage, LivePush, LiveRequest } from './protocol.ts';

/** A two-way channel that ends when either side goes: a worker that was stopped ends it too. */
export interface LivePort<Sent, Received> {
  post(message: Sent): void;
  onMessage(listener: (message: Received) => void): void;
  onDisconnect(listener: () => void): void;
  disconnect(): void;
}

/** A surface's end. */
export interface SurfaceTransport {
  /**
   * One message and its answer (a `Result`, unchecked). Rejects with `SendError` when there was no answer.
   */
  send(message: CommandMessage): Promise<unknown>;
  connect(): LivePort<LiveRequest, LivePush>;
}

/** A message that got no answer. `delivered: false`: nobody received it, so sending again is harmless. */
export class SendError extends Error {
  override readonly name = 'SendError';
  readonly delivered: boolean;

  constructor(delivered: boolean, message: string) {
    super(message);
    this.delivered = delivered;
  }
}

/** Who sent a message, as the browser (never the message) says. */
export interface Sender {
  readonly extensionId?: string;
  readonly origin?: string;
  /** The frame's URL. Firefox may give the one it was loaded with. */
  readonly url?: string;
  readonly tabId?: number;
  readonly windowId?: number;
  /** The tab's present URL. */
  readonly tabUrl?: string;
  readonly frameId?: number;
}
