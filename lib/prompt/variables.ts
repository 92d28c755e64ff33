/**
 * Variables of a prompt: `{{Property}}`, `{{Relation.Property}}`, `{{page}}`, `{{title}}`, `{{today}}`. Values are put in once and
 * never looked through for variables again. A property can be called anything, also `Price {EUR}`: where the names are known, what
 * stands between the braces is read by them first.
 */

export const RESERVED_VARIABLES = ['page', 'title', 'today'] as const;
export type ReservedVariable = (typeof RESERVED_VARIABLES)[number];

/** Of a name that nobody knows (characters). */
const LONGEST = 200;

interface Found {
  /** The name as typed, without white space around it. */
  readonly typed: string;
  readonly start: number;
  /** Behind the closing braces. */
  readonly end: number;
}

/** The names in a prompt, each once, in order, as typed. */
export function variablesIn(prompt: string, propertyNames: readonly string[] = []): string[] {
  return [...new Set([...findVariables(prompt, propertyNames)].map(({ typed }) => typed))];
}

/** Where the variables of a prompt stand, in order, from their opening braces to behind their closing ones. */
export function placesOfVariables(
  prompt: string,
  propertyNames: readonly string[] = [],
): readonly { readonly start: number; readonly end: number }[] {
  return [...findVariables(prompt, propertyNames)].map(({ start, end }) => ({ start, end }));
}

/** Where the variable that begins at `start` ends, behind its closing braces; undefined if none does. */
export function endOfVariable(prompt: string, start: number, propertyNames: readonly string[]): number | undefined {
  return (knownAt(prompt, start, longestFirst(propertyNames)) ?? balancedAt(prompt, start))?.end;
}

const longestFirst = (names: readonly string[]): string[] =>
  names.map((name) => name.trim()).sort((a, b) => b.length - a.length);

function* findVariables(prompt: string, propertyNames: readonly string[]): Generator<Found> {
  const names = longestFirst(propertyNames);
  for (let start = prompt.indexOf('{{'); start >= 0;) {
    const found = knownAt(prompt, start, names) ?? balancedAt(prompt, start);
    if (found && found.typed !== '') yield found;
    start = prompt.indexOf('{{', found ? found.end : start + 1);
  }
}

/** A variable with one of these names: the longest wins, and the spelling before another case of letters. */
function knownAt(prompt: string, start: number, names: readonly string[]): Found | undefined {
  const from = skipSpace(prompt, start + 2);
  let loose: Found | undefined;
  for (const name of names) {
    if (name === '' || (loose && name.length < loose.typed.length)) continue;
    const typed = prompt.slice(from, from + name.length);
    if (typed !== name && (loose || typed.toLowerCase() !== name.toLowerCase())) continue;
    const close = skipSpace(prompt, from + name.length);
    if (!prompt.startsWith('}}', close)) continue;
    const found = { typed, start, end: close + 2 };
    if (typed === name) return found;
    loose = found;
  }
  return loose;
}

/** A name on one line whose own braces come in pairs. */
function balancedAt(prompt: string, start: number): Found | undefined {
  let depth = 0;
  const last = Math.min(prompt.length, start + 2 + LONGEST + 2);
  for (let at = start + 2; at < last; at += 1) {
    const character = prompt[at];
    if (character === '\n') return undefined;
    if (character === '{') depth += 1;
    else if (character === '}' && depth > 0) depth -= 1;
    else if (character === '}') {
      return prompt[at + 1] === '}' ? { typed: prompt.slice(start + 2, at).trim(), start, end: at + 2 } : undefined;
    }
  }
  return undefined;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/u.test(text.charAt(at))) at += 1;
  return at;
}

/** Whether the prompt asks for this one, in any case of letters unless a property of the typed spelling exists. */
export function usesVariable(prompt: string, name: ReservedVariable, propertyNames: readonly string[] = []): boolean {
  return variablesIn(prompt, propertyNames).some(
    (typed) => resolveVariable(typed, propertyNames) === `reserved:${name}`,
  );
}

export type ResolvedVariable = `reserved:${ReservedVariable}` | `property:${string}` | undefined;

/**
 * What a typed name means: a reserved word as it is spelled, a property as it is spelled, then both in any case of letters.
 * Undefined for a name nobody knows.
 */
export function resolveVariable(typed: string, propertyNames: readonly string[]): ResolvedVariable {
  const lower = typed.toLowerCase();
  const exact = RESERVED_VARIABLES.find((word) => word === typed);
  if (exact) return `reserved:${exact}`;
  const property =
    propertyNames.find((name) => name.trim() === typed) ??
    propertyNames.find((name) => name.trim().toLowerCase() === lower);
  if (property !== undefined) return `property:${property}`;
  const loose = RESERVED_VARIABLES.find((word) => word === lower);
  return loose && `reserved:${loose}`;
}

/**
 * `Relation.Property` as its two names; undefined where it does not begin with a relation. `relations`: names of relations. The longest
 * one wins, since a name may hold a dot itself.
 */
export function splitPath(
  typed: string,
  relations: readonly string[],
): { readonly relation: string; readonly field: string } | undefined {
  const lower = typed.toLowerCase();
  const relation = relations
    .filter((name) => name.trim() !== '' && lower.startsWith(`${name.trim().toLowerCase()}.`))
    .sort((a, b) => b.length - a.length)[0];
  const field = relation === undefined ? '' : typed.slice(relation.trim().length + 1).trim();
  return relation === undefined || field === '' ? undefined : { relation, field };
}

export interface VariableSource {
  readonly propertyNames: readonly string[];
  /** Text for a resolved variable, ready to be put in; undefined where there is none (the page was not read). */
  readonly valueOf: (variable: NonNullable<ResolvedVariable>) => string | undefined;
}

export interface RenderedPrompt {
  readonly text: string;
  /** Names that mean nothing here; they stay in the text as typed. */
  readonly unknown: readonly string[];
  readonly used: readonly NonNullable<ResolvedVariable>[];
}

export function renderVariables(prompt: string, source: VariableSource): RenderedPrompt {
  const unknown = new Set<string>();
  const used = new Set<NonNullable<ResolvedVariable>>();
  let text = '';
  let from = 0;
  for (const { typed, start, end } of findVariables(prompt, source.propertyNames)) {
    const variable = resolveVariable(typed, source.propertyNames);
    const value = variable && source.valueOf(variable);
    if (variable === undefined || value === undefined) {
      unknown.add(typed);
      continue;
    }
    used.add(variable);
    text += prompt.slice(from, start) + value;
    from = end;
  }
  return { text: text + prompt.slice(from), unknown: [...unknown], used: [...used] };
}
