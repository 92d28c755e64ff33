import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { createManifest } from '../../scripts/manifest.ts';
import { NOTICES_FILE } from '../../scripts/third-party.ts';
import { ROOT } from './source-files.ts';

const KILOBYTE = 1_000;
/** Gzipped. Raise one only with a reason in the commit. */
const LIMITS_KB: readonly (readonly [pattern: RegExp, limit: number])[] = [
  // The worker reads and compiles it whole at each of its starts.
  [/^background\.js$/, 270],
  [/^content-scripts\/notion\.js$/, 12],
  [/^chunks\/.*\.js$/, 90],
];

/** Every host that may stand in a bundle, with what it is there for. A new one is a new place that something could be sent to. */
const HOSTS: readonly (readonly [why: string, hosts: readonly string[]])[] = [
  [
    'Notion',
    ['api.notion.com', 'app.notion.com', 'www.notion.so', 'notion.so', '*.notion.site', 'developers.notion.com'],
  ],
  ['Gemini, and where its key comes from', ['generativelanguage.googleapis.com', 'aistudio.google.com']],
  ['OpenAI, and where its key comes from', ['api.openai.com', 'platform.openai.com', 'help.openai.com']],
  [
    'constants of OpenAI’s SDK, to which nothing is sent: each request names its own host',
    [
      'auth.openai.com',
      'mtls.api.openai.com',
      ...['us', 'eu', 'jp', 'in', 'au', 'ae'].map((at) => `${at}.api.openai.com`),
    ],
  ],
  [
    'services: their addresses',
    [
      ...['openrouter.ai', 'api.groq.com', 'api.mistral.ai', 'api.deepseek.com', 'api.x.ai', 'api.anthropic.com'],
      ...['api.together.ai', 'api.perplexity.ai', 'YOUR-RESOURCE.openai.azure.com'],
    ],
  ],
  [
    'services: where their keys come from',
    [
      ...['console.groq.com', 'console.mistral.ai', 'platform.deepseek.com', 'console.x.ai', 'platform.claude.com'],
      ...['portal.azure.com', 'www.perplexity.ai'],
    ],
  ],
  ['a server on this computer', ['localhost']],
  ['names of XML, which nobody opens', ['www.w3.org']],
  ['words of libraries’ error messages', ['github.com', 'docs.expo.dev']],
  ['what an address of a private file is replaced by', ['redacted.invalid']],
];
const KNOWN_HOSTS = new Set(HOSTS.flatMap(([, hosts]) => hosts));

const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['eval', /\beval\(|new Function\(/],
  ['another extension’s messages', /on(Message|Connect)External\.addListener/],
  ['the sandbox or a test', /visen\.test|sandbox\/|canary|__test/i],
  ['a key', /\b(ntn_[A-Za-z0-9]{20,}|sk-[A-Za-z0-9]{20,}|AIza[0-9A-Za-z_-]{30,})/],
  ['endpoints of OpenAI that nothing calls', /vector_stores|fine_tuning/],
  ['markup from strings', /dangerouslySetInnerHTML:/],
];

/** What is not built is not tested here: `npm test` builds first. */
const builds = ['chrome-mv3', 'firefox-mv3']
  .map((name) => join(ROOT, '.output', name))
  .filter((path) => existsSync(path));

describe.runIf(builds.length > 0).each(builds)('the bundles in %s', (folder) => {
  const scripts = listFiles(folder).filter((path) => path.endsWith('.js'));

  it.each(scripts)('%s holds nothing it must not', (path) => {
    const text = readFileSync(join(folder, path), 'utf8');
    expect(FORBIDDEN.filter(([, pattern]) => pattern.test(text)).map(([what]) => what)).toEqual([]);
  });

  it.each(scripts)('%s is not larger than it may be', (path) => {
    const limit = LIMITS_KB.find(([pattern]) => pattern.test(path))?.[1] ?? 60;
    expect(gzipSync(readFileSync(join(folder, path))).length / KILOBYTE).toBeLessThan(limit);
  });

  it('asks for what the manifest in the sources asks for, and nothing else', () => {
    const source = createManifest(folder.endsWith('firefox-mv3') ? 'firefox' : 'chrome') as Record<string, unknown>;
    const built = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, unknown>;
    const doors = [
      'permissions',
      'optional_permissions',
      'host_permissions',
      'optional_host_permissions',
      'content_security_policy',
      'externally_connectable',
      'web_accessible_resources',
    ];
    for (const door of doors) expect(built[door], door).toEqual(source[door]);
  });

  it.each(scripts)('%s names no host that is not known', (path) => {
    const text = readFileSync(join(folder, path), 'utf8');
    const named = [...text.matchAll(/\b(?:https?|wss?):\/\/([\w*-][\w.*-]*)/gu)].map(([, host = '']) => host);
    expect([...new Set(named)].filter((host) => !KNOWN_HOSTS.has(host))).toEqual([]);
  });

  it('says whose work it holds, each with its licence', () => {
    const notices = readFileSync(join(folder, NOTICES_FILE), 'utf8');
    for (const name of ['preact', '@notionhq/client', 'openai', '@google/generative-ai', 'markdown-it', 'lucide']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\n[\\w.-]+\n\\S+\n`, 'mu'));
    }
    // What is only used to build or to test is not in it.
    for (const name of ['vite', 'vitest', 'playwright-core'])
      expect(notices).not.toMatch(new RegExp(`^${name} \\d`, 'mu'));
  });

  it('has no source maps', () => {
    expect(listFiles(folder).filter((path) => path.endsWith('.map'))).toEqual([]);
  });
});

function listFiles(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = below === '' ? name : `${below}/${name}`;
    return statSync(join(folder, path)).isDirectory() ? listFiles(folder, path) : [path];
  });
}
