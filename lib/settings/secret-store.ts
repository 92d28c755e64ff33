/** How secrets are stored: as ciphertext, beside what a surface may know of them. */
import * as v from 'valibot';

import type { ValueDefinition } from '../storage/versioned-value.ts';
import { bySecret, SECRET_NAMES } from './settings-schema.ts';

const base64 = v.pipe(v.string(), v.base64());

const sealedSchema = v.object({ iv: base64, ct: base64 });
export type Sealed = v.InferOutput<typeof sealedSchema>;

const storedSecretSchema = v.object({
  iv: base64,
  ct: base64,
  last4: v.pipe(v.string(), v.maxLength(4)),
  savedAt: v.number(),
});
export type StoredSecret = v.InferOutput<typeof storedSecretSchema>;

const storedSecretsSchema = v.object({
  /** Set when a passphrase wraps the secrets: `check` is a known text under the derived key. */
  passphrase: v.exactOptional(
    v.object({ salt: base64, iterations: v.pipe(v.number(), v.integer(), v.minValue(1)), check: sealedSchema }),
  ),
  secrets: bySecret(storedSecretSchema),
  /** Keys that were stored before the passphrase was set and are gone since: to be entered again. */
  forgotten: v.exactOptional(v.array(v.picklist(SECRET_NAMES))),
});
export type StoredSecrets = v.InferOutput<typeof storedSecretsSchema>;

export const SECRETS_VALUE: ValueDefinition<StoredSecrets> = {
  key: 'secrets',
  version: 1,
  schema: storedSecretsSchema,
  initial: { secrets: {} },
  migrations: {},
};
