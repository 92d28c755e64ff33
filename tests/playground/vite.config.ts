/** `npm run playground`: the surfaces in a plain page with a scripted client. No key, no extension, no network. */
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../../.cache/playground',
  server: { port: 4179, host: '127.0.0.1' },
  plugins: [preact({ reactAliasesEnabled: false, devToolsEnabled: false })],
});
