import type { SavedPrompt } from './saved-prompt.ts';

/** The prompts that come with Visen. Connections store their ids, `built-in:<name>`: never rename one. */
const BUILT_IN = ['summarise', 'translate', 'improve', 'tag', 'extract', 'article', 'answer', 'outline'] as const;

/**
 * The built-in prompts in one language.
 * @param textOf the texts of that language by name: `prompt_<name>_name` and `prompt_<name>_text` of `_locales`
 */
export function builtInPrompts(textOf: (name: string) => string): readonly SavedPrompt[] {
  return BUILT_IN.map((name) => ({
    id: `built-in:${name}`,
    name: textOf(`prompt_${name}_name`),
    text: textOf(`prompt_${name}_text`),
    builtIn: true,
    updatedAt: 0,
  }));
}
