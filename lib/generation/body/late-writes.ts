/** A request that was cut may still arrive. Until it cannot any more, nothing is done that would go wrong if it did. */
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';
import type { Clock } from '../../shared/clock.ts';
import { QUARANTINE_MS } from '../../notion/quarantine.ts';

type ServerTime = Pick<NotionWorkspace, 'serverNow'>;

/** Saved within this, a time is still that of sending (ms). */
const QUICK_SAVE_MS = 2_000;

/**
 * Stores when a request goes out (epoch ms by Notion's clock) before it does, and gives that time. A full disk holds what is to be
 * stored for minutes: the time is then stored once more, for whoever waits until the request cannot land any more counts from it.
 */
export async function noteSending(workspace: ServerTime, save: (sentAt: number) => Promise<void>): Promise<number> {
  for (;;) {
    const sentAt = workspace.serverNow();
    await save(sentAt);
    if (Math.abs(workspace.serverNow() - sentAt) <= QUICK_SAVE_MS) return sentAt;
  }
}

/** When it was sent, by Notion's clock. A time in the future is of a clock that was wrong then: it counts as now. */
export function sentAgo(workspace: ServerTime, sentAt: number): number {
  return Math.min(sentAt, workspace.serverNow());
}

/**
 * Returns when a request of that time (epoch ms by Notion's clock) cannot land any more. Ask right after an answer of Notion, which
 * tells its time.
 * @throws AppError `notion-write-unconfirmed`, with the time by this device's clock
 */
export function awaitLanding({ workspace, clock }: { workspace: ServerTime; clock: Clock }, sentAt: number): void {
  const leftMs = sentAgo(workspace, sentAt) + QUARANTINE_MS - workspace.serverNow();
  if (leftMs > 0) throw new AppError('notion-write-unconfirmed', 'wait', { retryAt: clock.now() + leftMs });
}
