import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { compareFolders, hashTree, listFiles } from '../../scripts/release/compare-folders.ts';
import { closeUnreleased, nextVersion } from '../../scripts/release/version.ts';

describe('the version', () => {
  it('goes up by its part, and what stands behind begins anew', () => {
    expect(nextVersion('0.1.9', 'patch')).toBe('0.1.10');
    expect(nextVersion('0.1.9', 'minor')).toBe('0.2.0');
    expect(nextVersion('0.1.9', 'major')).toBe('1.0.0');
    expect(() => nextVersion('1.0.0-beta', 'patch')).toThrow('is no version');
  });
});

describe('the changelog', () => {
  it('closes what is unreleased under the version, and keeps what is older', () => {
    const { changelog, notes } = closeUnreleased(
      '# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0 (2026-01-01)\n\n- Old.\n',
      '0.2.0',
      '2026-11-27',
    );
    expect(notes).toBe('- New.');
    expect(changelog).toBe(
      '# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-11-27)\n\n- New.\n\n## 0.1.0 (2026-01-01)\n\n- Old.\n',
    );
    expect(() => closeUnreleased(changelog, '0.3.0', '2026-11-28')).toThrow('Nothing is said');
  });

  it('closes the first section as well', () => {
    expect(closeUnreleased('# Changelog\n\n## Unreleased\n\n- New.\n', '0.2.0', '2026-11-27').changelog).toBe(
      '# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-11-27)\n\n- New.\n',
    );
  });
});

describe('two builds', () => {
  let root = '';
  beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'builds-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const make = (name: string, files: Readonly<Record<string, string>>): string => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, name, path, '..'), { recursive: true });
      writeFileSync(join(root, name, path), text);
    }
    return join(root, name);
  };

  it('are the same only if every file is', () => {
    const one = make('one', { 'b.js': 'b', 'chunks/a.js': 'a', 'C.js': 'c' });
    expect(listFiles(one)).toEqual(['C.js', 'b.js', 'chunks/a.js']);
    const same = make('same', { 'chunks/a.js': 'a', 'C.js': 'c', 'b.js': 'b' });
    expect(compareFolders(one, same)).toEqual([]);
    expect(hashTree(one)).toBe(hashTree(same));
    const other = make('other', { 'b.js': 'B', 'C.js': 'c', 'd.js': 'd' });
    expect(compareFolders(one, other)).toEqual([
      'b.js: differs',
      `chunks/a.js: only in ${one}`,
      `d.js: only in ${other}`,
    ]);
    expect(hashTree(one)).not.toBe(hashTree(other));
  });
});
