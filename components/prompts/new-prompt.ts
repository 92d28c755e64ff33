import type { SavedPrompt } from '../../lib/prompt-library/saved-prompt.ts';

/** So much of a prompt is offered as its name (characters). */
const NAME = 40;

/** A prompt that is not saved yet: what it holds, and the start of its first line as its name. */
export function newPrompt(text = ''): SavedPrompt {
  const [firstLine = ''] = text.split('\n', 1);
  return { id: crypto.randomUUID(), name: firstCharacters(firstLine, NAME).trim(), text, builtIn: false, updatedAt: 0 };
}

/** The first `count` characters of a text; none is cut in two, as emojis would be. */
export function firstCharacters(text: string, count: number): string {
  // A character has up to two UTF-16 code units: a long text is not taken apart whole.
  return Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join('');
}
