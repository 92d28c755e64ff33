import js from '@eslint/js';
import { createNodeResolver, flatConfigs, importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** The arrows of ARCHITECTURE.md: what each room may not import, and what to do instead. */
const arrow = (files, group, message, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});

const VENDORS = [
  '@notionhq/*',
  'openai',
  'openai/*',
  '@google/*',
  'webextension-polyfill',
  'preact',
  'preact/*',
  '@preact/*',
  'idb',
];

export default tseslint.config(
  { ignores: ['.output/**', '.wxt/**', '.cache/**', 'node_modules/**', 'docs/**', 'test-results/**'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    plugins: { 'import-x': importX },
    settings: {
      ...flatConfigs.typescript.settings,
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] })],
    },
    rules: {
      'import-x/no-cycle': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['components/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  arrow(
    ['lib/**/*.ts'],
    [...VENDORS, '**/adapters/**', '**/components/**', '**/entrypoints/**', 'node:*'],
    'The core of lib/ is pure: put the browser, vendor SDKs and Preact behind a port, in lib/adapters or an entrypoint.',
    ['lib/adapters/**', 'lib/notion/api-types.ts'],
  ),
  arrow(
    ['lib/adapters/**/*.ts'],
    ['**/components/**', '**/entrypoints/**', 'preact', 'node:*'],
    'An adapter knows lib/ and its vendor only.',
  ),
  arrow(
    ['components/**/*.{ts,tsx}'],
    ['**/adapters/**', '**/entrypoints/**', '@notionhq/*', 'openai', '@google/*', 'webextension-polyfill', 'idb'],
    'Components get data and callbacks from lib/messaging/client; only an entrypoint builds adapters.',
  ),
  arrow(
    ['lib/**', 'components/**', 'entrypoints/**'].map((glob) => `${glob}/*.{ts,tsx}`),
    ['**/sandbox/**', '**/tests/**', '**/scripts/**'],
    'The product never knows its tests or the sandbox.',
    ['lib/**', 'components/**'],
  ),
  {
    files: ['tests/**', 'sandbox/**', 'scripts/**', 'bench/**', '*.config.{js,ts}'],
    rules: { 'max-lines-per-function': 'off', 'no-console': 'off' },
  },
  { files: ['tests/**'], rules: { 'max-lines': 'off' } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['sandbox/web/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'window',
          'document',
          'location',
          'history',
          'fetch',
          'MutationObserver',
          'setTimeout',
          'setInterval',
          'clearTimeout',
          'clearInterval',
          'requestAnimationFrame',
          'queueMicrotask',
          'performance',
          'matchMedia',
          'navigator',
          'WeakSet',
          'Node',
          'Element',
          'HTMLElement',
          'EventSource',
          'URLSearchParams',
          'getSelection',
          'PerformanceObserver',
          'crypto',
          'CustomEvent',
          'Event',
          'console',
          'DataTransfer',
          'ClipboardEvent',
          'InputEvent',
          'KeyboardEvent',
          'globalThis',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
);
