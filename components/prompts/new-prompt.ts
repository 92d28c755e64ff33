import { firstCharacters } from '../../lib/shared/first-characters.ts';
import type { SavedPrompt } from '../../lib/prompt-library/saved-prompt.ts';

/** So much of a prompt is offered as its name (characters). */
const NAME = 40;

/** A prompt that is not saved yet: what it holds, and the start of its first line as its name. */
export function newPrompt(text = ''): SavedPrompt {
  const [firstLine = ''] = text.split('\n', 1);
  return { id: crypto.randomUUID(), name: firstCharacters(firstLine, NAME).trim(), text, builtIn: false, updatedAt: 0 };
}
