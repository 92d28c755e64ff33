/** Notion's API as it answers, on a scratch page that is made for the questions and put in the trash afterwards. */
import type { Finding } from './ask.ts';

const VERSION = '2026-03-11';
/** Below 180 requests a minute. https://developers.notion.com/reference/request-limits */
const PAUSE_MS = 350;

export interface ApiAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface NotionSubject {
  readonly pageId: string;
  readonly dataSourceId: string;
  readonly send: (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
}

export interface NotionAccess {
  readonly origin: string;
  readonly token: string;
  /** The page that the scratch page is made under. */
  readonly parentId: string;
  readonly pauseMs?: number;
}

/** Runs `work` on a scratch page with a database of one row, and puts the page in the trash whatever happens. */
export async function onScratchPage<T>(access: NotionAccess, work: (subject: NotionSubject) => Promise<T>): Promise<T> {
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const send = async (method: string, path: string, body?: unknown): Promise<ApiAnswer> => {
    await sleep(access.pauseMs ?? PAUSE_MS);
    const response = await fetch(`${access.origin}/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${access.token}`,
        'notion-version': VERSION,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    try {
      return { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
    } catch {
      return { status: response.status, body: { html: true } };
    }
  };
  const page = await made(
    send('POST', 'pages', { parent: { page_id: access.parentId }, properties: titled('Visen live check') }),
  );
  try {
    const database = await made(
      send('POST', 'databases', {
        parent: { type: 'page_id', page_id: page },
        title: text('Rows'),
        initial_data_source: { properties: { Name: { title: {} }, Kind: { select: { options: [{ name: 'a' }] } } } },
      }),
    );
    const { body } = await send('GET', `databases/${database}`);
    const [source] = body['data_sources'] as { id: string }[];
    if (!source) throw new Error('the new database has no data source');
    return await work({ pageId: page, dataSourceId: source.id, send, sleep, now: () => Date.now() });
  } finally {
    await send('PATCH', `pages/${page}`, { in_trash: true });
  }
}

async function made(sent: Promise<ApiAnswer>): Promise<string> {
  const { status, body } = await sent;
  if (typeof body['id'] !== 'string')
    throw new Error(`${status} ${String(body['code'] ?? '')}: ${String(body['message'] ?? '')}`);
  return body['id'];
}

export function text(content: string) {
  return [{ type: 'text', text: { content } }];
}

export function titled(content: string) {
  return { title: { title: text(content) } };
}

export function paragraph(content: string, url?: string) {
  const run = { type: 'text', text: { content, ...(url !== undefined && { link: { url } }) } };
  return { type: 'paragraph', paragraph: { rich_text: [run] } };
}

/** Status, code and the form of the message, without ids and quoted values. */
export function refusal({ status, body }: ApiAnswer): Finding {
  if (status < 400) return status;
  const message = typeof body['message'] === 'string' ? body['message'] : '';
  const form = message
    .replaceAll(/[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/gi, '…')
    .replaceAll(/`[^`]*`|"[^"]*"/g, '…')
    .slice(0, 160);
  return { status, code: String(body['code'] ?? 'none'), message: form };
}
