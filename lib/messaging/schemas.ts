/** One schema per command, for what a message may hold. Background only: surfaces do without them. */
import * as v from 'valibot';

import { engineIdSchema } from '../language-model/engine-id-schema.ts';
import { SERVICE_IDS } from '../language-model/services.ts';
import {
  generationOptionsSchema,
  idSchema,
  MOST_STEPS,
  outputSchema,
  rowConditionsSchema,
  rowSelectionSchema,
  columnsSchema,
  rowTicksSchema,
  targetKindSchema,
  targetSchema,
} from '../connections/connection-schema.ts';
import type { RunRequest } from '../jobs/run.ts';
import { draftSchema } from './draft-schema.ts';
import { savedPromptSchema } from '../prompt-library/saved-prompt-schema.ts';
import { MIN_PASSPHRASE_CHARACTERS } from '../settings/settings.ts';
import { MAX_FILE_CHARACTERS } from '../transfer/transfer-file.ts';
import { bySecret, pastedKeySchema, settingsChangeSchema } from '../settings/settings-schema.ts';
import type { CommandName, CommandRequest, ContentMessage } from './protocol.ts';

const url = v.pipe(v.string(), v.maxLength(8_000));
const text = v.pipe(v.string(), v.maxLength(200_000));
const title = v.pipe(v.string(), v.maxLength(20_000));
const cursor = v.exactOptional(v.pipe(v.string(), v.maxLength(2_000)));
const parentPageId = v.nullable(idSchema);
const file = v.pipe(v.string(), v.maxLength(MAX_FILE_CHARACTERS));
const passphrase = v.pipe(v.string(), v.minLength(1), v.maxLength(1_000));
const nothing = v.object({});
const propertyId = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

export const runRequestSchema: v.GenericSchema<unknown, RunRequest> = v.object({
  kind: v.picklist(['page', 'rows', 'selection']),
  target: targetSchema,
  options: generationOptionsSchema,
  selection: v.exactOptional(rowSelectionSchema),
  selectedText: v.exactOptional(text),
  afterBlockId: v.exactOptional(idSchema),
});

const newRowSchema = v.object({
  id: idSchema,
  title,
  values: v.exactOptional(v.record(propertyId, title)),
});

const jobState = v.picklist(['pending', 'generating', 'writing', 'done', 'failed', 'skipped', 'review']);
type CommandSchemas = { readonly [N in CommandName]: v.GenericSchema<unknown, CommandRequest<N>> };

const typedServer = {
  key: v.exactOptional(pastedKeySchema),
  baseUrl: v.exactOptional(url),
  service: v.exactOptional(v.picklist(SERVICE_IDS)),
  moreHeaders: v.exactOptional(v.pipe(v.string(), v.maxLength(8_000))),
  moreFields: v.exactOptional(v.pipe(v.string(), v.maxLength(20_000))),
};

const settingsSchemas = {
  'settings.save': v.object({
    settings: settingsChangeSchema,
    secrets: bySecret(v.nullable(pastedKeySchema)),
  }),
  'settings.clear': nothing,
  'settings.testNotion': v.object({ token: v.exactOptional(pastedKeySchema) }),
  'settings.testEngine': v.object({
    engine: engineIdSchema,
    ...typedServer,
    withAnswer: v.exactOptional(v.boolean()),
    model: v.exactOptional(v.pipe(v.string(), v.maxLength(300))),
  }),
  'settings.setPassphrase': v.object({
    passphrase: v.nullable(v.pipe(passphrase, v.minGraphemes(MIN_PASSPHRASE_CHARACTERS))),
    current: v.exactOptional(passphrase),
  }),
  'settings.lock': nothing,
  'settings.unlock': v.object({ passphrase }),
  'settings.export': v.object({ includeKeys: v.boolean(), passphrase: v.exactOptional(passphrase) }),
  'settings.inspectImport': v.object({ json: file }),
  'settings.import': v.object({
    json: file,
    take: v.object({
      settings: v.boolean(),
      systemInstructions: v.boolean(),
      prompts: v.boolean(),
      connections: v.boolean(),
      keys: v.boolean(),
    }),
  }),
  'models.list': v.object({ engine: engineIdSchema, ...typedServer }),
} satisfies Partial<CommandSchemas>;

const notionSchemas = {
  'notion.search': v.object({
    query: v.pipe(v.string(), v.maxLength(1_000)),
    kind: v.picklist(['page', 'database', 'any']),
    cursor,
    rows: v.exactOptional(v.boolean()),
  }),
  'target.resolve': v.object({ url, kind: v.exactOptional(targetKindSchema) }),
  'target.resolveId': v.object({ pageId: idSchema }),
  'target.inspect': v.object({ pageId: idSchema }),
  'sample.createPage': v.object({ parentPageId }),
  'sample.createDatabase': v.object({ parentPageId }),
  'database.views': v.object({ dataSourceId: idSchema, viewIds: v.pipe(v.array(idSchema), v.maxLength(100)) }),
  'database.open': v.object({ databaseId: idSchema, dataSourceId: v.exactOptional(idSchema) }),
  'database.rows': v.object({ dataSourceId: idSchema, cursor }),
  'database.matchingRows': v.object({ dataSourceId: idSchema, conditions: rowConditionsSchema }),
  'database.propertyNames': v.object({ dataSourceId: idSchema }),
  'database.viewRows': v.object({ viewId: idSchema }),
  'database.addRow': v.object({ dataSourceId: idSchema, titlePropertyId: propertyId, title, id: idSchema }),
  'database.addRows': v.object({
    dataSourceId: idSchema,
    titlePropertyId: propertyId,
    rows: v.pipe(v.array(newRowSchema), v.minLength(1), v.maxLength(100)),
    templateId: v.exactOptional(idSchema),
  }),
  'database.templates': v.object({ dataSourceId: idSchema }),
  'database.renameRow': v.object({ rowId: idSchema, titlePropertyId: propertyId, title }),
  'mirror.create': v.object({ parentPageId }),
  'mirror.check': v.object({ url }),
  'mirror.complete': nothing,
  'mirror.sync': nothing,
  'mirror.decidePrompt': v.object({ connectionId: idSchema, use: v.boolean() }),
} satisfies Partial<CommandSchemas>;

const runSchemas = {
  'runs.start': v.object({ id: idSchema, request: runRequestSchema, connectionId: v.exactOptional(idSchema) }),
  'runs.control': v.object({
    runId: idSchema,
    action: v.picklist(['pause', 'resume', 'stop', 'retry-failed', 'go-on', 'undo']),
  }),
  'runs.jobs': v.object({
    runId: idSchema,
    after: v.exactOptional(v.number()),
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
    state: v.exactOptional(jobState),
  }),
  'runs.jobDetails': v.object({ jobId: idSchema }),
  'runs.text': v.object({ runId: idSchema }),
  'runs.export': v.object({ runId: idSchema, format: v.picklist(['csv', 'json']) }),
  'runs.estimate': v.object({
    request: runRequestSchema,
    rows: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    stepRows: v.exactOptional(v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(MOST_STEPS))),
    sample: v.exactOptional(
      v.pipe(
        v.array(
          v.object({
            id: idSchema,
            topic: title,
            properties: v.record(v.string(), v.pipe(v.string(), v.maxLength(200_000))),
          }),
        ),
        v.maxLength(24),
      ),
    ),
  }),
  'trial.start': v.object({
    id: idSchema,
    request: runRequestSchema,
    rowIds: v.pipe(v.array(idSchema), v.minLength(1), v.maxLength(3)),
    connectionId: v.exactOptional(idSchema),
  }),
  'trial.decide': v.object({
    jobId: idSchema,
    accept: v.boolean(),
    propertyId: v.exactOptional(propertyId),
    text: v.exactOptional(text),
  }),
  'review.decide': v.object({
    jobId: idSchema,
    action: v.picklist(['write', 'again']),
    propertyId: v.exactOptional(propertyId),
    text: v.exactOptional(text),
  }),
  'trial.accepted': v.object({
    databaseId: idSchema,
    dataSourceId: v.exactOptional(idSchema),
    output: v.exactOptional(outputSchema),
  }),
} satisfies Partial<CommandSchemas>;

const librarySchemas = {
  'connections.save': v.object({
    id: idSchema,
    name: v.pipe(v.string(), v.maxLength(2_000)),
    target: targetSchema,
    options: v.exactOptional(generationOptionsSchema),
    selection: v.exactOptional(rowSelectionSchema),
    ticks: v.exactOptional(rowTicksSchema),
    columns: v.exactOptional(columnsSchema),
    outdated: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000))),
  }),
  'connections.delete': v.object({ id: idSchema }),
  'connections.restore': v.object({ id: idSchema }),
  'connections.duplicate': v.object({ id: idSchema, newId: idSchema }),
  'plan.choose': v.object({
    plan: v.picklist(['starter', 'personal', 'unlimited']),
    monthlyPrompts: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))),
    spendingCap: v.exactOptional(v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1_000_000)))),
  }),
  'prompts.save': v.object({ prompt: savedPromptSchema }),
  'prompts.delete': v.object({ id: idSchema }),
  'prompts.import': v.object({ json: file }),
  'prompts.export': nothing,
  'feedback.send': v.object({
    kind: v.picklist(['idea', 'problem', 'praise']),
    message: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(20_000)),
    diagnostics: v.exactOptional(v.pipe(v.string(), v.maxLength(20_000))),
  }),
  'feedback.diagnostics': nothing,
  'panel.context': v.object({ tabId: v.pipe(v.number(), v.integer()) }),
  'panel.dropSelection': v.object({ tabId: v.pipe(v.number(), v.integer()) }),
  'menu.language': v.object({ language: v.pipe(v.string(), v.regex(/^(?:[a-z]{2}(?:-[A-Z]{2})?)?$/)) }),
  'notices.dismiss': v.object({ notice: v.picklist(['menu-hint', 'reload-tabs']) }),
  'panel.saveDraft': v.object({ pageId: idSchema, draft: v.nullable(draftSchema) }),
} satisfies Partial<CommandSchemas>;

export const COMMAND_SCHEMAS: CommandSchemas = {
  ...settingsSchemas,
  ...notionSchemas,
  ...runSchemas,
  ...librarySchemas,
};

/** The only thing a content script may ask. Strict: one member more and it is refused. */
export const contentMessageSchema: v.GenericSchema<unknown, ContentMessage> = v.strictObject({
  type: v.literal('open-panel'),
  pageId: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)),
});
