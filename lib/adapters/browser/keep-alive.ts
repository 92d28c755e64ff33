import type { KeepAlive } from '../../jobs/ports.ts';
import { browser } from './browser.ts';

/** Both browsers stop an idle background after 30 s; only a call of an extension API counts as life. */
const PULSE_MS = 20_000;
/** Fires while work is in flight, so that a worker that was killed in the middle of it is started again within a minute. */
export const WATCHDOG_ALARM = 'visen-watchdog';

export interface BrowserKeepAlive extends KeepAlive {
  /** Ends the watchdog of an earlier worker when there is nothing left to watch. */
  settle(): void;
}

/**
 * Keeps the background alive while work is in flight, and only then: a permanent heartbeat is against Chrome's rules
 * (https://developer.chrome.com/docs/extensions/develop/migrate/to-service-workers). Holds are counted.
 */
export function createKeepAlive(): BrowserKeepAlive {
  let holds = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const settle = () => {
    if (holds === 0) void browser.alarms.clear(WATCHDOG_ALARM);
  };
  return {
    settle,
    hold: () => {
      holds += 1;
      if (timer !== undefined) return;
      timer = setInterval(() => void browser.runtime.getPlatformInfo(), PULSE_MS);
      void browser.alarms.create(WATCHDOG_ALARM, { periodInMinutes: 0.5 });
    },
    release: () => {
      holds -= 1;
      if (holds > 0) return;
      clearInterval(timer);
      timer = undefined;
      settle();
    },
  };
}
