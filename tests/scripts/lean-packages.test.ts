import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { leanPackages, LEFT_OUT, standIn } from '../../scripts/lean-packages.ts';
import { ROOT } from '../repo/source-files.ts';

const PACKAGES = join(ROOT, 'node_modules');
const load = (source: string) =>
  import(`data:text/javascript,${encodeURIComponent(source)}`) as Promise<Record<string, unknown>>;

describe('what the bundles leave out', () => {
  it.each(LEFT_OUT)('%s is there, and what takes its place has each of its names', async (path) => {
    const file = join(PACKAGES, path);
    expect(existsSync(file)).toBe(true);
    const stand = await load(standIn(file) ?? '');
    const real = (await import(file)) as Record<string, unknown>;
    const functions = Object.keys(real).filter((name) => typeof real[name] === 'function');
    expect(Object.keys(stand)).toEqual(expect.arrayContaining(functions));
  });

  it('ends the build when a package no longer has a module that is to be left out', () => {
    expect(() => leanPackages(ROOT)).not.toThrow();
    expect(() => leanPackages(join(ROOT, 'docs'))).toThrow(/modules that are gone: openai\/.*linkify-it.*entities/);
  });

  it('gives of Notion’s SDK all that the adapters import', () => {
    const file = join(PACKAGES, '@notionhq/client/build/src/index.js');
    const require = createRequire(file);
    const stand: Record<string, unknown> = {};
    new Function('exports', 'require', standIn(file) ?? '')(stand, require);
    const sources = globSync('lib/**/*.ts', { cwd: ROOT }).map((path) => readFileSync(join(ROOT, path), 'utf8'));
    const imported = sources
      .flatMap((source) => [...source.matchAll(/^import \{([^}]+)\} from '@notionhq\/client'/gm)])
      .flatMap(([, names = '']) => names.split(',').map((name) => name.trim()))
      .filter((name) => name !== '' && !name.startsWith('type '));
    expect(imported).toContain('Client');
    const real = require(file) as Record<string, unknown>;
    for (const name of imported) expect(stand[name], name).toBe(real[name]);
  });

  it('says so where something of it is called after all', async () => {
    const stand = await load(standIn(join(PACKAGES, 'openai/lib/parser.mjs')) ?? '');
    expect(() => (stand['validateInputTools'] as () => void)()).toThrow(/validateInputTools .* is left out/);
  });

  it('answers as the package does what each client asks', async () => {
    const file = join(PACKAGES, 'openai/internal/auth/x509-workload-identity-auth.mjs');
    type Auth = { isX509WorkloadIdentity: (identity: unknown) => boolean };
    const stand = (await load(standIn(file) ?? '')) as unknown as Auth;
    const real = (await import(file)) as Auth;
    expect(stand.isX509WorkloadIdentity(undefined)).toBe(real.isX509WorkloadIdentity(undefined));
  });

  it('keeps what the adapters call', () => {
    for (const path of [
      'resources/chat/completions/completions.mjs',
      'resources/responses/responses.mjs',
      'client.mjs',
    ])
      expect(standIn(join(PACKAGES, 'openai', path))).toBeUndefined();
  });

  it('puts an empty class in the place of an endpoint that nothing calls', () => {
    expect(standIn(join(PACKAGES, 'openai/resources/images.mjs'))).toMatch(/^export class Images \{\}/m);
  });

  it.each(['entities/dist/decode.js', 'entities/dist/generated/decode-data-html.js'])('unpacks %s late', (path) => {
    expect(standIn(join(PACKAGES, path))).toMatch(/htmlDecodeTree(?:\(\)| = \(\) =>)/);
  });
});
