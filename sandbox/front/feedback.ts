import type { IncomingMessage, ServerResponse } from 'node:http';

export interface FeedbackEndpoint {
  /** Parsed bodies, in order. */
  readonly received: readonly unknown[];
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** A distributor's feedback address: takes JSON by POST and answers 204; any page may call it. */
export function createFeedbackEndpoint(): FeedbackEndpoint {
  const received: unknown[] = [];
  return {
    received,
    handle: async (request, response) => {
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('access-control-allow-headers', 'content-type');
      if (request.method === 'OPTIONS') return void response.writeHead(204).end();
      if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST, OPTIONS' }).end();
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      try {
        received.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      } catch {
        return void response.writeHead(400).end('Not JSON');
      }
      response.writeHead(204).end();
    },
  };
}
