import type { Where } from './target.ts';

/** What a run of rows writes. Property ids, not names: a rename in mid-run is harmless. */
export type Output =
  | { readonly kind: 'property'; readonly propertyId: string }
  | { readonly kind: 'properties'; readonly propertyIds: readonly string[] }
  | { readonly kind: 'body'; readonly where: Where };
