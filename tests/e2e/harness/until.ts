import { setTimeout as sleep } from 'node:timers/promises';

/** How long an action or a wait takes at most, in ms, unless said otherwise. On CI two browsers share two cores. */
export const WAIT_MS = process.env['CI'] === undefined ? 10_000 : 30_000;

/**
 * Asks again and again until `isTrue`.
 * @throws Error that says what was waited for
 */
export async function until(
  isTrue: () => Promise<boolean>,
  timeoutMs: number,
  what: () => Promise<string> | string,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms for ${await what()}`);
    await sleep(50);
  }
}
