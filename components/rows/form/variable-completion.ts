/** What `{{` offers while a prompt is typed. */
import { endOfVariable } from '../../../lib/prompt/variables.ts';

export interface OpenVariable {
  /** Where the name begins, after the braces. */
  readonly start: number;
  readonly typed: string;
}

const LONGEST = 100;

/** The variable that is being typed right before the caret; undefined elsewhere. Braces are part of it where a name has them. */
export function findOpenVariable(text: string, caret: number, names: readonly string[] = []): OpenVariable | undefined {
  if (caret < 2) return undefined;
  for (let open = text.lastIndexOf('{{', caret - 2); open >= 0; open = text.lastIndexOf('{{', open - 1)) {
    const typed = text.slice(open + 2, caret).replace(/^[^\S\n]+/, '');
    if (typed.length > LONGEST) return undefined;
    const isName = () => names.some((name) => name.toLowerCase().startsWith(typed.toLowerCase()));
    if (!/[{}\n]/.test(typed) || isName()) return { start: open + 2, typed };
    if (open === 0) return undefined;
  }
  return undefined;
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
  names: readonly string[] = [],
): { readonly text: string; readonly caret: number } {
  const end = endOfVariable(text, open.start - 2, names);
  const rest = text.slice(end === undefined || end < caret ? caret : end);
  const before = `${text.slice(0, open.start)}${name}}}`;
  return { text: before + rest, caret: before.length };
}
