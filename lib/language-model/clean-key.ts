import { AppError } from '../shared/app-error.ts';

// Zero-width characters, byte order marks and soft hyphens come along when a key is copied from a page or a PDF.
const INVISIBLE = /[\s\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\uFEFF]+/gu;
const QUOTES = /^["'`“”‘’«»„]+|["'`“”‘’«»„]+$/gu;

/** A pasted key without white space, invisible characters and quotes around it, and without a `Bearer` before it. */
export function cleanKey(pasted: string): string {
  const unquoted = pasted.trim().replace(/^bearer\s+/iu, '');
  return unquoted.replace(INVISIBLE, '').replace(QUOTES, '');
}

/**
 * The cleaned key, fit for a header.
 * @throws AppError engine-key-missing when nothing is left, engine-key-invalid when it has characters no header can carry.
 */
export function requireKey(pasted: string): string {
  const key = cleanKey(pasted);
  if (key === '') throw new AppError('engine-key-missing', 'never');
  if (!/^[\x21-\x7E]+$/u.test(key)) throw new AppError('engine-key-invalid', 'never');
  return key;
}
