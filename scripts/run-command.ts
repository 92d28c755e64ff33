import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

export interface CommandResult {
  readonly code: number;
  /** Both streams, as they came. */
  readonly output: string;
}

/** The script that a package in node_modules puts on the path, run with this Node. */
export function packageScript(path: string): string {
  return join(ROOT, 'node_modules', path);
}

/** Runs this Node with arguments in the project's folder. With `isShown` the output goes to the terminal as well. */
export function runNode(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly isShown?: boolean } = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, npm_config_loglevel: 'error', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (text: string): void => {
      output += text;
      if (options.isShown) process.stdout.write(text);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', reject);
    const stop = (): void => void child.kill();
    process.once('exit', stop);
    child.on('close', (code) => {
      process.off('exit', stop);
      resolve({ code: code ?? 1, output });
    });
  });
}
