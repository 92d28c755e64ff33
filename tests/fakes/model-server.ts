import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fetch } from '../../lib/language-model/engine-exchange.ts';
import type { ModelServer } from '../../sandbox/models/openai-api.ts';

export interface ListeningServer {
  /** A fetch that reaches this server under any host name. */
  readonly fetch: Fetch;
  readonly origin: string;
  /** Every URL that was fetched. */
  readonly urls: string[];
  close(): Promise<void>;
}

/** A sandbox server over plain http on a free port. */
export async function listen(handler: Pick<ModelServer, 'handle'>): Promise<ListeningServer> {
  const server = createServer((request, response) => void handler.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const urls: string[] = [];
  return {
    origin,
    urls,
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      urls.push(url.href);
      return fetch(`${origin}${url.pathname}${url.search}`, init);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
