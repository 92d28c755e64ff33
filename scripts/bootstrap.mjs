// Starts a script of this project on a machine that has only Node 20 and npm: installs the packages when they are
// missing or old, then runs the script on the Node that the project pins, which reads TypeScript as it is.
// Plain JavaScript without a dependency, because it runs before there are any.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, 'node_modules');
const LOCK = join(ROOT, 'package-lock.json');
const STAMP = join(MODULES, '.visen-installed');
const isWindows = process.platform === 'win32';
const nodePath = join(MODULES, '.bin');

const [script, ...args] = process.argv.slice(2);
if (!script) fail('bootstrap needs the script to run, such as scripts/start.ts');

process.chdir(ROOT);
if (needsInstall()) install();
const node = findNode();
const env = {
  ...process.env,
  [pathVariable()]: `${nodePath}${isWindows ? ';' : ':'}${process.env[pathVariable()] ?? ''}`,
};
if (!existsSync(join(ROOT, '.wxt', 'tsconfig.json'))) prepareTypes();
runScript();

function needsInstall() {
  if (!existsSync(join(MODULES, '.package-lock.json'))) return true;
  // A checkout that somebody installed with npm itself has no stamp: npm is then trusted to have done it right.
  return existsSync(STAMP) ? readFileSync(STAMP, 'utf8') !== lockHash() : false;
}

function install() {
  const isLocked = existsSync(LOCK);
  console.log(`visen: installing packages (npm ${isLocked ? 'ci' : 'install'}), about a minute the first time …`);
  const started = Date.now();
  // No script of a package runs: none of ours needs one, and one that was taken over would begin there.
  const safely = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = spawnSync('npm', [isLocked ? 'ci' : 'install', ...safely], {
    stdio: 'inherit',
    shell: isWindows,
  });
  if (npm.error) fail(`npm could not be started (${npm.error.message}). Install Node with npm: https://nodejs.org`);
  if (npm.status !== 0) fail('npm could not install the packages; its words above say why. Nothing else was changed.');
  writeFileSync(STAMP, lockHash());
  console.log(`visen: packages installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

function lockHash() {
  return existsSync(LOCK) ? createHash('sha256').update(readFileSync(LOCK)).digest('hex') : 'no lock';
}

/** The pinned Node, or this one when it can read TypeScript (22.18 and later). */
function findNode() {
  const pinned = join(nodePath, isWindows ? 'node.cmd' : 'node');
  if (existsSync(pinned) && spawnSync(pinned, ['--version'], { shell: isWindows }).status === 0) return pinned;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  return fail(
    `There is no packaged Node 24 for ${process.platform}-${process.arch}, and this one is ${process.versions.node}. ` +
      'Install Node 22.18 or later (https://nodejs.org) and run the command again.',
  );
}

function prepareTypes() {
  console.log('visen: preparing types (wxt prepare) …');
  const wxt = spawnSync(node, [join(MODULES, 'wxt', 'bin', 'wxt.mjs'), 'prepare'], {
    env,
    encoding: 'utf8',
    shell: isWindows,
  });
  if (wxt.status !== 0) fail(`wxt prepare failed:\n${wxt.stdout}${wxt.stderr}`);
}

function runScript() {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio: 'inherit',
    env,
    shell: isWindows,
  });
  // A terminal sends Ctrl-C to the child as well; any other signal is for this process alone and is handed on.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${script} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + signalNumber(signal) : (code ?? 1)));
}

function signalNumber(signal) {
  return { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0;
}

function pathVariable() {
  return Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
}

function fail(sentence) {
  console.error(`visen: ${sentence}`);
  process.exit(1);
}
