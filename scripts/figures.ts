/**
 * How large the files and folders of the source are, and how many exceptions to the rules are left. `npm run figures` prints this for
 * the last commit, `npm run figures -- <commit>` compares it with an earlier one.
 */
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';

const SOURCE = /^(lib|components|entrypoints)\/.*\.(ts|tsx|css)$/;
const TEST = /^tests\/.*\.tsx?$/;

interface File {
  readonly path: string;
  readonly text: string;
}

const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8', maxBuffer: 1 << 28 });

function filesOf(commit: string): readonly File[] {
  const paths = git('ls-tree', '-r', '--name-only', commit).split('\n');
  return paths
    .filter((path) => SOURCE.test(path) || TEST.test(path))
    .map((path) => ({ path, text: git('show', `${commit}:${path}`) }));
}

const linesOf = ({ text }: File): number => text.split('\n').length - 1;

function figures(files: readonly File[]): Readonly<Record<string, string | number>> {
  const product = files.filter(({ path }) => SOURCE.test(path));
  const lines = product.map(linesOf).sort((a, b) => a - b);
  const at = (part: number): number => lines[Math.floor((lines.length - 1) * part)] ?? 0;
  const folders = Map.groupBy(product, ({ path }) => dirname(path));
  const [largest, inLargest] = [...folders].sort((a, b) => b[1].length - a[1].length)[0] ?? ['', []];
  const count = (all: readonly File[], pattern: RegExp): number =>
    all.reduce((sum, { text }) => sum + [...text.matchAll(pattern)].length, 0);
  return {
    'product files': product.length,
    'lines: median': at(0.5),
    'lines: nine in ten below': at(0.9),
    'product files over 300 lines': product.filter((file) => linesOf(file) > 300).length,
    'all files over 300 lines': files.filter((file) => linesOf(file) > 300).length,
    'largest folder': `${inLargest.length} (${largest})`,
    'hook dependencies left out': count(product, /eslint-disable-next-line react-hooks\/exhaustive-deps/g),
    'module mocks': count(files, /\bvi\.mock\(/g),
  };
}

const [commit] = process.argv.slice(2);
const now = figures(filesOf('HEAD'));
const before = commit === undefined ? undefined : figures(filesOf(commit));
for (const [name, value] of Object.entries(now)) {
  console.log(name.padEnd(32), ...(before ? [String(before[name]).padEnd(34), '→'] : []), value);
}
