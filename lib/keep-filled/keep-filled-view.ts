/** Keep filled of one connection, as surfaces set it and show it. */
import type { Failure } from '../shared/app-error.ts';

export const LOOK_EVERY = ['15-minutes', 'hour', 'day'] as const;
export type LookEvery = (typeof LOOK_EVERY)[number];

/** `empty`: rows with an empty output. `outdated`: also rows that Visen would make differently today. */
export const FILL_CHOICES = ['empty', 'outdated'] as const;
export type FillChoice = (typeof FILL_CHOICES)[number];

export interface KeepFilledSettings {
  readonly every: LookEvery;
  readonly fill: FillChoice;
  /** Automatic prompts a day, by the person's day. */
  readonly most: number;
}

export const KEEP_FILLED_DEFAULTS: KeepFilledSettings = { every: 'hour', fill: 'empty', most: 50 };
export const MOST_A_DAY = 10_000;

/**
 * `waiting`: goes on by itself (offline, a limit) or once the person acts (passphrase, plan). `paused`: until Resume, by the person, or
 * since it failed.
 */
export type KeepFilledStanding = 'off' | 'on' | 'filling' | 'waiting' | 'paused';

export interface KeepFilledView extends KeepFilledSettings {
  readonly connectionId: string;
  readonly standing: KeepFilledStanding;
  /** When it looked last (epoch ms), how many rows it filled then, and why the look failed. */
  readonly lastLook?: { readonly at: number; readonly filled: number; readonly failure?: Failure };
  /** Epoch ms. */
  readonly nextLookAt?: number;
  /** Why it waits or is paused; absent where the person paused it. */
  readonly failure?: Failure;
  /** Rows that fit and wait for the prompts of another day. */
  readonly left?: number;
  /** The run that fills just now, or filled last. */
  readonly runId?: string;
}
