/** `npm run reproduce`: builds both packages twice, from clean folders, and compares them byte by byte. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildExtension } from '../build.ts';
import { compareFolders, hashTree } from './compare-folders.ts';

const folder = mkdtempSync(join(tmpdir(), 'visen-reproduce-'));
let differing = 0;
try {
  for (const browser of ['chrome', 'firefox'] as const) {
    const [one, other] = [join(folder, `${browser}-1`), join(folder, `${browser}-2`)];
    for (const outDir of [one, other]) {
      const { code, output } = await buildExtension(browser, { WXT_OUT_DIR: outDir });
      if (code !== 0) throw new Error(output);
    }
    const built = `${browser}-mv3`;
    const differences = compareFolders(join(one, built), join(other, built));
    for (const line of differences) console.log(line);
    console.log(`${hashTree(join(one, built))}  ${built}${differences.length === 0 ? '  twice the same' : ''}`);
    differing += differences.length;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = differing === 0 ? 0 : 1;
