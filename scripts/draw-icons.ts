/** Draws assets/public/icon/*.png from assets/icon.svg. Run by hand after a change of the drawing; the PNGs are committed. */
import { readFile, writeFile } from 'node:fs/promises';

import { chromium } from 'playwright-core';

import { findBrowser, howToGetBrowser } from './find-browser.ts';

const SIZES = [16, 32, 48, 128];
/** A toolbar icon has no room for the store's margin of 16 px: the art fills it. */
const FULL_BLEED_BELOW = 128;

const found = findBrowser('chromium');
if (!found) throw new Error(howToGetBrowser('chromium'));
const root = new URL('..', import.meta.url);
const svg = await readFile(new URL('assets/icon.svg', root), 'utf8');
const browser = await chromium.launch({
  executablePath: found.path,
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const size of SIZES) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const viewBox = size < FULL_BLEED_BELOW ? '14 14 100 100' : '0 0 128 128';
    const sized = svg.replace(
      /width="128" height="128" viewBox="[^"]*"/,
      `width="${size}" height="${size}" viewBox="${viewBox}"`,
    );
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${sized}`);
    const png = await page.screenshot({ omitBackground: true });
    await writeFile(new URL(`assets/public/icon/${size}.png`, root), png);
    await page.close();
  }
} finally {
  await browser.close();
}
