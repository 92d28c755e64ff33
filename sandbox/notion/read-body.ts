import type { IncomingMessage } from 'node:http';

/** 500 KB, read as the stricter of its two meanings. https://developers.notion.com/reference/request-limits#size-limits */
export const MAX_BODY_BYTES = 500_000;

export class TooLarge extends Error {}

/** The whole body as text. Throws `TooLarge` after reading to the end, so that the answer can be sent. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BODY_BYTES) throw new TooLarge(`${size} bytes`);
  return Buffer.concat(chunks).toString('utf8');
}
