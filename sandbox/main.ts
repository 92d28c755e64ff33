/**
 * The world around the extension, on this machine: Notion's API and web app, the engines, a feedback address, all under
 * their real host names. Tests, `npm start` and benches use the same one.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createFeedbackEndpoint, type FeedbackEndpoint } from './front/feedback.ts';
import { createFront, type Front, type Handler } from './front/front.ts';

export const NOTION_WEB_HOSTS = ['app.notion.com', 'www.notion.so', 'notion.so', 'www.notion.com'] as const;

export interface Sandbox {
  readonly front: Front;
  readonly feedback: FeedbackEndpoint;
  readonly compatible: { readonly origin: string };
  close(): Promise<void>;
}

/** Starts everything on free ports of 127.0.0.1. */
export async function createSandbox(): Promise<Sandbox> {
  const feedback = createFeedbackEndpoint();
  const front = await createFront({
    'api.notion.com': placeholder('api.notion.com'),
    ...Object.fromEntries(NOTION_WEB_HOSTS.map((host) => [host, placeholder(host)])),
    'api.openai.com': placeholder('api.openai.com'),
    'generativelanguage.googleapis.com': placeholder('generativelanguage.googleapis.com'),
    'feedback.visen.test': feedback.handle,
  });
  const compatible = await listen(placeholder('compatible'));
  return {
    front,
    feedback,
    compatible: { origin: compatible.origin },
    close: async () => {
      await Promise.all([front.close(), compatible.close()]);
    },
  };
}

/** Until the room exists: says which host was reached. */
const placeholder =
  (host: string): Handler =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ sandbox: host }));

/** A plain HTTP server on a free port, as local model servers are. */
async function listen(handler: Handler): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
