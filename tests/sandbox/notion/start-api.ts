import { Client } from '@notionhq/client';
import { afterEach } from 'vitest';
import type { Json, JsonObject } from '../../../sandbox/notion/json.ts';
import { seedDemo } from '../../../sandbox/notion/seed-demo.ts';
import { serveNotionApi } from '../../../sandbox/notion/serve.ts';
import type { NotionApiOptions } from '../../../sandbox/notion/notion-api.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

export interface RawAnswer {
  status: number;
  headers: Headers;
  body: JsonObject;
  text: string;
}

export const START = Date.parse('2026-11-21T10:00:30.000Z');

function parse(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return {};
  }
}

/** The API with the demo workspace, the official client on it, and a plain way to send anything at all. */
export async function startApi(options: NotionApiOptions = {}) {
  const served = await serveNotionApi({ now: () => START, ...options });
  open.push(served.close);
  const demo = seedDemo(served.api.world);
  const clientFor = (auth: string) =>
    new Client({ auth, baseUrl: served.url, notionVersion: '2026-03-11', retry: false, logger: () => undefined });
  const raw = async (
    method: string,
    path: string,
    body?: Json | string,
    headers: Record<string, string> = {},
  ): Promise<RawAnswer> => {
    const response = await fetch(`${served.url}/v1/${path}`, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${demo.token.token}`,
        'notion-version': '2026-03-11',
        'content-type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text), text };
  };
  return { ...served.api, url: served.url, demo, client: clientFor(demo.token.token), clientFor, raw };
}

export const paragraph = (content: string) => ({ paragraph: { rich_text: [{ text: { content } }] } });
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
