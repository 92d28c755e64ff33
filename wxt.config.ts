import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';

import { leanPackages } from './scripts/lean-packages.ts';
import { createManifest } from './scripts/manifest.ts';
import { collectThirdParty } from './scripts/third-party.ts';

const thirdParty = collectThirdParty(import.meta.dirname);

export default defineConfig({
  imports: false,
  manifestVersion: 3,
  publicDir: 'assets/public',
  // Another place for a build with other settings beside the usual one, as a spec makes it.
  outDir: process.env['WXT_OUT_DIR'] ?? '.output',
  targetBrowsers: ['chrome', 'firefox'],
  vite: () => ({
    plugins: [
      preact({ reactAliasesEnabled: false, devToolsEnabled: false, prefreshEnabled: false }),
      leanPackages(import.meta.dirname),
      thirdParty.plugin,
    ],
    build: { target: 'es2023', sourcemap: false },
  }),
  hooks: { 'build:done': ({ config }) => thirdParty.write(config.outDir) },
  manifest: ({ browser }) => createManifest(browser === 'firefox' ? 'firefox' : 'chrome'),
  zip: {
    name: 'visen',
    sourcesTemplate: 'visen-{{version}}-sources.zip',
    excludeSources: ['test-results/**', '.cache/**'],
  },
});
