/**
 * `npm run live`: asks the real Notion and the real engines what the sandbox claims, and prints each difference. Needs NOTION_TOKEN and
 * NOTION_PAGE, OPENAI_API_KEY, GEMINI_API_KEY, COMPATIBLE_BASE_URL with COMPATIBLE_MODEL; a part whose key is missing is skipped. `--rehearse` asks a second sandbox instead;
 * `--limits` also meets Notion's rate limit once. Never prints a secret; docs/live.md says more.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { redact } from './live/ask.ts';
import { runLive } from './live/run-live.ts';

/** The contract suite on scratch pages; its output goes through the same sieve. */
function runContracts(): boolean {
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  const run = spawnSync(
    process.execPath,
    [vitest, 'run', 'tests/contracts/notion-live.test.ts', '--reporter=verbose'],
    {
      env: { ...env, VISEN_LIVE: argv.includes('--rehearse') ? '0' : '1' },
      encoding: 'utf8',
    },
  );
  print(`${run.stdout}${run.stderr}`);
  return run.status === 0;
}

const { env, argv, stdout } = process;
const secrets = ['NOTION_TOKEN', 'OPENAI_API_KEY', 'GEMINI_API_KEY', 'COMPATIBLE_API_KEY'].flatMap(
  (name) => env[name] ?? [],
);
const print = (text: string) => void stdout.write(`${redact(text, secrets)}\n`);
try {
  const isSame = await runLive({
    environment: env,
    print,
    rehearse: argv.includes('--rehearse'),
    withLimits: argv.includes('--limits'),
  });
  const contracts =
    argv.includes('--rehearse') || (env['NOTION_TOKEN'] !== undefined && env['NOTION_PAGE'] !== undefined);
  const kept = contracts ? runContracts() : true;
  process.exitCode = isSame && kept ? 0 : 1;
} catch (error) {
  print(`stopped: ${error instanceof Error ? error.message : 'unknown'}`);
  process.exitCode = 1;
}
