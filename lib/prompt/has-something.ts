import { resolveVariable, variablesIn } from './variables.ts';

/** What a row gives to a prompt. */
export interface RowGiven {
  /** The row's title. */
  readonly topic: string;
  /** Values as text, by property name: at least all that the prompt may name. */
  readonly properties: Readonly<Record<string, string>>;
  /** The row's body, if the prompt names it; undefined while it was not read. */
  readonly page?: string | undefined;
}

/**
 * Whether a row gives the model anything to work on: one variable of the prompt that is more than white space, or, where the prompt has
 * none, a topic. The date alone is none: every row has it. A page that was not read counts as something.
 */
export function hasSomethingToWorkOn(prompt: string, { topic, properties, page }: RowGiven): boolean {
  const names = Object.keys(properties);
  const used = variablesIn(prompt, names).flatMap((typed) => resolveVariable(typed, names) ?? []);
  if (used.length === 0) return hasText(topic);
  // A prompt about the date and nothing else means it.
  if (used.every((variable) => variable === 'reserved:today')) return true;
  return used.some((variable) => {
    if (variable === 'reserved:today') return false;
    if (variable === 'reserved:title') return hasText(topic);
    if (variable === 'reserved:page') return page === undefined || hasText(page);
    return hasText(properties[variable.slice('property:'.length)] ?? '');
  });
}

/** Zero-width characters are no text. */
const hasText = (text: string): boolean => text.replace(/[\s\p{Cf}]+/gu, '') !== '';
