/**
 * Variables of a prompt: `{{Property}}`, `{{page}}`, `{{title}}`, `{{today}}`. Values are put in once and never looked through
 * for variables again.
 */

export const RESERVED_VARIABLES = ['page', 'title', 'today'] as const;
export type ReservedVariable = (typeof RESERVED_VARIABLES)[number];

const VARIABLE = /\{\{\s*([^{}\n]{1,200}?)\s*\}\}/gu;

/** The names in a prompt, each once, in order, as typed. */
export function variablesIn(prompt: string): string[] {
  return [...new Set([...prompt.matchAll(VARIABLE)].map((match) => match[1] ?? ''))];
}

/** Whether the prompt asks for this one, in any case of letters unless a property of the typed spelling exists. */
export function usesVariable(prompt: string, name: ReservedVariable, propertyNames: readonly string[] = []): boolean {
  return variablesIn(prompt).some((typed) => resolveVariable(typed, propertyNames) === `reserved:${name}`);
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
  const text = prompt.replace(VARIABLE, (whole: string, typed: string) => {
    const variable = resolveVariable(typed, source.propertyNames);
    const value = variable && source.valueOf(variable);
    if (variable === undefined || value === undefined) {
      unknown.add(typed);
      return whole;
    }
    used.add(variable);
    return value;
  });
  return { text, unknown: [...unknown], used: [...used] };
}
