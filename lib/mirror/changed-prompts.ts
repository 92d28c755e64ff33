/**
 * Prompts that were taken over from the connections database. Whoever may edit that database can change them, so each is marked and
 * the person is asked before its first use.
 */
import type { Connection } from '../connections/connection.ts';
import { AppError } from '../shared/app-error.ts';

/** A prompt from Notion that nobody has agreed to here yet. */
export interface ChangedPrompt {
  readonly prompt: string;
  /** What stood here before, to go back to. */
  readonly before: string;
  /** When it was taken over (epoch ms). */
  readonly at: number;
}

/** By the id of the connection that it was taken over into. */
export type ChangedPrompts = Readonly<Record<string, ChangedPrompt>>;

/** Marks a prompt. What was agreed to last stays the way back, however often the prompt is changed in Notion meanwhile. */
export function markChanged(
  marks: ChangedPrompts,
  { id, options }: Pick<Connection, 'id' | 'options'>,
  prompt: string,
  now: number,
): ChangedPrompts {
  const open = markOf(marks, options.prompt);
  const before = open?.before ?? options.prompt;
  const { [id]: _old, ...others } = marks;
  // Changed back to what stood here, or emptied: there is nothing to ask.
  if (prompt === before || prompt.trim() === '') return others;
  return { ...others, [id]: { prompt, before, at: now } };
}

/** The mark of a prompt, also of a copy: what counts is the text, not where it stands. */
export function markOf(marks: ChangedPrompts, prompt: string): ChangedPrompt | undefined {
  return Object.values(marks).find((mark) => mark.prompt === prompt);
}

/** Without the marks of this text, and without those that no connection has any more. */
export function settleMark(
  marks: ChangedPrompts,
  settled: string,
  connections: readonly Pick<Connection, 'options'>[],
): ChangedPrompts {
  const inUse = new Set(connections.map(({ options }) => options.prompt));
  return Object.fromEntries(Object.entries(marks).filter(([, { prompt }]) => prompt !== settled && inUse.has(prompt)));
}

/**
 * Called before a run is stored.
 * @throws AppError `prompt-unconfirmed` when the prompt came from Notion and nobody has agreed to it here
 */
export function requireConfirmed(marks: ChangedPrompts, prompt: string): void {
  if (markOf(marks, prompt) !== undefined) throw new AppError('prompt-unconfirmed', 'never');
}
