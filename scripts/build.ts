import { packageScript, runNode, type CommandResult } from './run-command.ts';

/** The production build into .output/chrome-mv3 or .output/firefox-mv3: what the stores get, byte for byte. */
export function buildExtension(
  browser: 'chrome' | 'firefox',
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  return runNode([packageScript('wxt/bin/wxt.mjs'), 'build', '-b', browser], { env });
}
