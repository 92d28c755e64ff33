/** More than any engine counts or any limit lasts. */
const MOST_TOKENS = 1_000_000_000;

/** A count of tokens as an engine told it; undefined for anything but a whole number from 0 to a billion. */
export function toldCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS ? value : undefined;
}

/**
 * What an answer took as its engine told it, or undefined where that cannot be: no number, or none where there was text.
 * Who gets undefined estimates.
 */
export function toldUsage(
  input: unknown,
  output: unknown,
  hasText: boolean,
): { readonly inputTokens: number; readonly outputTokens: number } | undefined {
  const inputTokens = toldCount(input);
  const outputTokens = toldCount(output);
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  if (inputTokens === 0 || (hasText && outputTokens === 0)) return undefined;
  return { inputTokens, outputTokens };
}
