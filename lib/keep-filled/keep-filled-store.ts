import * as v from 'valibot';

import { idSchema, momentSchema } from '../shared/bounded.ts';
import type { Failure } from '../shared/app-error.ts';
import type { ValueDefinition } from '../storage/versioned-value.ts';
import { keepFilledSettingsEntries } from './keep-filled-commands.ts';
import { MOST_A_DAY } from './keep-filled-view.ts';
import type { KeptFilled } from './kept-filled.ts';

export type StoredKeepFilled = readonly KeptFilled[];

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const day = v.pipe(v.string(), v.maxLength(20));
/** Codes of another version are kept: they follow no rule. */
const failureSchema = v.looseObject({ code: v.string(), retry: v.string() }) as unknown as v.GenericSchema<
  unknown,
  Failure
>;

const keptFilledSchema: v.GenericSchema<unknown, KeptFilled> = v.object({
  connectionId: idSchema,
  ...keepFilledSettingsEntries,
  isOn: v.boolean(),
  paused: v.exactOptional(v.object({ failure: v.exactOptional(failureSchema) })),
  waits: v.exactOptional(failureSchema),
  nextLookAt: momentSchema,
  seenUntil: v.exactOptional(v.pipe(v.string(), v.isoTimestamp())),
  asked: v.exactOptional(v.pipe(v.string(), v.maxLength(200))),
  lastLook: v.exactOptional(v.object({ at: momentSchema, filled: count, failure: v.exactOptional(failureSchema) })),
  failedLooks: count,
  starting: v.exactOptional(
    v.object({
      runId: idSchema,
      kind: v.picklist(['ticked', 'outdated']),
      rowIds: v.pipe(v.array(idSchema), v.maxLength(MOST_A_DAY)),
    }),
  ),
  run: v.exactOptional(v.object({ id: idSchema, day, isOpen: v.boolean() })),
  spent: v.exactOptional(v.object({ day, prompts: count })),
  left: v.exactOptional(count),
});

/** What is set and known of Keep filled, by connection. */
export const KEEP_FILLED_VALUE: ValueDefinition<StoredKeepFilled> = {
  key: 'keepFilled',
  version: 1,
  schema: v.array(keptFilledSchema),
  initial: [],
  migrations: {},
};
