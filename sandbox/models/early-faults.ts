import type { ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import { HTML_PAGE } from './http-body.ts';
import { recordedAnswer } from './recorded-answers.ts';
import type { LoggedModelRequest } from './request-log.ts';
import { drained, pause } from './send-frames.ts';

/** Faults below the vendor's API, the same for all servers. True when nothing more is to be sent. */
export async function isEndedByFault(
  fault: Fault | undefined,
  response: ServerResponse,
  entry: LoggedModelRequest,
): Promise<boolean> {
  switch (fault?.kind) {
    case 'cut-before-headers':
      entry.finished = true;
      response.destroy();
      return true;
    case 'no-first-byte':
      return true;
    case 'slow-first-byte':
      await pause(fault.ms);
      return response.destroyed;
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end();
      return true;
    case 'recorded': {
      const { status, headers, body, isHeld } = recordedAnswer(fault.name);
      entry.status = status;
      response.writeHead(status, { ...headers });
      if (isHeld) response.write(body);
      else response.end(body);
      entry.finished = !isHeld;
      return true;
    }
    case 'list':
      entry.finished = true;
      response.writeHead(200, { 'content-type': 'application/json' }).end(fault.body);
      return true;
    case 'comments-without-end':
      await writeForEver(response, () => ': still here\n\n', 5);
      return true;
    case 'huge-error':
      await writeHugeError(response, fault.bytes);
      return true;
    case 'html-200':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(HTML_PAGE);
      return true;
    case 'server-error':
      if (!fault.html) return false;
      response
        .writeHead(fault.status ?? 502, { 'content-type': 'text/html' })
        .end('<html><h1>502 Bad Gateway</h1></html>');
      return true;
    default:
      return false;
  }
}

async function writeForEver(response: ServerResponse, next: () => string, everyMs: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  while (!response.destroyed) {
    response.write(next());
    await pause(everyMs);
  }
}

/** Written as fast as the client reads, so that a client that stops reading ends it. */
async function writeHugeError(response: ServerResponse, bytes: number): Promise<void> {
  response.writeHead(400, { 'content-type': 'text/plain' });
  const piece = 'This is not going to end soon. '.repeat(2_000);
  for (let sent = 0; sent < bytes && !response.destroyed; sent += piece.length) {
    if (!response.write(piece)) await drained(response);
  }
  response.end();
}
