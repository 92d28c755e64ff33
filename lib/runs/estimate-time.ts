/** How long a run takes: as long as its model, or as Notion's window of requests, whichever is longer. */

/** What is known of Notion's window. https://developers.notion.com/reference/request-limits */
export interface NotionWindow {
  /** Requests within 60 s. */
  readonly limit: number;
  /** Of them already sent in the running one. */
  readonly used: number;
}

export interface TimeInput {
  readonly rows: number;
  readonly isBody: boolean;
  /** One page, not rows. */
  readonly isPage: boolean;
  readonly readsPage: boolean;
  readonly inputEach: number;
  readonly outputEach: number;
  /** A server of the person's own: it answers few at once. */
  readonly isOwnServer: boolean;
  /** How long a row took in the last runs with this model. */
  readonly msPerRow?: number | undefined;
  readonly window?: NotionWindow | undefined;
}

/** What every plan allows. */
export const PLAN_WINDOW: NotionWindow = { limit: 180, used: 0 };
const WINDOW_MS = 60_000;
/** Until the first token, then a token each so many milliseconds: quick models of the large engines. */
const FIRST_TOKEN_MS = 900;
const TOKEN_MS = 10;
const READ_TOKEN_MS = 0.05;
const SERVER_FACTOR = 3;
const AT_ONCE = { engine: 12, ownServer: 4 } as const;
/** Of Notion, for each row or page. */
const REQUEST_MS = 350;
/** One write a row, now and then a look at what was edited. */
const REQUESTS_OF_CELLS = 1.06;
/** Where the text goes, and one or two appends. */
const REQUESTS_OF_BODY = 2.5;

export function estimateMinutes(input: TimeInput): number {
  const { rows, window = PLAN_WINDOW } = input;
  if (rows === 0) return 0;
  const each = (input.isBody ? REQUESTS_OF_BODY : REQUESTS_OF_CELLS) + (input.readsPage ? 1 : 0);
  const requests = rows * each + (input.isPage ? 0 : Math.ceil(rows / 100) + 3);
  const worked = rows * msPerRow(input) + answerMs(input);
  // The first windows are used up at once; what is left comes after the last reset.
  const windows = Math.floor(Math.max(0, window.used + requests - 1) / window.limit);
  const rest = ((window.used + requests) % window.limit) / each;
  const throttled = windows * WINDOW_MS + Math.min(rest, rows) * msPerRow(input);
  return Math.max(worked, windows === 0 ? 0 : throttled) / WINDOW_MS;
}

function msPerRow(input: TimeInput): number {
  if (input.isPage) return 0;
  if (input.msPerRow !== undefined) return input.msPerRow;
  return answerMs(input) / (input.isOwnServer ? AT_ONCE.ownServer : AT_ONCE.engine);
}

function answerMs({ inputEach, outputEach, isOwnServer }: TimeInput): number {
  const model = FIRST_TOKEN_MS + outputEach * TOKEN_MS + inputEach * READ_TOKEN_MS;
  return model * (isOwnServer ? SERVER_FACTOR : 1) + REQUEST_MS;
}
