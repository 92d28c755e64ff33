/**
 * `npm run rehearse-release [-- --with-tests]`: the workflow *Release* on this machine, step by step, in fresh clones of what is committed. What its
 * steps run is taken from the workflow itself. It pushes to a bare clone, stand-ins for `gh` and for the stores look at what they are given, and what
 * only GitHub can do is passed over and said. Ends with 1 when a step fails.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { ROOT } from '../run-command.ts';
import { createStoreRehearsal, fillExpressions, isStoreStep } from './store-rehearsal.ts';
import { readJobs, type WorkflowStep } from './workflow-steps.ts';

const MACHINES = ['ubuntu-24.04', 'ubuntu-24.04-arm'];
/** Says whether every file that it is given is there. */
const GH = `#!/bin/sh
for file in "$@"; do case "$file" in *.zip|*.md|*SUMS|*HASHES) [ -s "$file" ] || { echo "no file $file"; exit 1; };; esac; done
echo "gh $*"
`;

const { values } = parseArgs({ options: { 'with-tests': { type: 'boolean' } } });
const folder = mkdtempSync(join(tmpdir(), 'visen-release-'));
const [origin, artifacts, tools] = ['origin.git', 'artifacts', 'tools'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
const stores = createStoreRehearsal();
/** What the expressions of the workflow stand for here. */
const known: Record<string, string> = { 'inputs.bump': 'patch', 'github.token': 'rehearsal', ...stores.secrets };

function run(script: string, cwd: string, env: Readonly<Record<string, string>> = {}): string {
  const path = `${tools}:${dirname(process.execPath)}:${process.env['PATH']}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd,
    env: { ...process.env, npm_config_prefer_offline: 'true', npm_config_loglevel: 'error', ...env, PATH: path },
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(`${script}\n${`${stdout}${stderr}`.slice(-4_000)}`);
  return stdout.trim();
}

const fill = (text: string): string => fillExpressions(text, known);

/** @returns why the step is passed over; absent: it ran */
function doStep(step: WorkflowStep, job: string): string | undefined {
  const cwd = join(folder, job);
  if (step.uses !== undefined) return useAction(step, cwd);
  if (step.run?.includes('apt-get')) return 'a container’s own';
  if (step.run === 'npm test' && !values['with-tests']) return 'only with --with-tests';
  const output = join(folder, `${job}-${step.id ?? 'step'}.txt`);
  const given = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value)]));
  const isForStore = isStoreStep(step, given);
  if (step.if !== undefined && !isForStore) return 'its condition does not hold';
  const env = isForStore ? { ...given, ...stores.env } : given;
  const said = run(step.run ?? '', cwd, {
    ...env,
    GITHUB_OUTPUT: output,
    VERSION: known['needs.prepare.outputs.version'] ?? '',
  });
  if (step.id !== undefined) for (const line of readFileSync(output, 'utf8').trim().split('\n')) note(job, line);
  if (said !== '') console.log(`       ${said.split('\n').slice(-6).join('\n       ')}`);
  return undefined;
}

function note(job: string, line: string): void {
  known[`needs.${job}.outputs.${line.slice(0, line.indexOf('='))}`] = line.slice(line.indexOf('=') + 1);
}

function useAction({ uses = '', with: given = {} }: WorkflowStep, cwd: string): string | undefined {
  const name = uses.slice(0, uses.indexOf('@'));
  const artifact = join(artifacts, fill(given['name'] ?? ''));
  if (name === 'actions/checkout') {
    run(`git clone -q ${origin} ${cwd}`, folder);
  } else if (name === 'actions/upload-artifact') {
    const paths = (given['path'] ?? '').trim().split('\n');
    mkdirSync(artifact, { recursive: true });
    for (const path of paths)
      cpSync(join(cwd, path), paths.length > 1 ? join(artifact, path) : artifact, { recursive: true });
  } else if (name === 'actions/download-artifact') {
    if (!existsSync(artifact)) throw new Error(`There is no artifact ${artifact}`);
    cpSync(artifact, join(cwd, given['path'] ?? '.'), { recursive: true });
  } else {
    return name === 'actions/setup-node' ? `Node ${process.version} of this machine` : 'GitHub alone can';
  }
  return undefined;
}

function rehearseJob(name: string, steps: readonly WorkflowStep[]): void {
  for (const step of steps) {
    const what = step.name ?? step.uses?.replace(/@.*/u, '') ?? step.run?.split('\n')[0] ?? '';
    const started = Date.now();
    const passedOver = doStep(step, name);
    const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
    console.log(
      passedOver === undefined
        ? `ok   ${seconds} s  ${name}: ${what}`
        : `–            ${name}: ${what} (${passedOver})`,
    );
  }
}

try {
  mkdirSync(tools);
  writeFileSync(join(tools, 'gh'), GH, { mode: 0o755 });
  run(
    `git clone -q --bare ${ROOT} ${origin} && git -C ${origin} branch -f main HEAD && git -C ${origin} symbolic-ref HEAD refs/heads/main`,
    folder,
  );
  for (const { name, steps } of readJobs(readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8'))) {
    if (name !== 'build') rehearseJob(name, steps);
    else
      for (const machine of MACHINES) {
        known['matrix.machine'] = machine;
        rmSync(join(folder, name), { recursive: true, force: true });
        rehearseJob(name, steps);
      }
  }
  console.log(run('git show --stat --format="%s (%D)" main', origin));
} catch (error) {
  console.log(`FAIL ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
