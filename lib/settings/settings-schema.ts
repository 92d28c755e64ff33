/** What settings must look like when they come from storage, a message or a file. */
import * as v from 'valibot';

import { engineIdSchema } from '../language-model/engine-id-schema.ts';
import { byEngine, ENGINE_SECRET_NAMES } from '../language-model/engines.ts';
import { SERVICE_IDS } from '../language-model/compatible-services.ts';
import type { SecretName, Settings } from './settings.ts';

const line = v.pipe(v.string(), v.maxLength(4_000));
const modelName = v.pipe(v.string(), v.maxLength(300));
const price = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1_000_000));

const limit = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)));
const engineLimitsSchema = v.object({
  requestsPerMinute: limit,
  atOnce: limit,
  whenSpent: v.exactOptional(engineIdSchema),
});

const settingsEntries = {
  engine: engineIdSchema,
  // An engine that came later has no model in what was stored before it.
  models: v.object(byEngine(() => v.optional(modelName, ''))),
  baseUrl: line,
  service: v.exactOptional(v.picklist(SERVICE_IDS)),
  moreHeaders: v.exactOptional(v.pipe(v.string(), v.maxLength(8_000))),
  moreFields: v.exactOptional(v.pipe(v.string(), v.maxLength(20_000))),
  contextWindow: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000_000))),
  engineLimits: v.exactOptional(v.object(byEngine(() => v.exactOptional(engineLimitsSchema)))),
  connectionsDatabaseUrl: line,
  outputLanguage: v.pipe(v.string(), v.maxLength(200)),
  systemInstructions: v.pipe(v.string(), v.maxLength(50_000)),
  runHistoryDays: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650)),
  notifications: v.boolean(),
  contextCharacters: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)),
  ownPrices: v.record(modelName, v.object({ input: price, output: price })),
  // A setting without a line here would be dropped at each Save.
} satisfies Record<keyof Settings, v.GenericSchema>;

export const settingsSchema: v.GenericSchema<unknown, Settings> = v.object(settingsEntries);

/** Some of the settings, each valid: what Save sends. */
export const settingsChangeSchema: v.GenericSchema<unknown, Partial<Settings>> = exactPartial(settingsEntries);

export const SECRET_NAMES: readonly SecretName[] = ['notion', ...ENGINE_SECRET_NAMES];

/** One optional entry for each secret. */
export function bySecret<S extends v.GenericSchema>(schema: S) {
  type Entries = Record<SecretName, v.ExactOptionalSchema<S, undefined>>;
  return v.object(Object.fromEntries(SECRET_NAMES.map((name) => [name, v.exactOptional(schema)])) as Entries);
}

/** A key as it was pasted; the vault trims and judges it. */
export const pastedKeySchema = v.pipe(v.string(), v.maxLength(20_000));

function exactPartial<E extends v.ObjectEntries>(entries: E) {
  const optional = Object.entries(entries).map(([name, schema]) => [name, v.exactOptional(schema as v.GenericSchema)]);
  return v.object(
    Object.fromEntries(optional) as { [K in keyof E]: v.ExactOptionalSchema<E[K] & v.GenericSchema, undefined> },
  );
}
