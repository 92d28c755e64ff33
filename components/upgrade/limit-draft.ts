/** What a person types as a limit, and what it means. */

/** A whole number of prompts a month from 1 to a million; undefined for anything else. */
export function readMonthlyPrompts(text: string): number | undefined {
  const number = Number(text.trim());
  return text.trim() !== '' && Number.isInteger(number) && number >= 1 && number <= 1_000_000 ? number : undefined;
}

/** Dollars a month; `null` for an empty field (no cap); undefined for anything that is no amount above 0. */
export function readSpendingCap(text: string): number | null | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return null;
  const number = Number(trimmed);
  return Number.isFinite(number) && number > 0 && number <= 1_000_000 ? number : undefined;
}
