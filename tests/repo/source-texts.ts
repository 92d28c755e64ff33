/** What the surfaces' source says about texts: which keys it uses, and which words it has that should be keys. */
import { globSync, readFileSync } from 'node:fs';

import ts from 'typescript';

export interface SourceText {
  readonly file: string;
  readonly source: ts.SourceFile;
}

/** All files that can put words on screen. */
export function readSources(root: string): readonly SourceText[] {
  return globSync('{components,entrypoints}/**/*.{ts,tsx}', { cwd: root }).map((file) => ({
    file,
    source: parse(file, readFileSync(`${root}/${file}`, 'utf8')),
  }));
}

export function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TSX);
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

/** Tests a key against every string and every template of a file that has the shape of a key. */
export function keyMatchers(source: ts.SourceFile): {
  readonly exact: Set<string>;
  readonly patterns: readonly RegExp[];
} {
  const exact = new Set<string>();
  const patterns: RegExp[] = [];
  walk(source, (node) => {
    if (ts.isStringLiteralLike(node)) exact.add(node.text);
    if (!ts.isTemplateExpression(node) || !isArgumentOfT(node)) return;
    const literal = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
    patterns.push(new RegExp(`^${literal.map((part) => part.replaceAll('.', '\\.')).join('[\\w-]+')}$`));
  });
  return { exact, patterns };
}

function isArgumentOfT(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) if (isCallOfT(at)) return true;
  return false;
}

function isCallOfT(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't';
}

export interface CallOfT {
  readonly key: string;
  /** Names given; `undefined` where a spread hides them. */
  readonly params: readonly string[] | undefined;
}

/** Calls `t('key', { … })` whose key and parameter names can be read off. */
export function callsOfT(source: ts.SourceFile): readonly CallOfT[] {
  const calls: CallOfT[] = [];
  walk(source, (node) => {
    if (!isCallOfT(node)) return;
    const [key, params] = node.arguments;
    if (!key || !ts.isStringLiteralLike(key)) return;
    calls.push({ key: key.text, params: paramNames(params) });
  });
  return calls;
}

function paramNames(params: ts.Expression | undefined): readonly string[] | undefined {
  if (params === undefined) return [];
  if (!ts.isObjectLiteralExpression(params)) return undefined;
  if (params.properties.some(ts.isSpreadAssignment)) return undefined;
  return params.properties.map((property) => property.name?.getText() ?? '');
}

/** Attributes whose text a person sees or hears. */
const SPOKEN = new Set([
  'label',
  'title',
  'placeholder',
  'aria-label',
  'alt',
  'hint',
  'text',
  'name',
  'summary',
  'lead',
  'error',
  'confirm',
]);

/** Words in JSX that no locale file knows. A lower-case word alone is an identifier, an address is no language. */
export function literalTexts(source: ts.SourceFile): readonly string[] {
  const found: string[] = [];
  walk(source, (node) => {
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) found.push(node.text.trim());
    if (!ts.isStringLiteralLike(node)) return;
    const attribute = node.parent;
    const spoken = ts.isJsxAttribute(attribute) && SPOKEN.has(attribute.name.getText());
    const child = ts.isJsxExpression(attribute) && !ts.isJsxAttribute(attribute.parent);
    if ((spoken || child) && /\p{Lu}|\p{L} \p{L}/u.test(node.text)) found.push(node.text);
  });
  return found;
}
