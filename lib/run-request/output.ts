import type { Where } from './target.ts';

/** What a run of rows writes. Property ids, not names: a rename in mid-run is harmless. */
export type Output =
  | { readonly kind: 'property'; readonly propertyId: string }
  | { readonly kind: 'properties'; readonly propertyIds: readonly string[] }
  | { readonly kind: 'body'; readonly where: Where };

/** The properties an output writes; none for page bodies. */
export function propertyIdsOf(output: Output | undefined): readonly string[] {
  if (output?.kind === 'property') return [output.propertyId];
  return output?.kind === 'properties' ? output.propertyIds : [];
}

/** Whether both write the same, in any order. */
export function sameOutput(a: Output | undefined, b: Output | undefined): boolean {
  const keys = (output: Output | undefined) => propertyIdsOf(output).toSorted().join('\n');
  return a?.kind === b?.kind && keys(a) === keys(b);
}
