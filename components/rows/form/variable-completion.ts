/** What `{{` offers while a prompt is typed. */

export interface OpenVariable {
  /** Where the name begins, after the braces. */
  readonly start: number;
  readonly typed: string;
}

const LONGEST = 100;

/** The variable that is being typed right before the caret; undefined elsewhere. */
export function findOpenVariable(text: string, caret: number): OpenVariable | undefined {
  const open = text.lastIndexOf('{{', caret - 1);
  if (open < 0 || open + 2 > caret) return undefined;
  const typed = text.slice(open + 2, caret);
  return typed.length > LONGEST || /[{}\n]/.test(typed) ? undefined : { start: open + 2, typed: typed.trimStart() };
}

/** Names that begin with what is typed, then those that hold it; in any case of letters. */
export function matchingNames(names: readonly string[], typed: string): readonly string[] {
  const wanted = typed.trim().toLowerCase();
  const starts = names.filter((name) => name.toLowerCase().startsWith(wanted));
  const holds = names.filter((name) => name.toLowerCase().includes(wanted) && !starts.includes(name));
  return [...starts, ...holds];
}

/** The text with the name put in and closed, and where the caret goes. */
export function insertName(
  text: string,
  caret: number,
  open: OpenVariable,
  name: string,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(caret).replace(/^[^{}\n]*?\}\}/, '');
  const before = `${text.slice(0, open.start)}${name}}}`;
  return { text: before + rest, caret: before.length };
}
