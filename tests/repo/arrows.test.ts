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

const imports: readonly Import[] = files.flatMap(({ path, text }) =>
  [...text.matchAll(/^(import|export)\s+(type\s+)?[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm)].map((match) => {
    const target = match[3] ?? match[4] ?? '';
    return {
      from: path,
      to: target.startsWith('.') ? normalize(join(dirname(path), target)).replaceAll('\\', '/') : target,
      isType: match[2] !== undefined,
    };
  }),
);

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

  it('between two rooms of the core go one way, types among them, but for those that are known', () => {
    const roomOf = (path: string): string => path.split('/').slice(0, 2).join('/');
    const pairs = new Set(
      imports
        .filter(({ from, to }) => isCore(from) && isCore(to) && roomOf(from) !== roomOf(to))
        .map(({ from, to }) => `${roomOf(from)} → ${roomOf(to)}`),
    );
    const bothWays = [...pairs].filter((pair) => {
      const [from = '', to = ''] = pair.split(' → ');
      return from < to && pairs.has(`${to} → ${from}`);
    });
    // What a command is made of still lies with messages, and what is asked for with connections. None may come to it.
    const known = [
      'lib/connections → lib/jobs',
      'lib/connections → lib/messaging',
      'lib/context → lib/generation',
      'lib/context → lib/prompt',
      'lib/messaging → lib/prompt-library',
      'lib/messaging → lib/settings',
      'lib/messaging → lib/transfer',
    ];
    expect(bothWays.filter((pair) => !known.includes(pair))).toEqual([]);
  });
});
