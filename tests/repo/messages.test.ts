import { describe, expect, it } from 'vitest';

import { COMMAND_SCHEMAS } from '../../lib/messaging/schemas.ts';
import { sourceFiles } from './source-files.ts';

const product = sourceFiles(['lib', 'entrypoints']);
const handled = product
  .filter(({ path }) => !path.startsWith('lib/messaging/'))
  .map(({ text }) => text)
  .join('\n');
/** Called from surfaces: a name in quotes as the first argument of `call`. */
const called = sourceFiles(['components']).flatMap(({ text }) =>
  [...text.matchAll(/\.call\(\s*'([\w.-]+)'/g)].map((match) => match[1]),
);

const surfaces = sourceFiles(['components', 'entrypoints'])
  .filter(({ path }) => !path.startsWith('entrypoints/background/'))
  .map(({ text }) => text)
  .join('\n');

describe('every command', () => {
  it.each(Object.keys(COMMAND_SCHEMAS))('%s has a handler', (name) => {
    expect(handled).toMatch(new RegExp(`'${name.replace('.', '\\.')}':\\s*(async\\s*)?\\(`));
  });

  it.each(Object.keys(COMMAND_SCHEMAS))('%s is called by a surface', (name) => {
    expect(surfaces).toContain(`'${name}'`);
  });

  it('that a surface calls is in the contract', () => {
    expect(called.length).toBeGreaterThan(5);
    expect(called.filter((name) => !Object.hasOwn(COMMAND_SCHEMAS, name ?? ''))).toEqual([]);
  });
});

describe('messages', () => {
  it.each([
    ['runtime.onMessage.', ['lib/adapters/browser/runtime-transport.ts']],
    ['runtime.onConnect.', ['lib/adapters/browser/runtime-transport.ts']],
    ['onMessageExternal', []],
    ['onConnectExternal', []],
    ["addEventListener('message'", []],
    ["from 'webextension-polyfill'", ['lib/adapters/browser/browser.ts']],
    ['import.meta.env.WXT_FEEDBACK_URL', ['entrypoints/background/services.ts']],
  ])('%s is used in these files only: %j', (text, files) => {
    const users = product.filter((file) => withoutComments(file.text).includes(text)).map(({ path }) => path);
    expect(users).toEqual(files);
  });
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}
