import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { ROOT } from './source-files.ts';

const SIZES = { A: 22, B: 16, C: 8, D: 9, E: 7 } as const;

interface Row {
  readonly id: string;
  readonly tests: readonly string[];
  readonly state: string;
}

/** `| A1 | promise | `file`: name of the test<br>… | state |` */
function readRows(): readonly Row[] {
  const text = readFileSync(join(ROOT, 'docs/reliability.md'), 'utf8');
  return [...text.matchAll(/^\| ([A-E]\d+) +\| .+? +\| (.*?) *\| (.+?) +\|$/gm)].map(
    ([, id = '', tests = '', state = '']) => ({
      id,
      tests: tests.split('<br>').filter((test) => test.trim() !== ''),
      state,
    }),
  );
}

describe('docs/reliability.md', () => {
  const rows = readRows();

  it('has a row for each of the 62 faults, in their order', () => {
    const ids = Object.entries(SIZES).flatMap(([group, size]) =>
      Array.from({ length: size }, (_, index) => `${group}${index + 1}`),
    );
    expect(rows.map(({ id }) => id)).toEqual(ids);
  });

  it('names for each a test that exists, or says why there is none', () => {
    const wrong = rows.flatMap(({ id, tests, state }) => {
      const missing = tests.filter((test) => !exists(test)).map((test) => `${id}: there is no ${test}`);
      const isExplained = /^(In part: |Open: )./.test(state);
      return tests.length === 0 && !isExplained ? [...missing, `${id}: neither a test nor a reason`] : missing;
    });
    expect(wrong).toEqual([]);
  });

  it('says of each whether it is held, or what is not', () => {
    expect(rows.filter(({ state }) => !/^(Held$|In part: .|Open: .)/.test(state))).toEqual([]);
  });
});

function exists(test: string): boolean {
  const [, file = '', name = ''] = /^`([\w./-]+)`: (.+)$/.exec(test.trim()) ?? [];
  if (name === '') return false;
  try {
    return readFileSync(join(ROOT, file), 'utf8').includes(`'${name}'`);
  } catch {
    return false;
  }
}
