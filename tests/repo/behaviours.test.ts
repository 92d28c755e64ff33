import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { ROOT } from './source-files.ts';

interface Row {
  readonly number: number;
  readonly tests: readonly { readonly file: string; readonly name: string }[];
}

/** `| 1 | What | `file`: name of the test<br>… |` */
function readRows(): readonly Row[] {
  const text = readFileSync(join(ROOT, 'docs/behaviours.md'), 'utf8');
  return [...text.matchAll(/^\| (\d+) +\| .+? +\| (.+?) +\|$/gm)].map(([, number = '', tests = '']) => ({
    number: Number(number),
    tests: tests.split('<br>').map((test) => {
      const [, file = '', name = ''] = /^`([\w.-]+)`: (.+)$/.exec(test.trim()) ?? [];
      return { file: `tests/e2e/${file}.e2e.ts`, name };
    }),
  }));
}

describe('docs/behaviours.md', () => {
  const rows = readRows();

  it('has the 45 behaviours in their order', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 45 }, (_, index) => index + 1));
  });

  it('names for each a test that exists', () => {
    const missing = rows.flatMap(({ number, tests }) =>
      tests
        .filter(({ file, name }) => name === '' || !namesIn(file).has(name))
        .map(({ file, name }) => `${number}: ${file} has no “${name}”`),
    );
    expect(missing).toEqual([]);
  });
});

/** The names of a spec's tests; none where there is no such file. */
function namesIn(file: string): ReadonlySet<string> {
  try {
    return new Set(
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^it\('(.+)', async/gm)].map(([, name = '']) => name),
    );
  } catch {
    return new Set();
  }
}
