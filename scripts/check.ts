/**
 * `npm test`, and all that CI runs: types, lint, units, both builds, the add-on linter, the specs in real Chromium and real
 * Firefox, and what all of these sent to Notion and the engines against the types of their SDKs. The last line is "N passed, N failed"; types, lint, each build and the add-on linter count as one each.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildExtension } from './build.ts';
import { checkRequests, readSentForms } from './check-requests.ts';
import type { BrowserKind } from './find-browser.ts';
import { lintFirefoxBuild } from './lint-firefox-build.ts';
import { requireBrowsers } from './require-browsers.ts';
import { packageScript, ROOT, runNode, type CommandResult } from './run-command.ts';
import { runVitest, type VitestResult } from './run-vitest.ts';

const RESULTS = join(ROOT, 'test-results');
const SENT = join(RESULTS, 'sent-requests');
let passed = 0;
let failed = 0;
/** Tests that needed their second try: each is a line of the summary. */
const retried: string[] = [];

async function step(name: string, work: () => Promise<VitestResult>): Promise<boolean> {
  const started = Date.now();
  const result = await work().catch((error: unknown): VitestResult => {
    return { passed: 0, failed: 1, output: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  });
  passed += result.passed;
  failed += result.failed;
  retried.push(...(result.retried ?? []));
  const isGood = result.failed === 0;
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
  const counts = result.passed + result.failed > 1 ? `  ${result.passed} passed, ${result.failed} failed` : '';
  console.log(`${isGood ? 'ok  ' : 'FAIL'} ${seconds} s  ${name}${counts}`);
  if (!isGood) {
    writeFileSync(join(RESULTS, `${name.replace(/\W+/g, '-')}.log`), result.output);
    console.log(result.output.split('\n').slice(-80).join('\n'));
  }
  return isGood;
}

const one = ({ code, output }: CommandResult): VitestResult => ({
  passed: code === 0 ? 1 : 0,
  failed: code === 0 ? 0 : 1,
  output,
});
const all = async (commands: readonly (readonly string[])[]): Promise<VitestResult> => {
  let output = '';
  for (const command of commands) {
    const result = await runNode(command);
    output += result.output;
    if (result.code !== 0) return one({ code: result.code, output });
  }
  return one({ code: 0, output });
};

const TYPESCRIPT = packageScript('typescript/bin/tsc');

async function checkSources(): Promise<void> {
  await step('types', () =>
    all([
      [TYPESCRIPT, '--noEmit'],
      [TYPESCRIPT, '--noEmit', '-p', 'lib/tsconfig.json'],
    ]),
  );
  await step('lint', () => all([[packageScript('eslint/bin/eslint.js'), '.']]));
  await step('unused', () => all([[packageScript('knip/bin/knip.js'), '--no-progress']]));
  await step('format', () => all([[packageScript('prettier/bin/prettier.cjs'), '--check', '.', '--log-level=warn']]));
}

/** @returns which browsers' builds are there */
async function checkBuilds(): Promise<BrowserKind[]> {
  const hasChrome = await step('build chrome', async () => one(await buildExtension('chrome')));
  const hasFirefox = await step('build firefox', async () => one(await buildExtension('firefox')));
  return [...(hasChrome ? (['chromium'] as const) : []), ...(hasFirefox ? (['firefox'] as const) : [])];
}

/** After the builds: some of the units look at what was built. */
async function checkUnits(built: readonly BrowserKind[]): Promise<void> {
  await step('units', () => runVitest('units', []));
  if (!built.includes('firefox')) return;
  await step('add-on linter', async () => {
    const faults = await lintFirefoxBuild();
    return one({ code: faults.length, output: faults.join('\n') });
  });
}

/** Specs that wait for most of their time: Notion's window of a minute, 90 s after a lost answer, a slow Notion, an idle worker. */
const PATIENT = ['page-waits', 'waits', 'undo-progress', 'page-stops', 'databases-stress', 'smoke'];

/** One vitest for both browsers; the configuration says how many files at a time. */
const e2e = (name: string, browsers: readonly BrowserKind[], ...options: readonly string[]): Promise<boolean> =>
  step(`${name} ${browsers.join(' and ')}`, () =>
    runVitest(name, [
      '--config=tests/e2e/vitest.config.ts',
      ...browsers.map((kind) => `--project=${kind}`),
      ...options,
    ]),
  );

/** The patient specs need next to no processor: they run one after the other beside all that computes. */
const checkPatience = (browsers: readonly BrowserKind[]): Promise<boolean> =>
  e2e('e2e-waits', browsers, '--maxWorkers=1', ...PATIENT.map((name) => `tests/e2e/${name}.`));

const checkBrowsers = (browsers: readonly BrowserKind[]): Promise<boolean> =>
  e2e('e2e', browsers, ...PATIENT.map((name) => `--exclude=tests/e2e/${name}.*`));

/** Each form of a request that the tests sent to the sandbox, held against the vendors' SDKs. */
async function checkSentRequests(): Promise<void> {
  await step('requests', () => {
    const { forms, faults } = checkRequests(readSentForms(SENT));
    return Promise.resolve({ passed: forms - faults.length, failed: faults.length, output: faults.join('\n') });
  });
}

const started = Date.now();
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });
process.env['VISEN_SENT_REQUESTS'] = SENT;
const present = requireBrowsers(['chromium', 'firefox']);
// A person with one browser can work with it; CI must have both.
const isShort = present.length === 0 || (present.length < 2 && Boolean(process.env['CI']));
if (isShort) {
  failed += 1;
  console.log('FAIL           browsers');
}
const sources = checkSources();
const built = await checkBuilds();
const browsers = built.filter((kind) => present.includes(kind));
const patience = browsers.length > 0 && checkPatience(browsers);
await Promise.all([checkUnits(built), sources]);
if (browsers.length > 0) await checkBrowsers(browsers);
await patience;
await checkSentRequests();
console.log(`${Math.round((Date.now() - started) / 1000)} s in all`);
if (!isShort && present.length < 2) console.log(`Only ${present.join()} was tried; the other browser is not here.`);
for (const name of retried) console.log(`second try     ${name}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
