/** How long rows take: as long as their model, or as Notion's window of requests, whichever is longer. */
/** What is known of Notion's window. https://developers.notion.com/reference/request-limits */
export interface NotionWindow {
  /** Requests within 60 s. */
  readonly limit: number;
  /** Of them already sent in the running one. */
  readonly used: number;
  /** When the running one ends (epoch ms). */
  readonly endsAt?: number;
}

/** What is done for each row. */
export interface RowWork {
  readonly isBody: boolean;
  readonly readsPage: boolean;
  /** Rows that are worked on at the same time, where the engine does not complain. */
  readonly atOnce: number;
}

export interface TimeInput extends RowWork {
  /** A server of the person's own: it has less power. */
  readonly isOwnServer: boolean;
  readonly rows: number;
  /** One page, not rows. */
  readonly isPage: boolean;
  readonly inputEach: number;
  readonly outputEach: number;
  /** How long an answer took in the last runs with this model. */
  readonly answerMs?: number | undefined;
  /** How long a row took in the last runs where the engine's limit slowed them down. */
  readonly msPerRow?: number | undefined;
  readonly window?: NotionWindow | undefined;
  /** Epoch ms. */
  readonly now: number;
}

/** What every plan allows. */
export const PLAN_WINDOW: NotionWindow = { limit: 180, used: 0 };
const WINDOW_MS = 60_000;
/** Until the first token, then a token each so many milliseconds: quick models of the large engines. */
const FIRST_TOKEN_MS = 900;
const TOKEN_MS = 10;
const READ_TOKEN_MS = 0.05;
const SERVER_FACTOR = 3;
/** Of Notion, for each row or page. */
const REQUEST_MS = 300;
/** One write a row, now and then a look at what was edited. */
const REQUESTS_OF_CELLS = 1.06;
/** The first append, the last one, and sometimes a look at whether all of it stands there once. */
const REQUESTS_OF_BODY = 1.6;
/** A long answer is appended in parts while it arrives: one every 1.5 s, after the one before was answered. */
const APPEND_MS = 1_750;

export function estimateMinutes(input: TimeInput): number {
  const { rows, isPage, now, window = PLAN_WINDOW } = input;
  if (rows === 0) return 0;
  const answerMs = input.answerMs ?? guessAnswerMs(input);
  const one = answerMs + REQUEST_MS;
  if (isPage) return one / WINDOW_MS;
  const pace = { answerMs, msPerRow: input.msPerRow };
  // The last ones end when nothing is begun beside them any more.
  const worked = rows * msPerRow(input, pace) + one;
  return Math.max(worked, windowedMs(rows, input, pace, window, now, Math.ceil(rows / 100) + 3)) / WINDOW_MS;
}

export interface ModelPace {
  /** From the question to the answer (ms). */
  readonly answerMs: number;
  /** What a row takes where the engine lets no more pass (ms). */
  readonly msPerRow?: number | undefined;
}

/** Milliseconds a row when as many are worked on at once as the engine takes. */
export function msPerRow({ atOnce }: RowWork, pace: ModelPace): number {
  return pace.msPerRow ?? (pace.answerMs + REQUEST_MS) / atOnce;
}

/**
 * What Notion's window makes of so many rows (ms): nothing where all of it goes into the running one.
 * @param more requests beside those of the rows
 */
export function windowedMs(
  rows: number,
  work: RowWork,
  pace: ModelPace,
  window: NotionWindow,
  now: number,
  more = 0,
): number {
  const each = requestsEach(work, pace);
  const requests = window.used + rows * each + more;
  // A window that is used up is followed by the next one, at once used up too where there is enough to send.
  const windows = Math.floor(Math.max(0, requests - 1) / window.limit);
  if (windows === 0) return 0;
  const firstMs = window.endsAt === undefined ? WINDOW_MS : Math.min(Math.max(0, window.endsAt - now), WINDOW_MS);
  const last = Math.min(rows, (requests - windows * window.limit) / each);
  return firstMs + (windows - 1) * WINDOW_MS + last * msAfterReset(work, pace);
}

/** Answers that need nothing of Notion are there when a window is over, and only wait to be written. */
function msAfterReset(work: RowWork, pace: ModelPace): number {
  const whole = msPerRow(work, pace);
  return work.isBody || work.readsPage ? whole : Math.min(whole, REQUEST_MS / work.atOnce);
}

function requestsEach({ isBody, readsPage }: RowWork, { answerMs }: ModelPace): number {
  const written = isBody ? REQUESTS_OF_BODY + Math.max(0, answerMs - FIRST_TOKEN_MS) / APPEND_MS : REQUESTS_OF_CELLS;
  return written + (readsPage ? 1 : 0);
}

function guessAnswerMs({ inputEach, outputEach, isOwnServer }: TimeInput): number {
  const model = FIRST_TOKEN_MS + outputEach * TOKEN_MS + inputEach * READ_TOKEN_MS;
  return model * (isOwnServer ? SERVER_FACTOR : 1);
}
