/**
 * The part of Firefox's Marionette protocol that the tests need: length-prefixed JSON over TCP, one answer per command.
 * https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html. WebDriver BiDi refuses moz-extension:// pages.
 */
import { connect, type Socket } from 'node:net';

export class MarionetteError extends Error {
  override readonly name = 'MarionetteError';
}

interface Waiter {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export interface Marionette {
  /** @throws MarionetteError with Firefox's own words */
  send<T = unknown>(command: string, parameters?: object): Promise<T>;
  /** Runs several commands with no other caller's command in between (window and context are states of the session). */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

/** @throws Error when nothing answers on the port */
export async function connectMarionette(port: number): Promise<Marionette> {
  const socket = await open(port);
  const waiting = new Map<number, Waiter>();
  let lastId = 0;
  let buffered = Buffer.alloc(0);
  let isGreeted = (): void => undefined;
  const greeted = new Promise<void>((resolve) => (isGreeted = resolve));

  const receive = (message: unknown): void => {
    if (!Array.isArray(message)) return isGreeted();
    const [, id, error, result] = message as [number, number, { error: string; message: string } | null, unknown];
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (error) waiter?.reject(new MarionetteError(`${error.error}: ${error.message}`));
    else waiter?.resolve(result);
  };
  socket.on('data', (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    for (;;) {
      const colon = buffered.indexOf(58);
      if (colon < 0) return;
      const end = colon + 1 + Number(buffered.subarray(0, colon).toString('ascii'));
      if (buffered.length < end) return;
      receive(JSON.parse(buffered.subarray(colon + 1, end).toString('utf8')));
      buffered = buffered.subarray(end);
    }
  });
  const closed = (): void => {
    for (const waiter of waiting.values()) waiter.reject(new MarionetteError('Firefox has gone'));
    waiting.clear();
  };
  socket.on('close', closed).on('error', closed);
  await greeted;

  let lastWork: Promise<unknown> = Promise.resolve();
  return {
    send: <T>(command: string, parameters: object = {}) => {
      const id = (lastId += 1);
      const json = JSON.stringify([0, id, command, parameters]);
      const answered = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
      socket.write(`${Buffer.byteLength(json)}:${json}`);
      return answered as Promise<T>;
    },
    exclusively: (work) => {
      const done = lastWork.then(work, work);
      lastWork = done.catch(() => undefined); // its caller gets the failure; the queue goes on
      return done;
    },
    close: () => socket.destroy(),
  };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket)).once('error', reject);
  });
}
