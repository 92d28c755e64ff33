import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { packageOf, writeNotices } from '../../scripts/third-party.ts';

let root = '';
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'notices-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function addPackage(name: string, manifest: object, licence?: string): void {
  const folder = join(root, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: '1.2.3', ...manifest }));
  if (licence !== undefined) writeFileSync(join(folder, 'LICENSE.md'), licence);
}

it('finds the package of a module, also below another one and on Windows', () => {
  expect(packageOf('/p/node_modules/preact/dist/preact.mjs')).toBe('preact');
  expect(packageOf('/p/node_modules/@scope/one/index.js?commonjs')).toBe('@scope/one');
  expect(packageOf('/p/node_modules/one/node_modules/two/index.js')).toBe('two');
  expect(packageOf(String.raw`C:\p\node_modules\idb\build\index.js`)).toBe('idb');
  expect(packageOf('/p/lib/shared/clock.ts')).toBeUndefined();
  expect(packageOf('\0vite/preload-helper.js')).toBeUndefined();
});

it('writes name, version, licence, address and text of each, always in the same order', () => {
  addPackage('b', { license: 'ISC', homepage: 'https://b.example' });
  addPackage('a', { license: 'MIT', repository: { url: 'git+https://a.example/a.git' } }, 'Copyright A\r\n');
  const notices = writeNotices(root, ['b', 'a']);
  expect(notices).toBe(writeNotices(root, ['a', 'b']));
  expect(notices).toMatch(
    /a 1\.2\.3\nMIT\nhttps:\/\/a\.example\/a\.git\n\nCopyright A\n[^]+b 1\.2\.3\nISC\nhttps:\/\/b\.example\n/u,
  );
});

it.each([{ license: 'GPL-3.0-only' }, {}])('ends the build over a licence that does not allow it: %o', (manifest) => {
  addPackage('strict', manifest);
  expect(() => writeNotices(root, ['strict'])).toThrow(/strict is in the bundle, and its licence/u);
});
