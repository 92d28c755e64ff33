import { AppError } from '../shared/app-error.ts';

// Zero-width characters, byte order marks and soft hyphens come along when a key is copied from a page or a PDF.
const INVISIBLE = /[\s\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\uFEFF]+/gu;
const AROUND =
  /^[\s\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\uFEFF]+|[\s\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\uFEFF]+$/gu;
/** What a line of an .env file or a header has before its key. */
const BEFORE = /^(?:(?:export\s+)?[A-Z][A-Z\d_]*_(?:KEY|TOKEN|SECRET)\s*=|(?:authorization:\s*)?bearer\s+)\s*/iu;
const QUOTES = /^["'`“”‘’«»„]+|["'`“”‘’«»„]+$/gu;

/**
 * A pasted key without white space, invisible characters and quotes around it, a comma or semicolon behind it, and without
 * the `Bearer` or `OPENAI_API_KEY=` before it.
 */
export function cleanKey(pasted: string): string {
  const unwrapped = repeat(pasted, (text) =>
    text
      .replace(AROUND, '')
      .replace(/[,;]+$/u, '')
      .replace(QUOTES, '')
      .replace(BEFORE, ''),
  );
  const key = unwrapped.replace(INVISIBLE, '');
  // White space inside may have hidden more of what goes.
  return key === pasted ? key : cleanKey(key);
}

/** What is around a key may be nested: quotes around a line with the name and more quotes. */
function repeat(text: string, change: (text: string) => string): string {
  const changed = change(text);
  return changed === text ? text : repeat(changed, change);
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
