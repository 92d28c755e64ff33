import type { ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import { HTML_PAGE } from './http-body.ts';
import type { LoggedModelRequest } from './request-log.ts';
import { pause } from './send-frames.ts';

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
