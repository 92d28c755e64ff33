import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { PageEdit, PageSource } from './page-source.ts';
import { documentHeaders } from './response-headers.ts';
import type { CspMode } from './response-headers.ts';

export interface NotionWebApp {
  /** Answers any request for one of the web app's hosts. TLS and host routing are in front of it. */
  handle(req: IncomingMessage, res: ServerResponse): void;
  /** From now on www.notion.so and notion.so redirect to app.notion.com/p/…, as after the domain move. */
  setDomainMoved(moved: boolean): void;
  /** Ends the open event streams. */
  close(): void;
}

const API = '/api/visen-sandbox/';
const ASSETS = '/_assets/';
const EDIT_LIMIT = 1_000_000;

/**
 * A stand-in of the Notion web app: the same page for every path, in the markup and with the habits that break
 * extensions, showing the pages of `pages` live. Its switches: sandbox/web/README.md.
 */
export function createNotionWebApp({ pages }: { pages: PageSource }): NotionWebApp {
  const streams = new Set<ServerResponse>();
  let domainMoved = false;
  const stopListening = pages.onChange((id) => {
    for (const stream of streams) stream.write(`data: ${JSON.stringify({ id })}\n\n`);
  });

  function handle(req: IncomingMessage, res: ServerResponse): void {
    const host = (req.headers.host ?? '').replace(/:\d+$/, '');
    const url = new URL(req.url ?? '/', `https://${host || 'app.notion.com'}`);
    if (host === 'www.notion.com') sendMarketingPage(res);
    else if (url.pathname.startsWith(ASSETS)) sendAsset(res, url.pathname.slice(ASSETS.length));
    else if (url.pathname === '/favicon.ico') res.writeHead(204).end();
    else if (url.pathname.startsWith(API)) handleApi(req, res, url.pathname.slice(API.length));
    else if (domainMoved && host.endsWith('notion.so')) sendMoved(res, url);
    else sendDocument(res, url);
  }

  function handleApi(req: IncomingMessage, res: ServerResponse, path: string): void {
    if (path === 'events') return openStream(res);
    if (path === 'sidebar') return sendJson(res, 200, pages.sidebar());
    if (path === 'edit' && req.method === 'POST') return void applyEdit(req, res, pages);
    const id = /^page\/([0-9a-f-]{36})$/.exec(path)?.[1];
    if (id === undefined) return sendJson(res, 404, { error: 'not found' });
    // Like the real one, which answers 200 for what a person may not see: a 404 would be an error in the console.
    return sendJson(res, 200, pages.render(id) ?? null);
  }

  function openStream(res: ServerResponse): void {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    res.write(': open\n\n');
    streams.add(res);
    res.on('close', () => streams.delete(res));
  }

  return {
    handle,
    setDomainMoved: (moved) => {
      domainMoved = moved;
    },
    close: () => {
      stopListening();
      for (const stream of streams) stream.end();
    },
  };
}

const STYLES = ['shell', 'blocks', 'database'];
const DOCUMENT = `<!doctype html>
<html lang="en" data-notion-html="web" data-notion-version="23.13.20261001.0000">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Notion</title>
${STYLES.map((name) => `<link rel="stylesheet" href="${ASSETS}${name}.css">`).join('\n')}
<script type="module" src="${ASSETS}main.js"></script>
</head>
<body class="notion-body"><div id="notion-app"></div></body>
</html>
`;

function sendDocument(res: ServerResponse, url: URL): void {
  const asked = url.searchParams.get('__csp');
  const mode: CspMode = asked === 'paranoid' || asked === 'off' ? asked : 'known';
  res.writeHead(200, documentHeaders(mode)).end(DOCUMENT);
}

function sendMoved(res: ServerResponse, url: URL): void {
  const path = url.pathname.startsWith('/p/') ? url.pathname : `/p${url.pathname}`;
  res.writeHead(302, { location: `https://app.notion.com${path}${url.search}` }).end();
}

/** The public site: an extension for the app has no business there. */
function sendMarketingPage(res: ServerResponse): void {
  res.writeHead(200, documentHeaders('known')).end('<!doctype html><title>Public site</title><h1>Not the app</h1>');
}

function sendAsset(res: ServerResponse, name: string): void {
  const kind = /^[a-z-]+\.(js|css)$/.exec(name)?.[1];
  const type = kind === 'js' ? 'text/javascript; charset=utf-8' : 'text/css; charset=utf-8';
  const file = new URL(`client/${name}`, import.meta.url);
  const text = kind === undefined ? undefined : readText(file);
  if (text === undefined) return void res.writeHead(404).end();
  res
    .writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    .end(text);
}

function readText(file: URL): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function sendJson(res: ServerResponse, status: number, value: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(value));
}

async function applyEdit(req: IncomingMessage, res: ServerResponse, pages: PageSource): Promise<void> {
  if (pages.edit === undefined) return sendJson(res, 405, { error: 'read-only' });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > EDIT_LIMIT) return sendJson(res, 413, { error: 'too large' });
    chunks.push(chunk);
  }
  const edit = readEdit(Buffer.concat(chunks).toString('utf8'));
  if (edit === undefined) return sendJson(res, 400, { error: 'not an edit' });
  pages.edit(edit);
  sendJson(res, 200, { saved: true });
}

function readEdit(text: string): PageEdit | undefined {
  let value: Record<string, unknown>;
  try {
    value = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { kind, blockId, pageId, text: content, checked } = value;
  if (kind === 'text' && typeof blockId === 'string' && typeof content === 'string')
    return { kind, blockId, text: content };
  if (kind === 'title' && typeof pageId === 'string' && typeof content === 'string')
    return { kind, pageId, text: content };
  if (kind === 'check' && typeof blockId === 'string' && typeof checked === 'boolean')
    return { kind, blockId, checked };
  return undefined;
}
