import { cleanKey } from '../language-model/clean-key.ts';
import { ENGINES } from '../language-model/engines.ts';
import { AppError } from '../shared/app-error.ts';
import type { SecretName } from './settings.ts';

const MAX_KEY_CHARACTERS = 4_000;

/**
 * A key as it came from the clipboard, cleaned. Throws `notion-token-invalid` or `engine-key-invalid` before any request for
 * what can be no key of this service; the text itself is in no error.
 */
export function cleanPastedKey(name: SecretName, pasted: string): string {
  if (pasted.length > MAX_KEY_CHARACTERS) throw invalid(name, 'too-long');
  const key = cleanKey(pasted);
  if (key === '') throw invalid(name, 'empty');
  if (!/^[\x21-\x7e]+$/.test(key)) throw invalid(name, 'characters');
  // Notion's token is never judged by how it begins.
  if (name !== 'notion' && ENGINES[name].foreignKeys?.test(key)) throw invalid(name, 'other-service');
  return key;
}

/** What was typed or imported, by name: `null` removes a key, an empty text is none that was typed. @throws as `cleanPastedKey` */
export function cleanPastedKeys<T extends string | null>(
  pasted: Readonly<Partial<Record<SecretName, T>>>,
): Partial<Record<SecretName, T | string>> {
  const entries = Object.entries(pasted) as [SecretName, T][];
  const typed = entries.filter(([, text]) => text === null || text.trim() !== '');
  return Object.fromEntries(typed.map(([name, text]) => [name, text === null ? text : cleanPastedKey(name, text)]));
}

function invalid(name: SecretName, reason: string): AppError {
  const code = name === 'notion' ? 'notion-token-invalid' : 'engine-key-invalid';
  return new AppError(code, 'never', { details: { name, reason } });
}
