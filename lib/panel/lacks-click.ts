/**
 * Whether a browser refused to open a panel because nobody clicked: “may only be called in response to a user gesture” (Chromium),
 * “may only be called from a user input handler” (Firefox). Then no other window is opened in its place.
 */
export function lacksClick(error: unknown): boolean {
  return error instanceof Error && /user (?:gesture|input|activation|action|interaction)/iu.test(error.message);
}
