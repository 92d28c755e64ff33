/** Commands of settings: to save and test them, to lock keys, and to list models. */
import * as v from 'valibot';

import { engineIdSchema } from '../language-model/engine-id-schema.ts';
import type { EngineId, ModelInfo } from '../language-model/language-model.ts';
import { SERVICE_IDS, type ServiceId } from '../language-model/compatible-services.ts';
import type { Failure } from '../shared/app-error.ts';
import { nothingSchema, urlSchema } from '../shared/bounded.ts';
import type { SchemasFor } from '../shared/command.ts';
import { bySecret, pastedKeySchema, settingsChangeSchema } from './settings-schema.ts';
import { MIN_PASSPHRASE_CHARACTERS, type SecretName, type Settings, type SettingsView } from './settings.ts';

/** One line per service after Save, and the answer of the two Test buttons. */
export interface CheckResult {
  readonly outcome: 'ok' | 'slow' | 'failed';
  readonly milliseconds: number;
  readonly workspaceName?: string;
  readonly integrationName?: string;
  readonly modelCount?: number;
  readonly failure?: Failure;
}

/** `null` removes a stored secret; a string replaces it; absent keeps it. */
export type SecretChange = Readonly<Partial<Record<SecretName, string | null>>>;

/** What is typed in Settings and not saved yet, of what an engine is asked with. */
export interface TypedServer {
  key?: string;
  baseUrl?: string;
  service?: ServiceId;
  moreHeaders?: string;
  moreFields?: string;
}

export interface SettingsCommands {
  'settings.save': { request: { settings: Partial<Settings>; secrets: SecretChange }; response: SettingsView };
  'settings.clear': { request: Record<string, never>; response: { cleared: true } };
  'settings.testNotion': { request: { token?: string }; response: CheckResult };
  'settings.testEngine': {
    /** `withAnswer`: also asks for a few tokens, since an empty account may list its models. */
    request: { engine: EngineId; model?: string; withAnswer?: boolean } & TypedServer;
    response: CheckResult;
  };
  /** `current`: the present passphrase, if there is one. */
  'settings.setPassphrase': { request: { passphrase: string | null; current?: string }; response: SettingsView };
  'settings.lock': { request: Record<string, never>; response: SettingsView };
  'settings.unlock': { request: { passphrase: string }; response: SettingsView };
  'models.list': {
    request: { engine: EngineId } & TypedServer;
    response: { models: readonly ModelInfo[]; defaultModel: string };
  };
}

export const passphraseSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(1_000));

const typedServer = {
  key: v.exactOptional(pastedKeySchema),
  baseUrl: v.exactOptional(urlSchema),
  service: v.exactOptional(v.picklist(SERVICE_IDS)),
  moreHeaders: v.exactOptional(v.pipe(v.string(), v.maxLength(8_000))),
  moreFields: v.exactOptional(v.pipe(v.string(), v.maxLength(20_000))),
};

export const SETTINGS_SCHEMAS: SchemasFor<SettingsCommands> = {
  'settings.save': v.object({
    settings: settingsChangeSchema,
    secrets: bySecret(v.nullable(pastedKeySchema)),
  }),
  'settings.clear': nothingSchema,
  'settings.testNotion': v.object({ token: v.exactOptional(pastedKeySchema) }),
  'settings.testEngine': v.object({
    engine: engineIdSchema,
    ...typedServer,
    withAnswer: v.exactOptional(v.boolean()),
    model: v.exactOptional(v.pipe(v.string(), v.maxLength(300))),
  }),
  'settings.setPassphrase': v.object({
    passphrase: v.nullable(v.pipe(passphraseSchema, v.minGraphemes(MIN_PASSPHRASE_CHARACTERS))),
    current: v.exactOptional(passphraseSchema),
  }),
  'settings.lock': nothingSchema,
  'settings.unlock': v.object({ passphrase: passphraseSchema }),
  'models.list': v.object({ engine: engineIdSchema, ...typedServer }),
};
