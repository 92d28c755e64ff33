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
 * @param instructions of single properties: what one of them names is something to work on too
 */
export function hasSomethingToWorkOn(prompt: string, given: RowGiven, instructions = ''): boolean {
  const used = variablesOf(prompt, given);
  if (variablesOf(instructions, given).some((variable) => isFilled(variable, given))) return true;
  if (used.length === 0) return hasText(given.topic);
  // A prompt about the date and nothing else means it.
  if (used.every((variable) => variable === 'reserved:today')) return true;
  return used.some((variable) => isFilled(variable, given));
}

type Variable = NonNullable<ReturnType<typeof resolveVariable>>;

function variablesOf(text: string, { properties }: RowGiven): readonly Variable[] {
  const names = Object.keys(properties);
  return variablesIn(text, names).flatMap((typed) => resolveVariable(typed, names) ?? []);
}

function isFilled(variable: Variable, { topic, properties, page }: RowGiven): boolean {
  if (variable === 'reserved:today') return false;
  if (variable === 'reserved:title') return hasText(topic);
  if (variable === 'reserved:page') return page === undefined || hasText(page);
  return hasText(properties[variable.slice('property:'.length)] ?? '');
}

/** Zero-width characters are no text. */
const hasText = (text: string): boolean => text.replace(/[\s\p{Cf}]+/gu, '') !== '';
