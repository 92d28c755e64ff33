import type { Clock } from '../../shared/clock.ts';

/** Notion's time, told by the `Date` header of its answers: a device's own clock may be minutes off, or be set meanwhile. */
export interface ServerClock {
  /** Epoch ms, to about a second; the device's time until Notion has answered. */
  now(): number;
  /** Notion has answered. */
  readonly isKnown: boolean;
  /** Takes in the header of an answer that has just come. */
  saw(date: string | null): void;
}

/** Share one among all workspaces of a token. https://www.rfc-editor.org/rfc/rfc9110#name-date */
export function createServerClock(clock: Clock): ServerClock {
  let aheadMs: number | undefined;
  return {
    now: () => clock.now() + (aheadMs ?? 0),
    get isKnown() {
      return aheadMs !== undefined;
    },
    saw: (date) => {
      const at = date === null ? NaN : Date.parse(date);
      if (!Number.isNaN(at)) aheadMs = at - clock.now();
    },
  };
}
