import type { ChosenContext, ContextSource, UsedContext } from './context-source.ts';
import type { WeightedWords } from './rank-index.ts';
import { wordsOf } from './words.ts';

/** What the row says counts more than how it is asked. */
const VALUE_WEIGHT = 2;
const PROMPT_WEIGHT = 1;

/** The words that context is looked for by. */
export function wordsToFind(prompt: string, values: readonly string[]): WeightedWords {
  const words = new Map<string, number>();
  for (const word of wordsOf(prompt)) words.set(word, PROMPT_WEIGHT);
  for (const value of values) for (const word of wordsOf(value)) words.set(word, VALUE_WEIGHT);
  return words;
}

/**
 * What one request gets of each source, in their order. They share the room: each has an equal part, and what one does not need goes to
 * those behind it. A source that has nothing to give is named without a text.
 */
export function chooseContext(
  sources: readonly ContextSource[],
  words: WeightedWords,
  characters: number,
): readonly ChosenContext[] {
  let left = Math.max(0, characters);
  return sources.map((source, at) => {
    const chosen = source.choose(words, Math.floor(left / (sources.length - at)));
    left -= chosen.text.length;
    return chosen;
  });
}

/** Longer titles are cut in what is kept of a row. */
const LONGEST_TITLE = 120;

export function describeContext(chosen: readonly ChosenContext[]): readonly UsedContext[] {
  return chosen.map(({ text, rows, ...rest }) => ({
    ...rest,
    characters: text.length,
    ...(rows && { rows: rows.map((title) => title.slice(0, LONGEST_TITLE).toWellFormed()) }),
  }));
}
