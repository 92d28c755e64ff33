/** How a value of a row came about, for the screen that offers to make it anew. */
import { hashText } from '../shared/hash-text.ts';

/** How Visen made what stands in an output now. There is none where a person wrote it, or changed it since. */
export interface MadeWith {
  /** `hashPrompt` of its prompt. */
  readonly prompt: string;
  /** The row's topic or a property that the prompt names reads differently today. */
  readonly inputsChanged: boolean;
}

/** The key of a row's page body among its outputs; no property has such an id. */
export const BODY_OUTPUT = 'page body';

/** Tells prompts apart; white space around one means nothing. */
export function hashPrompt(prompt: string): string {
  return hashText(prompt.trim());
}

/** Whether it would be made differently today. No prompt is no other prompt. */
export function isOutdated(made: MadeWith | undefined, promptHash: string): boolean {
  if (!made) return false;
  return made.inputsChanged || (made.prompt !== promptHash && promptHash !== hashPrompt(''));
}
