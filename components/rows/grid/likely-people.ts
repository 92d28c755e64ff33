/** Whom an answer may have meant. Pure. */

interface Named {
  readonly name: string;
}

/** Those first whose name has a word in common with one that is not clear; otherwise the order stays. */
export function likelyFirst<P extends Named>(people: readonly P[], unclear: readonly string[]): readonly P[] {
  const words = new Set(unclear.flatMap(wordsOf));
  const isLikely = ({ name }: P) => wordsOf(name).some((word) => words.has(word));
  return [...people.filter(isLikely), ...people.filter((person) => !isLikely(person))];
}

/** Those whom the answer names beside the ones that are not clear. */
export function namedClearly<P extends Named>(
  people: readonly P[],
  text: string,
  unclear: readonly string[],
): readonly P[] {
  const names = new Set(text.split(/[,;\n]/).map(plain));
  for (const name of unclear) names.delete(plain(name));
  return people.filter(({ name }) => names.has(plain(name)));
}

const plain = (text: string): string => text.trim().toLowerCase();

const wordsOf = (text: string): readonly string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
