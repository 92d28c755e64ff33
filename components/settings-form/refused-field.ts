import { ENGINE_SECRET_NAMES } from '../../lib/language-model/engines.ts';
import type { SecretName } from '../../lib/settings/settings.ts';
import type { Failure } from '../../lib/shared/app-error.ts';

const FIELDS = [
  'baseUrl',
  'moreHeaders',
  'moreFields',
  'connectionsDatabaseUrl',
  'notion',
  ...ENGINE_SECRET_NAMES,
] as const;

/** A field whose content alone can be why Save stored nothing. */
export type RefusedField = SecretName | (typeof FIELDS)[number];

/** Of the sentence at Save that says why nothing was stored. */
export const REFUSAL_ID = 'settings-refusal';

/** The field that a refused save is about; undefined where it is about none (no storage left, for example). */
export function refusedField({ code, details = {} }: Failure): RefusedField | undefined {
  if (code === 'engine-base-url-invalid') return 'baseUrl';
  const named = code === 'engine-key-invalid' || code === 'notion-token-invalid' ? details['name'] : details['field'];
  return FIELDS.find((field) => field === named);
}

/** What ties a field to that sentence while it is the one that was refused. */
export function refusalOf(form: { readonly refused: RefusedField | undefined }, field: RefusedField) {
  return form.refused === field ? REFUSAL_ID : undefined;
}
