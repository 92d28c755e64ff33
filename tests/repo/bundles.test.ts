import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { createManifest } from '../../scripts/manifest.ts';
import { ROOT } from './source-files.ts';

const KILOBYTE = 1_000;
/** Gzipped. Raise one only with a reason in the commit. */
const LIMITS_KB: readonly (readonly [pattern: RegExp, limit: number])[] = [
  [/^background\.js$/, 300],
  [/^content-scripts\/notion\.js$/, 12],
  [/^chunks\/.*\.js$/, 90],
];

const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['eval', /\beval\(|new Function\(/],
  ['another extension’s messages', /on(Message|Connect)External\.addListener/],
  ['the sandbox or a test', /visen\.test|sandbox\/|canary|__test/i],
  ['a key', /\b(ntn_[A-Za-z0-9]{20,}|sk-[A-Za-z0-9]{20,}|AIza[0-9A-Za-z_-]{30,})/],
  ['markup from strings', /dangerouslySetInnerHTML:/],
];

/** What is not built is not tested here: `npm test` builds first. */
const builds = ['chrome-mv3', 'firefox-mv3']
  .map((name) => join(ROOT, '.output', name))
  .filter((path) => existsSync(path));

describe.runIf(builds.length > 0).each(builds)('the bundles in %s', (folder) => {
  const scripts = listFiles(folder).filter((path) => path.endsWith('.js'));

  it.each(scripts)('%s holds nothing it must not', (path) => {
    const text = readFileSync(join(folder, path), 'utf8');
    expect(FORBIDDEN.filter(([, pattern]) => pattern.test(text)).map(([what]) => what)).toEqual([]);
  });

  it.each(scripts)('%s is not larger than it may be', (path) => {
    const limit = LIMITS_KB.find(([pattern]) => pattern.test(path))?.[1] ?? 60;
    expect(gzipSync(readFileSync(join(folder, path))).length / KILOBYTE).toBeLessThan(limit);
  });

  it('asks for what the manifest in the sources asks for, and nothing else', () => {
    const source = createManifest(folder.endsWith('firefox-mv3') ? 'firefox' : 'chrome') as Record<string, unknown>;
    const built = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, unknown>;
    const doors = [
      'permissions',
      'optional_permissions',
      'host_permissions',
      'optional_host_permissions',
      'content_security_policy',
      'externally_connectable',
      'web_accessible_resources',
    ];
    for (const door of doors) expect(built[door], door).toEqual(source[door]);
  });

  it('has no source maps', () => {
    expect(listFiles(folder).filter((path) => path.endsWith('.map'))).toEqual([]);
  });
});

function listFiles(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = below === '' ? name : `${below}/${name}`;
    return statSync(join(folder, path)).isDirectory() ? listFiles(folder, path) : [path];
  });
}
