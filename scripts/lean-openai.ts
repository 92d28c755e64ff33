/**
 * The `openai` package names each of its 60 endpoints in its client, so that no bundler can leave one out, and a worker cannot
 * load code later. This plugin puts an empty class in the place of every endpoint that nothing of ours calls.
 */
import { readFileSync } from 'node:fs';
import { sep } from 'node:path';

const RESOURCES = ['node_modules', 'openai', 'resources', ''].join(sep);
/** What the adapters call: `chat.completions`, `responses` and, for what these need, the lists of names. */
const USED = /^(chat|responses)\b|(^|[\\/])(index|shared)\.mjs$/;
const CLASS = /^export class (\w+)/gm;
const OTHER_EXPORT = /^export (?!class )/m;

interface LeanPlugin {
  readonly name: string;
  readonly enforce: 'pre';
  load(id: string): string | undefined;
}

/** For Vite. A file that exports anything but classes stays as it is. */
export function leanOpenAi(): LeanPlugin {
  return { name: 'lean-openai', enforce: 'pre', load: (id) => emptyEndpoint(id) };
}

function emptyEndpoint(id: string): string | undefined {
  const at = id.indexOf(RESOURCES);
  if (at < 0 || USED.test(id.slice(at + RESOURCES.length))) return undefined;
  const source = readFileSync(id, 'utf8');
  if (OTHER_EXPORT.test(source)) return undefined;
  return [...source.matchAll(CLASS)].map(([, name]) => `export class ${name} {}`).join('\n');
}
