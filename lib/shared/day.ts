/** The day that it is for a person at this time (epoch ms), where this device is: `2026-12-01`. */
export function dayAt(now: number): string {
  const date = new Date(now);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** When the day after this time's begins for the person (epoch ms). */
export function nextDayAfter(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}
