/** `npm run dev [-- --browser firefox]`: builds into .output/<browser>-mv3-dev and again at each save. */
import { parseArgs } from 'node:util';
import { createServer } from 'wxt';

const { values } = parseArgs({ options: { browser: { type: 'string', default: 'chrome' } } });
const server = await createServer({ browser: values.browser, webExt: { disabled: true } });
await server.start();
console.log(`Load .output/${values.browser}-mv3-dev as an unpacked extension; it reloads itself when you save.`);
