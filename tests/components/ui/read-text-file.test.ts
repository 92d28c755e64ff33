import { describe, expect, it } from 'vitest';

import { readTextFile } from '../../../components/ui/read-text-file.ts';
import { MAX_FILE_CHARACTERS } from '../../../lib/shared/bounded.ts';

const REFUSED = { code: 'import-invalid', details: { reason: 'size' } };

describe('a file that a person chose', () => {
  it('is read when it is as long as a file may be', async () => {
    const text = 'ü'.repeat(MAX_FILE_CHARACTERS);
    expect(await readTextFile(new File([text], 'visen.json'))).toHaveLength(MAX_FILE_CHARACTERS);
  });

  it('is refused with its own sentence when it is longer', async () => {
    const file = new File(['x'.repeat(MAX_FILE_CHARACTERS + 1)], 'visen.json');
    await expect(readTextFile(file)).rejects.toMatchObject(REFUSED);
  });

  it('is not even read when it is far too large', async () => {
    const text = () => Promise.reject(new Error('read'));
    await expect(readTextFile({ size: 4 * MAX_FILE_CHARACTERS + 1, text })).rejects.toMatchObject(REFUSED);
  });
});
