/** `npm run store-images`: five screenshots (of `npm run screenshots`) and the promotional tile, into docs/store/images. Needs Chromium. */
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { findBrowser, howToGetBrowser } from './find-browser.ts';
import { ROOT } from './run-command.ts';

const FOLDER = join(ROOT, 'docs/store/images');
/** In the order in which the store shows them. */
const SHOWN = ['create-database-light', 'notion-page-light', 'create-page-dark', 'home-light', 'run-light'];
/** https://developer.chrome.com/docs/webstore/images */
const TILE = { width: 440, height: 280 };

const found = findBrowser('chromium');
if (!found) throw new Error(howToGetBrowser('chromium'));
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
for (const [index, name] of SHOWN.entries()) {
  await copyFile(join(ROOT, 'docs/screenshots', `${name}.png`), join(FOLDER, `screenshot-${index + 1}.png`));
}
const icon = await readFile(join(ROOT, 'assets/icon.svg'), 'utf8');
const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage({ viewport: TILE });
  await page.setContent(`<style>
    body { margin: 0; height: 280px; display: grid; place-content: center; justify-items: center; gap: 14px; background: #f7f6f3; color: #37352f; font-family: system-ui, sans-serif; text-align: center }
    svg { width: 104px; height: 104px }
    h1 { margin: 0; font-size: 34px; letter-spacing: -0.02em }
    p { margin: 0; font-size: 16px }
  </style>${icon}<h1>Visen</h1><p>AI text inside your own Notion</p>`);
  await page.screenshot({ path: join(FOLDER, 'tile.png') });
} finally {
  await browser.close();
}
console.log(`Images are in ${FOLDER}`);
