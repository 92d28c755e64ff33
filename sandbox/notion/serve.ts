import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { createNotionApi } from './notion-api.ts';
import type { NotionApi, NotionApiOptions } from './notion-api.ts';
import { seedDemo } from './seed-demo.ts';

export interface Served {
  api: NotionApi;
  /** Without `/v1`, as the official client's `baseUrl` wants it. */
  url: string;
  close(): Promise<void>;
}

/** The API over plain http on a free port of 127.0.0.1. */
export async function serveNotionApi(options: NotionApiOptions = {}, port = 0): Promise<Served> {
  const api = createNotionApi(options);
  const server = createServer((request, response) => api.handle(request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { api, url: `http://127.0.0.1:${taken}`, close };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { api, url } = await serveNotionApi();
  const demo = seedDemo(api.world);
  process.stdout.write(`Stand-in for the Notion API: ${url}/v1  token ${demo.token.token}\n`);
}
