/** `node scripts/release/bump.ts patch|minor|major`: raises the version, closes the changelog's section, prints the version. Notes go to RELEASE-NOTES.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from '../run-command.ts';
import { BUMPS, closeUnreleased, nextVersion } from './version.ts';

const bump = BUMPS.find((name) => name === process.argv[2]);
if (bump === undefined) throw new Error(`Which part of the version: ${BUMPS.join(', ')}?`);
const at = (name: string): string => join(ROOT, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');

const { version: before } = JSON.parse(read('package.json')) as { version: string };
const version = nextVersion(before, bump);
const { changelog, notes } = closeUnreleased(read('CHANGELOG.md'), version, new Date().toISOString().slice(0, 10));
// The first two are those of the project itself, here and in the lock file's own entry.
const raise = (text: string, times: number): string => {
  let left = times;
  return text.replaceAll(`"version": "${before}"`, (found) => (left-- > 0 ? `"version": "${version}"` : found));
};
writeFileSync(at('package.json'), raise(read('package.json'), 1));
writeFileSync(at('package-lock.json'), raise(read('package-lock.json'), 2));
writeFileSync(at('CHANGELOG.md'), changelog);
writeFileSync(at('RELEASE-NOTES.md'), `${notes}\n`);
console.log(version);
