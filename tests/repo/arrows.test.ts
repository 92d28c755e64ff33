import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

import { sourceFiles } from './source-files.ts';

const files = sourceFiles(['lib', 'components', 'entrypoints']);

interface Import {
  readonly from: string;
  /** A path from the root, or a package. */
  readonly to: string;
  readonly isType: boolean;
}

const importsOf = (sources: typeof files): readonly Import[] =>
  sources.flatMap(({ path, text }) =>
    [...text.matchAll(/^(import|export)\s+(type\s+)?[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm)].map((match) => {
      const target = match[3] ?? match[4] ?? '';
      return {
        from: path,
        to: target.startsWith('.') ? normalize(join(dirname(path), target)).replaceAll('\\', '/') : target,
        isType: match[2] !== undefined,
      };
    }),
  );

const imports = importsOf(files);

const offenders = (rule: (it: Import) => boolean): string[] =>
  imports.filter(rule).map(({ from, to }) => `${from} → ${to}`);
const isCore = (path: string): boolean => path.startsWith('lib/') && !path.startsWith('lib/adapters/');
const isOwn = (path: string): boolean => /^(lib|components|entrypoints|sandbox|tests|scripts)\//.test(path);

describe('the arrows', () => {
  it('are read from the files', () => expect(imports.length).toBeGreaterThan(300));

  it('of the core point at the core, and at pure packages only', () => {
    const PURE = ['valibot', 'jsonrepair', 'markdown-it'];
    expect(
      offenders(
        ({ from, to }) => isCore(from) && !isCore(to) && !PURE.some((name) => to === name || to.startsWith(`${name}/`)),
      ),
    ).toEqual(['lib/notion/api-types.ts → @notionhq/client']);
  });

  it('of adapters point at lib and vendors', () => {
    expect(
      offenders(({ from, to }) => from.startsWith('lib/adapters/') && isOwn(to) && !to.startsWith('lib/')),
    ).toEqual([]);
  });

  it('of components point at components, the messaging client and types', () => {
    expect(
      offenders(
        ({ from, to }) =>
          from.startsWith('components/') && (to.startsWith('lib/adapters/') || to.startsWith('entrypoints/')),
      ),
    ).toEqual([]);
  });

  it('never point from the product at its tests, scripts or the sandbox', () => {
    expect(offenders(({ to }) => /^(sandbox|tests|scripts|bench)\//.test(to))).toEqual([]);
  });

  it('name each relative file with its extension', () => {
    expect(offenders(({ to }) => isOwn(to) && !/\.(ts|tsx|css|json)$/.test(to))).toEqual([]);
  });

  it('import types as types where only types are exported', () => {
    expect(offenders(({ to, isType }) => to === 'lib/notion/workspace.ts' && !isType)).toEqual([]);
  });
});

describe('names', () => {
  it('of files are kebab-case, and no folder is for odds and ends', () => {
    const odd = files.filter(
      ({ path }) => !/^[a-z0-9/.-]+$/.test(path) || /\/(utils?|helpers?|common|misc)[/.]/.test(path),
    );
    expect(odd.map(({ path }) => path)).toEqual([]);
  });
});

describe('files', () => {
  it('never import each other in a circle, types among it', () => {
    // A class of the sandbox and the functions that its parts are made of: they know each other by type.
    const isWorld = (path: string): boolean =>
      /^sandbox\/notion\/(world|property-|block-content)[\w-]*\.ts$/.test(path);
    const arrows = importsOf([...files, ...sourceFiles(['sandbox', 'tests', 'scripts', 'bench'])])
      .filter(({ from, to }) => isOwn(to) && !(isWorld(from) && isWorld(to)))
      .map(({ from, to }): [string, string] => [from, to]);
    expect(findCircles(arrows)).toEqual([]);
  });
});

describe('rooms of the core', () => {
  it('never import each other in a circle, types among it', () => {
    const roomOf = (path: string): string => path.split('/').slice(0, 2).join('/');
    const arrows = imports.filter(({ from, to }) => isCore(from) && isCore(to) && roomOf(from) !== roomOf(to));
    expect(findCircles(arrows.map(({ from, to }) => [roomOf(from), roomOf(to)]))).toEqual([]);
  });
});

/** Each circle once, from where it was met first. */
function findCircles(arrows: readonly (readonly [string, string])[]): string[] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of arrows) next.set(from, (next.get(from) ?? new Set()).add(to));
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (at: string, path: readonly string[]): void => {
    if (path.includes(at)) circles.push([...path.slice(path.indexOf(at)), at].join(' → '));
    if (path.includes(at) || done.has(at)) return;
    for (const to of next.get(at) ?? []) walk(to, [...path, at]);
    done.add(at);
  };
  for (const from of next.keys()) walk(from, []);
  return circles;
}
