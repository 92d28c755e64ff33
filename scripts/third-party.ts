/** What of other people's work ends up in the extension, and their licences: found while it is built, so that nothing is forgotten. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Licences that let a bundle under MIT hold the package. MPL-2.0 asks that its own files stay available: their address is in the notice. */
export const BUNDLED_LICENCES: readonly string[] = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'MPL-2.0',
];

/** Packages whose data is copied into a source file of ours. */
const COPIED: readonly string[] = ['@pydantic/genai-prices'];

/** At the root of the build, where the App links to it. */
export const NOTICES_FILE = 'third-party-notices.txt';

interface Bundle {
  readonly [file: string]: { readonly type: string; readonly moduleIds?: readonly string[] };
}

/** Collects the packages of each bundle that passes by; `write` puts the notices into the finished build. */
export function collectThirdParty(root: string) {
  const packages = new Set(COPIED);
  return {
    plugin: {
      name: 'visen-third-party',
      generateBundle(_options: unknown, bundle: unknown): void {
        for (const chunk of Object.values(bundle as Bundle))
          for (const id of chunk.moduleIds ?? []) {
            const name = packageOf(id);
            if (name !== undefined) packages.add(name);
          }
      },
    },
    write: (outDir: string): void => writeFileSync(join(outDir, NOTICES_FILE), writeNotices(root, [...packages])),
  };
}

/** The package that a module belongs to; undefined for a module of ours. */
export function packageOf(moduleId: string): string | undefined {
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//u.exec(moduleId.replaceAll('\\', '/'))?.[1];
}

/** @throws Error when a package has a licence that is not in `BUNDLED_LICENCES` */
export function writeNotices(root: string, packages: readonly string[]): string {
  const notices = packages.toSorted().map((name) => writeNotice(join(root, 'node_modules', name), name));
  return `Visen contains the following work of others. Parts of it that Visen does not use were left out when it was built.\n\n${notices.join(`\n${'-'.repeat(72)}\n\n`)}`;
}

function writeNotice(folder: string, name: string): string {
  const { version, license, homepage, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version: string;
    license?: string;
    homepage?: string;
    repository?: string | { url?: string };
  };
  if (license === undefined || !BUNDLED_LICENCES.includes(license)) {
    throw new Error(`${name} is in the bundle, and its licence (${license ?? 'none'}) is not one that may be`);
  }
  const source = (typeof repository === 'string' ? repository : repository?.url) ?? homepage ?? '';
  const file = readdirSync(folder).find((entry) => /^(?:licen[cs]e|copying)(?:\.(?:md|txt))?$/iu.test(entry));
  const text =
    file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()}\n`;
  return `${name} ${version}\n${license}\n${source.replace(/^git\+/u, '')}\n${text}`;
}
