/** How a value of a row came about, for the screen that offers to make it anew. */
import { askedText, instructionOf } from '../run-request/asked-text.ts';
import type { GenerationOptions } from '../run-request/generation-options.ts';
import { hashText } from '../shared/hash-text.ts';

/** How Visen made what stands in an output now. There is none where a person wrote it, or changed it since. */
export interface MadeWith {
  /** `hashesOf` what it was made with. */
  readonly prompt: string;
  /** The row's topic or a property that was named reads differently today. */
  readonly inputsChanged: boolean;
}

/** The key of a row's page body among its outputs; no property has such an id. */
export const BODY_OUTPUT = 'page body';

type Asked = Pick<GenerationOptions, 'prompt' | 'output' | 'instructions'>;

/** What an output is made with, by its key: the prompt, and the property's own instruction. */
export type OutputHashes = (key: string) => string;

/** Tells prompts apart; white space around one means nothing, and no prompt is one whatever goes with it. */
export function hashPrompt(prompt: string, instruction = ''): string {
  const [text, own] = [prompt.trim(), instruction.trim()];
  return hashText(text === '' || own === '' ? text : `${text}\n\n${own}`);
}

export function hashesOf(asked: Asked): OutputHashes {
  return (key) => hashPrompt(asked.prompt, instructionOf(asked, key));
}

/** Tells apart all that is asked for a row. */
export function hashAsked(asked: Asked): string {
  return hashPrompt(askedText(asked));
}

/** Whether it would be made differently today. No prompt is no other prompt. */
export function isOutdated(made: MadeWith | undefined, promptHash: string): boolean {
  if (!made) return false;
  return made.inputsChanged || (made.prompt !== promptHash && promptHash !== hashPrompt(''));
}
