/** The Connections view with 1,000 connections compared with a single one, in a real Chromium: when it can be used, and how many elements it draws. */
import { demoEngine, setUp } from '../scripts/demo-browser.ts';
import type { ChromiumBrowser } from '../tests/e2e/harness/chromium.ts';
import { findTarget, growHistory, writeTo } from './history.ts';
import { buildForChromium, inChromium, openTimed } from './in-chromium.ts';
import { median } from './median.ts';

const ROUNDS = 11;
const WARM_UP = 2;
const HISTORY = { connections: 1_000, runs: 0 };
const ALLOWED = { ratio: 2, nodes: 1_500 };
/** A row of the list can be clicked. */
const IS_USABLE = `document.querySelector('main table button, main table a')`;

/** @returns whether the long list can be used nearly as soon as the short one, and draws only what is seen */
export async function runConnectionsBench(): Promise<boolean> {
  if (!(await buildForChromium())) return false;
  return inChromium({}, async ({ sandbox, browser }) => {
    const app = await setUp(browser, sandbox, demoEngine({}));
    const { id } = sandbox.notion.world.addPage({ title: 'A page' });
    sandbox.demo.token.shared.add(id);
    await writeTo(app, await findTarget(app, id));
    const one = await measure(browser);
    await growHistory(app, HISTORY);
    const many = await measure(browser);
    const ratio = Math.round((many.ms / one.ms) * 100) / 100;
    console.log({ one, many, ratio, allowed: ALLOWED });
    return ratio <= ALLOWED.ratio && many.nodes <= ALLOWED.nodes;
  });
}

async function measure(browser: ChromiumBrowser): Promise<{ readonly ms: number; readonly nodes: number }> {
  const times: number[] = [];
  let nodes = 0;
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const opened = await openTimed(browser, 'options.html#/connections', IS_USABLE);
    nodes = Math.max(nodes, opened.nodes);
    if (round >= 0) times.push(opened.ms);
  }
  return { ms: median(times), nodes };
}
