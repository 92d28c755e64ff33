/**
 * Leaves out of the bundles what packages contain and nothing of ours calls. A worker's script is read and compiled whole at each
 * start, and cannot load code later; no bundler can leave this out by itself, because classes refer to it in their constructors and
 * methods. Each such module is replaced by one with the same names, whose classes are empty and whose functions throw. What this
 * saves: docs/decisions/0070-worker-start.md
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** What the adapters call of `openai`: `chat.completions`, `responses` and, for what these need, the lists of names. */
const USED_ENDPOINT = /^openai\/resources\/(?:(?:chat|responses)\b|(?:.*\/)?(?:index|shared)\.mjs$)/;
const ENDPOINT = /^openai\/resources\/.+\.mjs$/;

/** Modules that are left out besides the endpoints. */
export const LEFT_OUT: readonly string[] = [
  // Gather a stream into one object, run tools in a loop, parse an answer by a schema: the adapters read the wire themselves.
  'openai/lib/ChatCompletionRunner.mjs',
  'openai/lib/ChatCompletionStream.mjs',
  'openai/lib/ChatCompletionStreamingRunner.mjs',
  'openai/lib/ResponsesParser.mjs',
  'openai/lib/parser.mjs',
  'openai/lib/responses/ResponseStream.mjs',
  // Sign-in by certificates and by the identities of cloud machines: a person has a key.
  'openai/auth/workload-identity-auth.mjs',
  'openai/internal/auth/x509-workload-identity-auth.mjs',
];

const NOTION = '@notionhq/client/build/src';
/** Endpoints of Notion's SDK that nothing of ours calls. */
const UNUSED_OF_NOTION = [
  'agents',
  'async-tasks',
  'comments',
  'custom-emojis',
  'file-uploads',
  'meeting-notes',
  'oauth',
  'webhooks',
];
/** What takes the place of a module whose names cannot be read off its `export` lines. */
const STAND_INS: Readonly<Record<string, string>> = {
  // Without its helpers, its webhooks and its lists of names.
  [`${NOTION}/index.js`]: `
    const errors = require('./errors');
    exports.Client = require('./Client').default;
    exports.isHTTPResponseError = errors.isHTTPResponseError;
    exports.isNotionClientError = errors.isNotionClientError;`,
  ...Object.fromEntries(
    UNUSED_OF_NOTION.map((name) => [`${NOTION}/api-endpoints/${name}.js`, 'exports.leftOut = true;']),
  ),
  // Links in plain text are found by lib/markdown/bare-link.ts; markdown-it makes one of these and, with `linkify: false`, never asks it.
  'linkify-it/build/index.mjs': 'export class LinkifyIt {}',
};
/** Functions that every new client calls. */
const ANSWERS: Readonly<Record<string, string>> = { isX509WorkloadIdentity: 'return false;' };

/**
 * Modules that build something when they are loaded which most starts do not need: `from` becomes `to`. The tree of HTML's 2,231
 * entities is unpacked for the first text that contains one.
 */
const PUT_OFF: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'entities/dist/generated/decode-data-html.js': [
    'export const htmlDecodeTree = /* #__PURE__ */ decodeTrieDict(',
    'let tree; export const htmlDecodeTree = () => tree ??= decodeTrieDict(',
  ],
  'entities/dist/decode.js': ['const decodeTree = htmlDecodeTree;', 'const decodeTree = htmlDecodeTree();'],
};

const PACKAGES = `${sep}node_modules${sep}`;
const EXPORT = /^export (?:async )?(class|function|const) \*?(\w+)/gm;
const OTHER_EXPORT = /^export (?!(?:async )?(?:class|function|const) \*?\w)/m;

interface LeanPlugin {
  readonly name: string;
  readonly enforce: 'pre';
  load(id: string): string | undefined;
}

/**
 * For Vite.
 * @param root the folder that holds `node_modules`
 * @throws Error when a package no longer has a module that is named here: it would no longer be left out, and nobody would notice
 */
export function leanPackages(root: string): LeanPlugin {
  const named = [...LEFT_OUT, ...Object.keys(STAND_INS), ...Object.keys(PUT_OFF)];
  const gone = named.filter((path) => !existsSync(join(root, 'node_modules', path)));
  if (gone.length > 0) throw new Error(`scripts/lean-packages.ts names modules that are gone: ${gone.join(', ')}`);
  return { name: 'lean-packages', enforce: 'pre', load: (id) => standIn(id) };
}

/**
 * @param id a module's path
 * @returns the source of what stands in its place; undefined: the module stays
 * @throws Error when the names of a module to be left out cannot be read, or its text is not as expected
 */
export function standIn(id: string): string | undefined {
  const path = id.slice(id.lastIndexOf(PACKAGES) + PACKAGES.length).replaceAll(sep, '/');
  if (STAND_INS[path] !== undefined) return STAND_INS[path];
  const putOff = PUT_OFF[path];
  if (putOff !== undefined) return putOffIn(readFileSync(id, 'utf8'), path, putOff);
  if (LEFT_OUT.includes(path)) return emptyModule(readFileSync(id, 'utf8'), path);
  if (!ENDPOINT.test(path) || USED_ENDPOINT.test(path)) return undefined;
  const source = readFileSync(id, 'utf8');
  // A file of endpoints that holds anything but classes stays as it is.
  return /^export (?!class )/m.test(source) ? undefined : emptyModule(source, path);
}

function putOffIn(source: string, path: string, [from, to]: readonly [from: string, to: string]): string {
  const parts = source.split(from);
  if (parts.length !== 2) throw new Error(`${path} is not as scripts/lean-packages.ts knows it`);
  return parts.join(to);
}

function emptyModule(source: string, path: string): string {
  if (OTHER_EXPORT.test(source)) throw new Error(`scripts/lean-packages.ts cannot tell the names of ${path}`);
  return [...source.matchAll(EXPORT)]
    .map(([, kind, name = '']) =>
      kind === 'class'
        ? `export class ${name} {}`
        : `export function ${name}() { ${ANSWERS[name] ?? `throw new Error('${name} of ${path} is left out');`} }`,
    )
    .join('\n');
}
