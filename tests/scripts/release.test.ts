import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { compareFolders, hashTree, listFiles } from '../../scripts/release/compare-folders.ts';
import { createStoreRehearsal, fillExpressions, isStoreStep } from '../../scripts/release/store-rehearsal.ts';
import { closeUnreleased, nextVersion } from '../../scripts/release/version.ts';
import { readJobs, type WorkflowStep } from '../../scripts/release/workflow-steps.ts';
import { ROOT } from '../../scripts/run-command.ts';

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

describe('the uploads to the stores', () => {
  const jobs = readJobs(readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8'));
  const steps = jobs.flatMap((job) => job.steps).filter((step) => step.if !== undefined);
  const stores = createStoreRehearsal();
  const zip = Buffer.from('PK\u0003\u0004 and the rest of a package');
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'uploads-'));
    mkdirSync(join(folder, '.output'));
    writeFileSync(join(folder, '.output/visen-1.2.3-chrome.zip'), zip);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const envOf = ({ env = {} }: WorkflowStep, known: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fillExpressions(value, known)]));
  const upload = (step: WorkflowStep, script: string) => {
    const env = { ...process.env, VERSION: '1.2.3', ...envOf(step, stores.secrets), ...stores.env };
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', script], { cwd: folder, env, encoding: 'utf8' });
    return { status, said: stdout + stderr };
  };

  it('are made only where there are credentials', () => {
    expect(steps).toHaveLength(2);
    for (const step of steps) {
      expect(isStoreStep(step, envOf(step, stores.secrets))).toBe(true);
      expect(isStoreStep(step, envOf(step, {}))).toBe(false);
    }
  });

  // The other one asks again and again, seconds apart: `npm run rehearse-release` waits for it.
  it('give the whole package to the Chrome Web Store, and submit nothing', () => {
    const [step] = steps;
    const tool = join(ROOT, 'node_modules/wxt/bin/wxt-publish-extension.mjs');
    const script = step!.run!.replace('npx --no-install wxt-publish-extension', `"${process.execPath}" "${tool}"`);
    const { status, said } = upload(step!, script);
    expect(said).toContain(`chrome: ${createHash('sha256').update(zip).digest('hex')}`);
    expect(status).toBe(0);
    expect(upload(step!, script.replace(' --chrome-skip-submit-review', ''))).toMatchObject({ status: 1 });
  });
});
