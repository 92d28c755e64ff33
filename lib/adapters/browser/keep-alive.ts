import type { KeepAlive } from '../../jobs/ports.ts';
import { browser } from './browser.ts';

/** Both browsers stop an idle background after 30 s; only a call of an extension API counts as life. */
const PULSE_MS = 20_000;

/**
 * Keeps the background alive while work is in flight, and only then: a permanent heartbeat is against Chrome's rules
 * (https://developer.chrome.com/docs/extensions/develop/migrate/to-service-workers). Holds are counted.
 */
export function createKeepAlive(): KeepAlive {
  let holds = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    hold: () => {
      holds += 1;
      timer ??= setInterval(() => void browser.runtime.getPlatformInfo(), PULSE_MS);
    },
    release: () => {
      holds -= 1;
      if (holds > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
  };
}
