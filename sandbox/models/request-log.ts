/** What a model server was asked. Of a key only its last four characters are kept. */
export interface LoggedModelRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly keyTail: string;
  readonly model: string;
  readonly system: string;
  /** All user texts, joined by a blank line. */
  readonly prompt: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  status: number;
  /** True once the client closed the connection before the answer was complete. */
  aborted: boolean;
  finished: boolean;
  /** The text that was sent, complete or not. */
  answer: string;
}

const SECRET_HEADERS = new Set(['authorization', 'x-goog-api-key', 'x-api-key', 'api-key', 'cookie']);

/** The headers without those that carry a key. */
export function publicHeaders(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !SECRET_HEADERS.has(name)) kept[name] = String(value);
  }
  return kept;
}

export const keyTail = (key: string | undefined): string => (key ?? '').slice(-4);
