/** The first `count` characters of a text; none is cut in two, as emojis would be. */
export function firstCharacters(text: string, count: number): string {
  // A character has up to two UTF-16 code units: a long text is not taken apart whole.
  return Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join('');
}
