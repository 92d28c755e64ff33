import { AppError } from '../shared/app-error.ts';
import type { SecretName } from './settings.ts';

const INVISIBLE = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g;
const MAX_KEY_CHARACTERS = 4_000;

/** Beginnings that belong to another service: sent there, the key would be given away. Notion's token is never judged. */
const FOREIGN: Readonly<Record<SecretName, RegExp | undefined>> = {
  notion: undefined,
  gemini: /^(sk-|gsk_|ntn_)/,
  openai: /^(AIza|gsk_|ntn_)/,
  compatible: /^ntn_/,
};

/**
 * A key as it came from the clipboard, without what cannot belong to it: space and quotes around it, invisible characters,
 * a `Bearer` before it. Throws `notion-token-invalid` or `engine-key-invalid` for what can be no key of this service;
 * the text itself is in no error.
 */
export function cleanPastedKey(name: SecretName, pasted: string): string {
  const key = pasted
    .replace(INVISIBLE, '')
    .trim()
    .replace(/^(["'`“”‘’]+)(.*?)(["'`“”‘’]+)$/s, '$2')
    .replace(/^bearer\s+/i, '')
    .trim();
  if (key === '') throw invalid(name, 'empty');
  if (key.length > MAX_KEY_CHARACTERS) throw invalid(name, 'too-long');
  if (!/^[\x21-\x7e]+$/.test(key)) throw invalid(name, 'characters');
  if (FOREIGN[name]?.test(key)) throw invalid(name, 'other-service');
  return key;
}

function invalid(name: SecretName, reason: string): AppError {
  return new AppError(name === 'notion' ? 'notion-token-invalid' : 'engine-key-invalid', 'never', {
    details: { name, reason },
  });
}
