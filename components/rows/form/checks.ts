/** The checks of a form: for which outputs, and whether they can work. Pure. */
import type { GenerationOptions, OutputChecks } from '../../../lib/run-request/generation-options.ts';
import { type Output, propertyIdsOf } from '../../../lib/run-request/output.ts';
import { compilePattern } from '../../../lib/generation/rows/check-answer.ts';
import type { PropertyView } from '../../../lib/notion/views.ts';
import { BODY_OUTPUT } from '../../../lib/notion/outdated.ts';

/** An output that can have checks. */
export interface CheckedOutput {
  /** A property's, or `BODY_OUTPUT`. */
  readonly id: string;
  /** Empty for the page body. */
  readonly name: string;
  /** What a model writes in words: its length and its tone tell something. */
  readonly isText: boolean;
}

const TEXTS: ReadonlySet<string> = new Set(['title', 'rich_text', 'url', 'email', 'phone_number']);

export function checkedOutputs(
  output: Output | undefined,
  properties: readonly PropertyView[],
): readonly CheckedOutput[] {
  if (output?.kind === 'body') return [{ id: BODY_OUTPUT, name: '', isText: true }];
  const ids = propertyIdsOf(output);
  return properties
    .filter(({ id }) => ids.includes(id))
    .map(({ id, name, type }) => ({ id, name, isText: TEXTS.has(type) }));
}

/** How many checks are set for these outputs. */
export function countChecks({ checks = {} }: GenerationOptions, outputs: readonly CheckedOutput[]): number {
  return outputs.reduce((sum, { id }) => sum + Object.keys(checks[id] ?? {}).length, 0);
}

/** The options with checks of one output changed; `undefined` takes one away. */
export function changeChecks(
  options: GenerationOptions,
  id: string,
  change: { readonly [N in keyof OutputChecks]?: OutputChecks[N] | undefined },
): GenerationOptions {
  const { checks: before = {}, ...rest } = options;
  const { [id]: own = {}, ...others } = before;
  const set = Object.entries({ ...own, ...change }).filter(([, value]) => value !== undefined);
  const checks = set.length === 0 ? others : { ...others, [id]: Object.fromEntries(set) };
  return Object.keys(checks).length === 0 ? rest : { ...rest, checks };
}

export function patternProblem({ mustMatch = '' }: OutputChecks): boolean {
  return mustMatch !== '' && compilePattern(mustMatch) === undefined;
}

export function lengthsProblem({ shortest = 0, longest = Infinity }: OutputChecks): boolean {
  return longest < shortest;
}

/** Which check of these outputs no answer could pass; undefined: none. */
export function checksProblem(
  { checks = {}, output }: GenerationOptions,
  properties: readonly PropertyView[],
): 'mustMatch' | 'lengths' | undefined {
  const own = checkedOutputs(output, properties).flatMap(({ id }) => checks[id] ?? []);
  if (own.some(patternProblem)) return 'mustMatch';
  return own.some(lengthsProblem) ? 'lengths' : undefined;
}
