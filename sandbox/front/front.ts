/**
 * One HTTPS server that answers under the real host names, and an HTTP proxy for browsers that cannot map hosts.
 * A browser under test sends everything here; what is for a host that the sandbox does not play is a leak: it is
 * recorded and refused, never passed on to the network.
 */
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';

import { createCertificates, type SandboxCertificates } from './certificate.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What arrived, in order. Never headers or bodies: those hold tokens and keys. */
export interface FrontRequest {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  /** Epoch ms. */
  readonly at: number;
  /** 0 until answered, and for ever when the connection was cut. */
  status: number;
}

export interface Leak {
  readonly host: string;
  readonly method: string;
  readonly path: string;
}

export interface Front {
  /** The HTTPS port on 127.0.0.1. */
  readonly port: number;
  /** The HTTP (CONNECT) proxy's port on 127.0.0.1. Port 80 of every host is mapped here too. */
  readonly proxyPort: number;
  readonly certificates: SandboxCertificates;
  readonly requests: readonly FrontRequest[];
  readonly leaks: readonly Leak[];
  /** Takes a host off the network: open connections are cut, new ones are cut at once, until `mend`. */
  cut(host: string): void;
  mend(host: string): void;
  close(): Promise<void>;
}

export interface FrontOptions {
  /** Speaks HTTP/2 with browsers that offer it, as the real services do. Default: HTTP/1.1, six connections a host. */
  readonly http2?: boolean;
}

export async function createFront(
  handlers: Readonly<Record<string, Handler>>,
  { http2 = false }: FrontOptions = {},
): Promise<Front> {
  const requests: FrontRequest[] = [];
  const leaks: Leak[] = [];
  const cutHosts = new Set<string>();
  const openResponses = new Set<{ host: string; response: ServerResponse }>();
  const sockets = new Set<Socket>();
  const certificates = createCertificates([...Object.keys(handlers), 'localhost', '127.0.0.1'], Date.now());

  const leak = (host: string, method: string, path: string): void => {
    leaks.push({ host, method, path: path.split('?')[0] ?? path });
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const host = hostOf(request);
    const entry = { host, method: request.method ?? 'GET', path: request.url ?? '/', at: Date.now(), status: 0 };
    const handler = Object.hasOwn(handlers, host) ? handlers[host] : undefined;
    if (!handler) {
      leak(host, entry.method, entry.path);
      response.writeHead(502, { 'content-type': 'text/plain' }).end(`The sandbox does not play ${host}.\n`);
      return;
    }
    requests.push(entry);
    if (cutHosts.has(host)) {
      request.socket.destroy();
      return;
    }
    const open = { host, response };
    openResponses.add(open);
    response.on('finish', () => (entry.status = response.statusCode));
    response.on('close', () => openResponses.delete(open));
    try {
      await handler(request, response);
    } catch (error) {
      console.error(`sandbox: the handler of ${host} failed on ${entry.method} ${entry.path}`, error);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('The sandbox itself failed; its log says why.\n');
    }
  };

  const credentials = { key: certificates.privateKey, cert: certificates.chain };
  const front = http2
    ? createSecureServer({ ...credentials, allowHTTP1: true }, (request, response) => {
        // Node's compatibility API: the same members, as far as the sandbox uses them.
        void answer(request as unknown as IncomingMessage, response as unknown as ServerResponse);
      })
    : createHttpsServer(credentials, (request, response) => void answer(request, response));
  const proxy = createHttpServer((request, response) => {
    const host = hostOf(request);
    if (Object.hasOwn(handlers, host)) {
      response.writeHead(301, { location: `https://${host}${pathOf(request.url ?? '/')}` }).end();
      return;
    }
    leak(host, request.method ?? 'GET', pathOf(request.url ?? '/'));
    response.writeHead(502).end();
  });
  proxy.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    const [host = '', port = '443'] = (request.url ?? '').split(':');
    if (!Object.hasOwn(handlers, host) || port !== '443') {
      leak(host, 'CONNECT', `:${port}`);
      client.end('HTTP/1.1 502 Not played here\r\n\r\n');
      return;
    }
    const upstream = connect(portOf(front), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    // A browser that is killed resets its connections; each end follows the other.
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });

  for (const server of [front, proxy]) {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  return {
    port: portOf(front),
    proxyPort: portOf(proxy),
    certificates,
    requests,
    leaks,
    cut: (host) => {
      cutHosts.add(host);
      for (const open of openResponses) if (open.host === host) open.response.socket?.destroy();
    },
    mend: (host) => void cutHosts.delete(host),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([front, proxy].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

const portOf = (server: Pick<Server, 'address'>): number => (server.address() as AddressInfo).port;
const hostOf = ({ headers }: IncomingMessage): string =>
  String(headers.host ?? headers[':authority'] ?? '')
    .replace(/:\d+$/, '')
    .toLowerCase();
/** A proxy gets the whole address as the request target, a server the path alone. */
const pathOf = (target: string): string =>
  target.startsWith('/') ? target : target.replace(/^\w+:\/\/[^/]*/, '') || '/';
