import { createServer, request } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createNotionWebApp } from '../../../sandbox/web/notion-web-app.ts';
import type { NotionWebApp } from '../../../sandbox/web/notion-web-app.ts';
import { STATIC_IDS, StaticPages } from '../../../sandbox/web/static-pages.ts';

let pages: StaticPages;
let web: NotionWebApp;
let server: Server;

beforeEach(async () => {
  pages = new StaticPages();
  web = createNotionWebApp({ pages });
  server = createServer((req, res) => web.handle(req, res));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterEach(async () => {
  web.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

function ask(path: string, { host = 'app.notion.com', method = 'GET', body = '' } = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, method, headers: { host } }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () =>
        resolve({ status: res.statusCode ?? 0, headers: res.headers, text: Buffer.concat(chunks).toString() }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('documents', () => {
  it.each(['/', '/p/acme/Doc-1a2b3c4d5e6f408192a3b4c5d6e7f809', '/login', '/whatever/deep'])(
    'are the same for %s',
    async (path) => {
      const { status, headers, text } = await ask(path);
      expect(status).toBe(200);
      expect(headers['content-type']).toContain('text/html');
      expect(text).toContain('<div id="notion-app">');
    },
  );

  it('have a policy as it is known, a paranoid one, or none', async () => {
    expect((await ask('/')).headers['content-security-policy']).toContain("script-src 'self' 'unsafe-inline'");
    expect((await ask('/?__csp=paranoid')).headers['content-security-policy']).toContain('trusted-types none');
    expect((await ask('/?__csp=off')).headers).not.toHaveProperty('content-security-policy');
  });

  it('are another site on the public host', async () => {
    expect((await ask('/', { host: 'www.notion.com' })).text).not.toContain('notion-app');
  });

  it('move to the new domain once it has moved, and not the new one itself', async () => {
    const path = '/acme/Doc-1a2b3c4d5e6f408192a3b4c5d6e7f809?pvs=4';
    expect((await ask(path, { host: 'www.notion.so' })).status).toBe(200);
    web.setDomainMoved(true);
    const moved = await ask(path, { host: 'www.notion.so' });
    expect([moved.status, moved.headers.location]).toEqual([302, `https://app.notion.com/p${path}`]);
    expect((await ask(path)).status).toBe(200);
  });
});

describe('assets', () => {
  it('are the scripts and styles of the client', async () => {
    expect((await ask('/_assets/main.js')).headers['content-type']).toContain('text/javascript');
    expect((await ask('/_assets/shell.css')).headers['content-type']).toContain('text/css');
  });

  it.each(['nothing.js', '../notion-web-app.ts', '..%2fnotion-web-app.ts', '.js', 'main.js.map'])(
    'are nothing else: %s',
    async (name) => {
      const answer = await ask(`/_assets/${name}`);
      expect(answer.text).not.toContain('createNotionWebApp');
      expect(answer.status === 404 || answer.headers['content-type']?.includes('text/html')).toBe(true);
    },
  );
});

describe('pages', () => {
  it('are what the source renders, and null for an unknown id', async () => {
    const page = JSON.parse((await ask(`/api/visen-sandbox/page/${STATIC_IDS.page}`)).text) as { title: string };
    expect(page.title).toBe('Every kind of block');
    expect((await ask(`/api/visen-sandbox/page/${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`)).text).toBe('null');
    expect((await ask('/api/visen-sandbox/page/nonsense')).status).toBe(404);
  });

  it('tell who listens when they change', async () => {
    const { port } = server.address() as AddressInfo;
    const told = new Promise<string>((resolve) => {
      request({ port, path: '/api/visen-sandbox/events' }, (res) => {
        res.on('data', (chunk: Buffer) => {
          if (chunk.toString().includes('data:')) resolve(chunk.toString());
          else pages.append(STATIC_IDS.page, 'paragraph', 'More');
        });
      }).end();
    });
    expect(await told).toContain(`data: {"id":"${STATIC_IDS.page}"}`);
  });
});

describe('edits', () => {
  const send = (body: string) => ask('/api/visen-sandbox/edit', { method: 'POST', body });

  it('reach the source', async () => {
    const edit = { kind: 'check', blockId: 'b', checked: true } as const;
    expect((await send(JSON.stringify(edit))).status).toBe(200);
    expect(pages.edits).toEqual([edit]);
  });

  it.each([
    '',
    'null',
    '[]',
    '{"kind":"text","blockId":1,"text":"x"}',
    '{"kind":"check","blockId":"b"}',
    '{"kind":"drop"}',
  ])('of another shape are refused: %s', async (body) => {
    expect((await send(body)).status).toBe(400);
    expect(pages.edits).toEqual([]);
  });

  it('that are too large are refused', async () => {
    expect((await send('x'.repeat(1_100_000))).status).toBe(413);
  });
});
