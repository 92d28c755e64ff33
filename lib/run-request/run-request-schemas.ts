/** What a request, and each part of it, must look like when it comes from storage, a message or a file. */
import * as v from 'valibot';

import { engineIdSchema } from '../language-model/engine-id-schema.ts';
import {
  idSchema,
  longTextSchema as longText,
  propertyIdSchema as propertyId,
  shortTextSchema as shortText,
} from '../shared/bounded.ts';
import { COMPARISONS } from './row-selection.ts';
import { LONGEST_PROMPT, MOST_CONTEXT, MOST_STEPS } from './generation-options.ts';
import type { GenerationOptions, GenerationStep, OutputChecks } from './generation-options.ts';
import type { Output } from './output.ts';
import type { RowCondition, RowSelection, RowTicks } from './row-selection.ts';
import type { RunRequest } from './run-request.ts';
import type { Target } from './target.ts';

export const targetKindSchema = v.picklist(['page', 'database']);
export const whereSchema = v.picklist(['end', 'top', 'replace']);

export const targetSchema: v.GenericSchema<unknown, Target> = v.object({
  kind: targetKindSchema,
  id: idSchema,
  dataSourceId: v.exactOptional(idSchema),
  title: longText,
  url: v.pipe(v.string(), v.maxLength(4_000), v.startsWith('https://')),
  icon: v.exactOptional(shortText),
  path: v.exactOptional(v.pipe(v.array(shortText), v.maxLength(20))),
});

export const outputSchema: v.GenericSchema<unknown, Output> = v.variant('kind', [
  v.object({ kind: v.literal('property'), propertyId }),
  v.object({ kind: v.literal('properties'), propertyIds: v.pipe(v.array(propertyId), v.maxLength(100)) }),
  v.object({ kind: v.literal('body'), where: whereSchema }),
]);

const promptText = v.pipe(v.string(), v.maxLength(LONGEST_PROMPT));

const rowIds = v.pipe(v.array(idSchema), v.maxLength(100_000));

export const rowSelectionSchema: v.GenericSchema<unknown, RowSelection> = v.variant('kind', [
  v.object({ kind: v.literal('ticked'), rowIds }),
  v.object({ kind: v.literal('all') }),
  v.object({ kind: v.literal('empty') }),
  v.object({ kind: v.literal('view'), viewId: idSchema }),
  v.object({ kind: v.literal('outdated'), rowIds }),
]);

export const rowTicksSchema: v.GenericSchema<unknown, RowTicks> = v.object({
  others: v.picklist(['column', 'all', 'none']),
  ticked: rowIds,
  unticked: rowIds,
});

/** More conditions than anybody reads; a query takes them all in one filter. */
const MOST_CONDITIONS = 20;

const conditionSchema: v.GenericSchema<unknown, RowCondition> = v.object({
  propertyId: shortText,
  comparison: v.picklist(COMPARISONS),
  value: v.exactOptional(shortText),
});

export const rowConditionsSchema = v.pipe(v.array(conditionSchema), v.maxLength(MOST_CONDITIONS));

const characters = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));

const checksSchema: v.GenericSchema<unknown, OutputChecks> = v.object({
  shortest: v.exactOptional(characters),
  longest: v.exactOptional(characters),
  mustMatch: v.exactOptional(shortText),
  mustNotContain: v.exactOptional(v.pipe(v.string(), v.maxLength(20_000))),
  unique: v.exactOptional(v.boolean()),
  noRefusals: v.exactOptional(v.boolean()),
});

const stepSchema: v.GenericSchema<unknown, GenerationStep> = v.object({
  prompt: promptText,
  output: v.exactOptional(outputSchema),
  instructions: v.exactOptional(v.record(propertyId, longText)),
  conditions: v.exactOptional(rowConditionsSchema),
  checks: v.exactOptional(v.record(propertyId, checksSchema)),
  allowNewOptions: v.exactOptional(v.boolean()),
  engine: v.exactOptional(engineIdSchema),
  model: v.exactOptional(shortText),
});

export const generationOptionsEntries = {
  prompt: promptText,
  where: whereSchema,
  usePageContent: v.boolean(),
  output: v.exactOptional(outputSchema),
  instructions: v.exactOptional(v.record(propertyId, longText)),
  conditions: v.exactOptional(rowConditionsSchema),
  overwriteFilled: v.exactOptional(v.boolean()),
  checks: v.exactOptional(v.record(propertyId, checksSchema)),
  allowNewOptions: v.exactOptional(v.boolean()),
  steps: v.exactOptional(v.pipe(v.array(stepSchema), v.maxLength(MOST_STEPS - 1))),
  slower: v.exactOptional(v.picklist(['only', 'or-normal'])),
  useExamples: v.exactOptional(v.boolean()),
  engine: v.exactOptional(engineIdSchema),
  model: v.exactOptional(shortText),
  temperature: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(2))),
  effort: v.exactOptional(v.picklist(['none', 'low', 'medium', 'high'])),
  maxOutputTokens: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  outputLanguage: v.exactOptional(shortText),
  systemInstructions: v.exactOptional(longText),
  extraContext: v.exactOptional(longText),
  readLinks: v.exactOptional(v.boolean()),
  search: v.exactOptional(
    v.object({
      most: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)),
      addSources: v.boolean(),
      into: v.exactOptional(propertyId),
    }),
  ),
  context: v.exactOptional(v.pipe(v.array(targetSchema), v.maxLength(MOST_CONTEXT))),
};

export const generationOptionsSchema: v.GenericSchema<unknown, GenerationOptions> = v.object(generationOptionsEntries);

export const runRequestSchema: v.GenericSchema<unknown, RunRequest> = v.object({
  kind: v.picklist(['page', 'rows', 'selection']),
  target: targetSchema,
  options: generationOptionsSchema,
  selection: v.exactOptional(rowSelectionSchema),
  selectedText: v.exactOptional(longText),
  afterBlockId: v.exactOptional(idSchema),
  given: v.exactOptional(v.object({ text: v.pipe(longText, v.nonEmpty()), model: shortText })),
});
