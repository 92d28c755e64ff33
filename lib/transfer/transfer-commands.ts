/** Commands of export and import. */
import * as v from 'valibot';

import { passphraseSchema } from '../settings/settings-commands.ts';
import { fileSchema } from '../shared/bounded.ts';
import type { SchemasFor } from '../shared/command.ts';
import type { ImportChoice, ImportSummary } from './import-choice.ts';

export interface TransferCommands {
  /** `passphrase`: asked for again where there is one and keys are included. */
  'settings.export': {
    request: { includeKeys: boolean; passphrase?: string };
    response: { fileName: string; json: string };
  };
  'settings.inspectImport': { request: { json: string }; response: ImportSummary };
  'settings.import': {
    request: { json: string; take: ImportChoice };
    response: { settings: boolean; prompts: number; connections: number; keys: number };
  };
}

export const TRANSFER_SCHEMAS: SchemasFor<TransferCommands> = {
  'settings.export': v.object({ includeKeys: v.boolean(), passphrase: v.exactOptional(passphraseSchema) }),
  'settings.inspectImport': v.object({ json: fileSchema }),
  'settings.import': v.object({
    json: fileSchema,
    take: v.object({
      settings: v.boolean(),
      systemInstructions: v.boolean(),
      prompts: v.boolean(),
      connections: v.boolean(),
      keys: v.boolean(),
    }),
  }),
};
