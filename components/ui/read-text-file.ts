import { AppError } from '../../lib/shared/app-error.ts';
import { MAX_FILE_CHARACTERS } from '../../lib/shared/bounded.ts';

/** A character takes up to so many bytes in UTF-8. */
const MOST_BYTES_A_CHARACTER = 4;

/**
 * The text of a file that a person chose. One that is far too large is not read at all, and none that is too large is sent on.
 * @throws AppError `import-invalid` (details.reason `size`)
 */
export async function readTextFile(file: Pick<File, 'size' | 'text'>): Promise<string> {
  const tooLarge = () => new AppError('import-invalid', 'never', { details: { reason: 'size' } });
  if (file.size > MAX_FILE_CHARACTERS * MOST_BYTES_A_CHARACTER) throw tooLarge();
  const text = await file.text();
  if (text.length > MAX_FILE_CHARACTERS) throw tooLarge();
  return text;
}
