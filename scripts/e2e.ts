/**
 * `npm run e2e [-- [--browser chromium|firefox] [--no-build] [--matrix] [pattern …]]`: builds, then the specs in real browsers. `--matrix`: the
 * long ones instead, which repeat one scene for many services and are not part of CI.
 */
import { parseArgs } from 'node:util';

import { buildExtension } from './build.ts';
import type { BrowserKind } from './find-browser.ts';
import { requireBrowsers } from './require-browsers.ts';
import { runVitest } from './run-vitest.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: { browser: { type: 'string' }, build: { type: 'boolean', default: true }, matrix: { type: 'boolean' } },
});
const wanted: readonly BrowserKind[] =
  values.browser === 'chromium' || values.browser === 'firefox' ? [values.browser] : ['chromium', 'firefox'];
if (values.matrix) process.env['VISEN_MATRIX'] = '1';
const browsers = requireBrowsers(wanted);
if (browsers.length === 0) process.exit(1);

if (values.build) {
  for (const browser of browsers) {
    const { code, output } = await buildExtension(browser === 'firefox' ? 'firefox' : 'chrome');
    if (code !== 0) {
      console.error(output);
      process.exit(1);
    }
  }
}
const projects = browsers.map((browser) => `--project=${browser}`);
const args = ['--config=tests/e2e/vitest.config.ts', ...projects, ...positionals];
const result = await runVitest('e2e', args, { isShown: true });
process.exitCode = result.failed === 0 && browsers.length === wanted.length ? 0 : 1;
