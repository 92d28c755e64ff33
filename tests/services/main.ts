/**
 * `npm run services [-- openrouter groq …]`: every service of Settings (or those named) in real Chromium with the production build.
 * Each is chosen by its preset, tested, and writes a page and ten rows, of which four meet its typical errors; its address leads to its
 * stand-in on this machine. Prints what came of each, and exits 1 if one did not get through.
 *
 *   --no-build   with the build of before
 *   --slow       each page's first word comes after 75 s, as from a model that is loaded first
 */
import { parseArgs } from 'node:util';

import { SERVICE_IDS, SERVICES } from '../../lib/language-model/compatible-services.ts';
import { createSandbox } from '../../sandbox/main.ts';
import { isPlayed, type PlayedService } from '../../sandbox/models/service-servers.ts';
import { buildExtension } from '../../scripts/build.ts';
import { requireBrowsers } from '../../scripts/require-browsers.ts';
import { launchChromium } from '../e2e/harness/chromium.ts';
import { leaksOfExtension } from '../e2e/harness/leaks.ts';
import { fillTenRows, setUpService, writePage } from '../e2e/service-scenes.ts';

interface Outcome {
  readonly service: string;
  test: string;
  page: string;
  rows: string;
  told: string;
  seconds: number;
  isWell: boolean;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: { build: { type: 'boolean', default: true }, slow: { type: 'boolean', default: false } },
});
process.exitCode = (await main()) ? 0 : 1;

async function main(): Promise<boolean> {
  if (requireBrowsers(['chromium']).length === 0) return false;
  if (values.build) {
    const { code, output } = await buildExtension('chrome');
    if (code !== 0) {
      console.error(output);
      return false;
    }
  }
  const wanted = SERVICE_IDS.filter(isPlayed).filter((id) => positionals.length === 0 || positionals.includes(id));
  const unknown = positionals.filter((id) => !wanted.some((it) => it === id));
  if (unknown.length > 0) {
    console.error(`No such service: ${unknown.join(', ')}. There are: ${SERVICE_IDS.filter(isPlayed).join(', ')}`);
    return false;
  }
  const outcomes: Outcome[] = [];
  for (const id of wanted) {
    const outcome = await tryService(id);
    outcomes.push(outcome);
    console.log(lineOf(outcome));
  }
  const well = outcomes.filter(({ isWell }) => isWell).length;
  console.log(`${well} of ${outcomes.length} services got through`);
  return well === outcomes.length;
}

/** In a browser of its own, as a person does who knows no other service. */
async function tryService(id: PlayedService): Promise<Outcome> {
  const started = performance.now();
  const outcome: Outcome = {
    service: SERVICES[id].name ?? id,
    test: '-',
    page: '-',
    rows: '-',
    told: '',
    seconds: 0,
    isWell: false,
  };
  const sandbox = await createSandbox({ hasServices: true, models: { chunkDelayMs: 1 } });
  const browser = await launchChromium({ sandbox });
  try {
    const [app, said] = await setUpService({ sandbox, browser }, id);
    outcome.test = said;
    outcome.page = `${await writePage({ sandbox, browser }, app, values.slow ? { service: id, firstWordMs: 75_000 } : undefined)} characters`;
    outcome.told = await fillTenRows({ sandbox, browser }, app, id);
    outcome.rows = '10 of 10';
    const leaks = leaksOfExtension(sandbox.front.leaks);
    if (leaks.length > 0) throw new Error(`asked other hosts: ${leaks.join(', ')}`);
    outcome.isWell = true;
  } catch (error) {
    outcome.told = String(error);
  } finally {
    await browser.close();
    await sandbox.close();
  }
  outcome.seconds = Math.round((performance.now() - started) / 1000);
  return outcome;
}

function lineOf({ service, test, page, rows, told, seconds, isWell }: Outcome): string {
  const cells = [service.padEnd(12), test, `page: ${page}`, `rows: ${rows}`, `${seconds} s`, told];
  return `${isWell ? 'ok  ' : 'BAD '} ${cells.join(' | ')}`;
}
