import { request as httpRequest } from 'node:http';
import { request } from 'node:https';
import type { Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createFeedbackEndpoint } from '../../../sandbox/front/feedback.ts';
import { createFront, type Front } from '../../../sandbox/front/front.ts';

let front: Front;
const feedback = createFeedbackEndpoint();

beforeEach(async () => {
  front = await createFront({
    'api.notion.com': (req, res) => void res.end(`notion ${req.url ?? ''}`),
    'api.openai.com': () => undefined, // never answers
    'broken.test': () => {
      throw new Error('on purpose');
    },
    'feedback.visen.test': feedback.handle,
  });
});
afterEach(() => front.close());

interface Answer {
  status: number;
  text: string;
}

function call(host: string, path: string, method = 'GET', body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(
      {
        host: '127.0.0.1',
        port: front.port,
        servername: host,
        headers: { host },
        path,
        method,
        rejectUnauthorized: false,
      },
      (res) => {
        let text = '';
        res.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        res.on('end', () => resolve({ status: res.statusCode ?? 0, text }));
        res.on('error', reject);
      },
    )
      .on('error', reject)
      .end(body);
  });
}

function tunnel(target: string): Promise<{ status: number; socket: Socket }> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port: front.proxyPort, method: 'CONNECT', path: target })
      .on('connect', (res, socket) => resolve({ status: res.statusCode ?? 0, socket }))
      .on('error', reject)
      .end();
  });
}

describe('the front', () => {
  it('routes by host and keeps what arrived, without headers', async () => {
    await expect(call('api.notion.com', '/v1/users/me')).resolves.toEqual({ status: 200, text: 'notion /v1/users/me' });
    expect(front.requests).toEqual([
      { host: 'api.notion.com', method: 'GET', path: '/v1/users/me', at: expect.any(Number), status: 200 },
    ]);
    expect(front.leaks).toEqual([]);
  });

  it('refuses and records a host that it does not play', async () => {
    expect((await call('collector.example', '/pixel?secret=1')).status).toBe(502);
    expect(front.leaks).toEqual([{ host: 'collector.example', method: 'GET', path: '/pixel' }]);
  });

  it('cuts open and new connections of one host until it is mended', async () => {
    const hanging = call('api.openai.com', '/v1/models');
    await expect.poll(() => front.requests.length).toBe(1);
    front.cut('api.openai.com');
    await expect(hanging).rejects.toThrow();
    front.cut('api.notion.com');
    await expect(call('api.notion.com', '/')).rejects.toThrow();
    front.mend('api.notion.com');
    expect((await call('api.notion.com', '/')).status).toBe(200);
  });

  it('answers 500 when a handler fails, and goes on', async () => {
    expect((await call('broken.test', '/')).status).toBe(500);
    expect((await call('api.notion.com', '/')).status).toBe(200);
  });

  it('tunnels to the hosts it plays, under their own names', async () => {
    const { status, socket } = await tunnel('api.notion.com:443');
    expect(status).toBe(200);
    const text = await new Promise<string>((resolve) => {
      const tls = tlsConnect({ socket, servername: 'api.notion.com', ca: front.certificates.authority }, () =>
        tls.write('GET /x HTTP/1.1\r\nHost: api.notion.com\r\nConnection: close\r\n\r\n'),
      );
      tls.setEncoding('utf8').on('data', resolve);
    });
    expect(text).toContain('notion /x');
  });

  it('refuses a tunnel to any other host or port, and records it', async () => {
    expect((await tunnel('collector.example:443')).status).toBe(502);
    expect((await tunnel('api.notion.com:8443')).status).toBe(502);
    expect(front.leaks.map((leak) => `${leak.host}${leak.path}`)).toEqual([
      'collector.example:443',
      'api.notion.com:8443',
    ]);
  });

  it('takes feedback as JSON and refuses anything else', async () => {
    expect((await call('feedback.visen.test', '/', 'POST', '{"kind":"idea"}')).status).toBe(204);
    expect((await call('feedback.visen.test', '/', 'POST', 'idea')).status).toBe(400);
    expect((await call('feedback.visen.test', '/', 'GET')).status).toBe(405);
    expect(feedback.received).toEqual([{ kind: 'idea' }]);
  });
});
