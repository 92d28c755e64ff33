import type { Json } from './json.ts';

export interface LoggedRequest {
  method: string;
  path: string;
  query: string;
  /** The last 4 characters of the token; never more. */
  token: string;
  /** The parsed body; undefined when there was none or it was no JSON. */
  body: Json | undefined;
  /** Milliseconds since the epoch, when the request came. */
  time: number;
  /** 0 while unanswered, and when the connection was dropped on purpose. */
  status: number;
  /** The fault that was played, if any. */
  fault?: string;
}

/** Every request that came, for assertions. */
export class RequestLog {
  readonly entries: LoggedRequest[] = [];
  /** Requests to addresses that do not exist, as "METHOD /path". */
  readonly unexpected: string[] = [];

  add(entry: LoggedRequest): LoggedRequest {
    this.entries.push(entry);
    return entry;
  }

  /** Entries of this method whose path fits. */
  of(method: string, path: RegExp = /./): LoggedRequest[] {
    return this.entries.filter((entry) => entry.method === method && path.test(entry.path));
  }

  clear(): void {
    this.entries.length = 0;
    this.unexpected.length = 0;
  }
}
