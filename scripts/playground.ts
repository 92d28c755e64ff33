/** `npm run playground`: the surfaces in a plain page, with a fake background. No key, no extension, hot reload. */
import { createServer } from 'vite';

const server = await createServer({ configFile: 'tests/playground/vite.config.ts', root: 'tests/playground' });
await server.listen();
server.printUrls();
