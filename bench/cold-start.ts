/**
 * The time from a stopped worker to its first answer, in a real Chromium, compared with a worker that does nothing but answer: what our
 * own code costs. The two take turns, each asked from a bare page of its own, so that other load on the machine affects both alike.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createSandbox, type Sandbox } from '../sandbox/main.ts';
import { launchChromium, type ChromiumBrowser } from '../tests/e2e/harness/chromium.ts';
import { buildForChromium } from './in-chromium.ts';
import { median } from './median.ts';

const ROUNDS = 25;
/** Starts that fill the browser's cache of compiled code. */
const WARM_UP = 3;
const ALLOWED = 4;
/** Without a script, so that nothing but the question wakes the worker. */
const BARE_PAGE = 'third-party-notices.txt';
/** The least a surface asks for. */
const QUESTION = { type: 'command', name: 'panel.context', request: { tabId: 1 } };

/** @returns whether our worker answers soon enough beside the empty one */
export async function runColdStartBench(): Promise<boolean> {
  if (!(await buildForChromium())) return false;
  const sandbox = await createSandbox({});
  const emptyDir = await writeEmptyExtension();
  const started: ChromiumBrowser[] = [];
  try {
    const empty = await launch(sandbox, started, emptyDir);
    const ours = await launch(sandbox, started);
    const times = { empty: [] as number[], ours: [] as number[] };
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      const figures = { empty: await empty(), ours: await ours() };
      if (round < 0) continue;
      times.empty.push(figures.empty);
      times.ours.push(figures.ours);
    }
    const emptyMs = median(times.empty);
    const oursMs = median(times.ours);
    const ratio = Math.round((oursMs / emptyMs) * 100) / 100;
    console.log({ rounds: ROUNDS, emptyMs, oursMs, ratio, allowed: ALLOWED });
    return ratio <= ALLOWED;
  } finally {
    for (const browser of started) await browser.close();
    await sandbox.close();
    await rm(emptyDir, { recursive: true, force: true });
  }
}

/** @returns what stops the worker, asks it and says how long the answer took (ms) */
async function launch(
  sandbox: Sandbox,
  started: ChromiumBrowser[],
  extensionDir?: string,
): Promise<() => Promise<number>> {
  const browser = await launchChromium({ sandbox, ...(extensionDir !== undefined && { extensionDir }) });
  started.push(browser);
  const { page } = await browser.open(BARE_PAGE);
  const ask = `(async () => {
    const started = performance.now();
    const answer = await chrome.runtime.sendMessage(${JSON.stringify(QUESTION)});
    return answer.ok ? performance.now() - started : Promise.reject(new Error(JSON.stringify(answer)));
  })()`;
  await page.evaluate(ask);
  return async () => {
    await browser.worker.stop();
    return page.evaluate<number>(ask);
  };
}

async function writeEmptyExtension(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'empty-extension-'));
  const files = {
    'manifest.json': JSON.stringify({
      manifest_version: 3,
      name: 'Empty',
      version: '1',
      background: { service_worker: 'background.js' },
    }),
    'background.js': 'chrome.runtime.onMessage.addListener((_message, _sender, answer) => answer({ ok: true }));',
    [BARE_PAGE]: 'Nothing.',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}
