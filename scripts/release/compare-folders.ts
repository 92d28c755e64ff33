/** Two builds of one source must be the same, byte by byte: whoever builds it again can tell that a package holds nothing else. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Paths below a folder, with `/`, in the order of their code units on every machine. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/').replace(/^\/+/u, ''))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

/** One SHA-256 (hex) over the names and bytes of all files. */
export function hashTree(folder: string): string {
  const tree = createHash('sha256');
  for (const path of listFiles(folder)) tree.update(`${hashFile(join(folder, path))}  ${path}\n`);
  return tree.digest('hex');
}

/** What differs, one line a file; nothing: they are the same. */
export function compareFolders(one: string, other: string): string[] {
  const [here, there] = [new Set(listFiles(one)), new Set(listFiles(other))];
  return [...new Set([...here, ...there])].toSorted().flatMap((path) => {
    if (!here.has(path)) return [`${path}: only in ${other}`];
    if (!there.has(path)) return [`${path}: only in ${one}`];
    return readFileSync(join(one, path)).equals(readFileSync(join(other, path))) ? [] : [`${path}: differs`];
  });
}

function hashFile(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
