import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Counts } from './count-reporter.ts';
import { packageScript, ROOT, runNode } from './run-command.ts';

export interface VitestResult extends Counts {
  readonly output: string;
}

/** Runs vitest once and counts. `name` is for the file with the counts; a run that dies counts as one failure. */
export async function runVitest(
  name: string,
  args: readonly string[],
  options: { readonly isShown?: boolean } = {},
): Promise<VitestResult> {
  const folder = join(ROOT, 'test-results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.counts.json`);
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', `--reporter=${join(ROOT, 'scripts/count-reporter.ts')}`];
  const { code, output } = await runNode([packageScript('vitest/vitest.mjs'), 'run', ...args, ...reporters], {
    env: { VISEN_COUNTS: file },
    ...options,
  });
  const { passed, failed, retried } = readCounts(file);
  return { output, passed, ...(retried && { retried }), failed: failed === 0 && code !== 0 ? 1 : failed };
}

function readCounts(file: string): Counts {
  try {
    const all = Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Counts>);
    return {
      passed: all.reduce((sum, it) => sum + it.passed, 0),
      failed: all.reduce((sum, it) => sum + it.failed, 0),
      retried: all.flatMap((it) => it.retried ?? []),
    };
  } catch {
    return { passed: 0, failed: 1 }; // vitest died before it could count; its output says why
  }
}
