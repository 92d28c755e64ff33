import type { SavedPrompt } from '../../lib/prompt-library/saved-prompt.ts';

/** Prompts that have every word of the search in their name or text, in the order they came. */
export function searchPrompts(prompts: readonly SavedPrompt[], search: string): SavedPrompt[] {
  const wanted = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return prompts.filter(({ name, text }) => {
    const words = `${name}\n${text}`.toLocaleLowerCase();
    return wanted.every((word) => words.includes(word));
  });
}
