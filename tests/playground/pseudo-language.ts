/**
 * A language that nobody speaks: accents on every letter, two fifths longer, in brackets. A word without accents comes from outside
 * the locale files, a missing bracket was clipped.
 */
const ACCENTS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'aeiouyAEIOUYcnsCNS'].map((letter, index) => [letter, [...'áéíóúýÁÉÍÓÚÝçñšÇÑŠ'][index] ?? letter]),
);

export function pseudoText(text: string): string {
  const parts = text.split(/(\{\w+\})/u);
  const said = parts.map((part) =>
    part.startsWith('{') ? part : part.replace(/[a-z]/giu, (letter) => ACCENTS[letter] ?? letter),
  );
  return `⟦${said.join('')}${'·'.repeat(Math.ceil(text.length * 0.4))}⟧`;
}

export const pseudoTable = (table: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(table).map(([key, text]) => [key, pseudoText(text)]));
