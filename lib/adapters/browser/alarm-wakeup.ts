import type { Wakeup } from '../../jobs/ports.ts';
import { browser } from './browser.ts';

/** The one alarm; its listener only calls `pump`. */
export const WAKEUP_ALARM = 'visen-wakeup';
/** Chrome gives no alarm sooner (https://developer.chrome.com/docs/extensions/reference/api/alarms). */
const SOONEST_ALARM_MS = 30_000;
/** A longer one would fire at once: https://developer.mozilla.org/docs/Web/API/Window/setTimeout#maximum_delay_value */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Wakes by a timer while the worker lives and by an alarm when it does not. Only the earliest asked time is kept: whoever is
 * woken looks for all due work and asks again.
 */
export function createAlarmWakeup(now: () => number, wake: () => void): Wakeup {
  let earliest = Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const fire = () => {
    earliest = Infinity;
    timer = undefined;
    wake();
  };
  return {
    at: (time) => {
      if (time >= earliest && earliest > now()) return;
      earliest = time;
      clearTimeout(timer);
      timer = setTimeout(fire, Math.min(Math.max(0, time - now()), LONGEST_TIMER_MS));
      void browser.alarms.create(WAKEUP_ALARM, { when: Math.max(time, now() + SOONEST_ALARM_MS) });
    },
  };
}
