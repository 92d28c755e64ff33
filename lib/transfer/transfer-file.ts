/** The one file that settings, prompts and connections are exported to and imported from. */
import * as v from 'valibot';

import type { Connection } from '../connections/connection.ts';
import { connectionSchema } from '../connections/connection-schema.ts';
import type { SavedPrompt } from '../prompt-library/saved-prompt.ts';
import { savedPromptSchema } from '../prompt-library/saved-prompt-schema.ts';
import { importInvalid, parseJson } from '../prompt-library/saved-prompts-service.ts';
import { pastedKeySchema, settingsSchema } from '../settings/settings-schema.ts';
import type { SecretName, Settings } from '../settings/settings.ts';
import { AppError } from '../shared/app-error.ts';

export const TRANSFER_FORMAT = 'visen';
/** Rises with the version of the stored connections: it holds the same. 2: `ticks`, and rows that are out of date. */
export const TRANSFER_VERSION = 2;

export interface TransferFile {
  readonly format: typeof TRANSFER_FORMAT;
  readonly version: typeof TRANSFER_VERSION;
  readonly exportedAt: string;
  readonly settings?: Settings;
  readonly prompts?: readonly SavedPrompt[];
  readonly connections?: readonly Connection[];
  /** Only when the person asked for them: in plain text. */
  readonly keys?: Readonly<Partial<Record<SecretName, string>>>;
}

const headSchema = v.object({
  format: v.literal(TRANSFER_FORMAT),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

const fileSchema: v.GenericSchema<unknown, TransferFile> = v.object({
  format: v.literal(TRANSFER_FORMAT),
  // What version 1 holds is right as it is.
  version: v.pipe(
    v.picklist([1, TRANSFER_VERSION]),
    v.transform((): typeof TRANSFER_VERSION => TRANSFER_VERSION),
  ),
  exportedAt: v.string(),
  settings: v.exactOptional(settingsSchema),
  prompts: v.exactOptional(v.pipe(v.array(savedPromptSchema), v.maxLength(5_000))),
  connections: v.exactOptional(v.pipe(v.array(connectionSchema), v.maxLength(20_000))),
  keys: v.exactOptional(
    v.object({
      notion: v.exactOptional(pastedKeySchema),
      gemini: v.exactOptional(pastedKeySchema),
      openai: v.exactOptional(pastedKeySchema),
      compatible: v.exactOptional(pastedKeySchema),
    }),
  ),
});

/**
 * Reads an exported file. Throws `import-invalid` (details.reason `json`, `format` or `shape` with the place) and
 * `storage-newer` for a file of a newer Visen; what the file holds is in no error.
 */
export function readTransferFile(json: string): TransferFile {
  const file = parseJson(json);
  const head = v.safeParse(headSchema, file);
  if (!head.success) throw new AppError('import-invalid', 'never', { details: { reason: 'format' } });
  if (head.output.version > TRANSFER_VERSION) {
    throw new AppError('storage-newer', 'never', { details: { version: head.output.version } });
  }
  const parsed = v.safeParse(fileSchema, file);
  if (!parsed.success) throw importInvalid(parsed.issues[0]);
  return parsed.output;
}
