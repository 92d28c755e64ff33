import type { ServerResponse } from 'node:http';
import type { LoggedModelRequest } from './request-log.ts';

/** One step of a streamed answer. */
export type Frame =
  | { readonly write: string; readonly text?: string }
  /** Nothing more comes, and the connection stays open until the client leaves. */
  | { readonly stall: true }
  /** The connection is closed in the middle. */
  | { readonly cut: true }
  /** This again and again until the client leaves. */
  | { readonly repeat: Frame };

/** Sends the frames with a pause between them and notes when the client leaves early. */
export async function sendFrames(
  response: ServerResponse,
  frames: readonly Frame[],
  entry: LoggedModelRequest,
  delayMs: number,
): Promise<void> {
  for (const frame of frames) {
    if (response.destroyed || entry.aborted) return;
    if ('cut' in frame) {
      // What was written has to arrive first.
      await pause(5);
      entry.finished = true;
      response.destroy();
      return;
    }
    if ('stall' in frame) return;
    if ('repeat' in frame) return repeatFrame(response, frame.repeat, entry);
    response.write(frame.write);
    entry.answer += frame.text ?? '';
    if (delayMs > 0) await pause(delayMs);
  }
  entry.finished = true;
  response.end();
}

async function repeatFrame(response: ServerResponse, frame: Frame, entry: LoggedModelRequest): Promise<void> {
  if (!('write' in frame)) return;
  while (!response.destroyed && !entry.aborted) {
    if (response.write(frame.write)) await pause(0);
    else await drained(response);
  }
}

/** Resolves when more can be written, or nobody reads any more. */
export function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Marks the entry as aborted when the connection closes before the answer was complete. */
export function watchClient(response: ServerResponse, entry: LoggedModelRequest): void {
  response.on('close', () => {
    if (!entry.finished && !response.writableEnded) entry.aborted = true;
    entry.finished = true;
  });
}
