/** What surfaces ask of Keep filled. */
import * as v from 'valibot';

import type { Estimate } from '../runs/estimate.ts';
import { idSchema } from '../shared/bounded.ts';
import type { SchemasFor } from '../shared/command.ts';
import {
  FILL_CHOICES,
  type FillChoice,
  type KeepFilledSettings,
  type KeepFilledView,
  LOOK_EVERY,
  MOST_A_DAY,
} from './keep-filled-view.ts';

export interface KeepFilledCommands {
  /** What Keep filled would fill now: rows that fit, those of them that the day and the plan have prompts for, and what these cost. */
  'keepFilled.ask': {
    request: { connectionId: string; fill: FillChoice; most: number };
    response: { rows: number; today: number; estimate?: Estimate };
  };
  'keepFilled.set': {
    request: { connectionId: string; isOn?: boolean } & Partial<KeepFilledSettings>;
    response: KeepFilledView;
  };
  /** Looks at once. That the look failed is in the view. */
  'keepFilled.look': { request: { connectionId: string }; response: KeepFilledView };
  'keepFilled.pause': { request: { connectionId: string; isPaused: boolean }; response: KeepFilledView };
}

export const keepFilledSettingsEntries = {
  every: v.picklist(LOOK_EVERY),
  fill: v.picklist(FILL_CHOICES),
  most: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_A_DAY)),
};

const { every, fill, most } = keepFilledSettingsEntries;
const connectionId = idSchema;

export const KEEP_FILLED_SCHEMAS: SchemasFor<KeepFilledCommands> = {
  'keepFilled.ask': v.object({ connectionId, fill, most }),
  'keepFilled.set': v.object({
    connectionId,
    isOn: v.exactOptional(v.boolean()),
    every: v.exactOptional(every),
    fill: v.exactOptional(fill),
    most: v.exactOptional(most),
  }),
  'keepFilled.look': v.object({ connectionId }),
  'keepFilled.pause': v.object({ connectionId, isPaused: v.boolean() }),
};
