/** Which rows of a database are meant: by a choice, by ticks, and by conditions that all of them meet. */

export type RowSelection =
  | { readonly kind: 'ticked'; readonly rowIds: readonly string[] }
  | { readonly kind: 'all' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'view'; readonly viewId: string }
  /** Rows that Visen made with another prompt, or whose inputs changed since; a run names them, a connection does not. */
  | { readonly kind: 'outdated'; readonly rowIds: readonly string[] };

/** Which rows are ticked: each that differs from the others is named, so that thousands take no room. */
export interface RowTicks {
  /** Rows that are not named: as their own checkbox Generate says, all ticked, or none. */
  readonly others: 'column' | 'all' | 'none';
  readonly ticked: readonly string[];
  readonly unticked: readonly string[];
}

/** How a condition compares a property with its value; which ones fit a property is said by `comparisonsFor`. */
export const COMPARISONS = [
  'is',
  'is-not',
  'contains',
  'contains-not',
  'starts-with',
  'ends-with',
  'greater',
  'less',
  'at-least',
  'at-most',
  'before',
  'after',
  'on-or-before',
  'on-or-after',
  'past-week',
  'past-month',
  'past-year',
  'this-week',
  'next-week',
  'next-month',
  'next-year',
  'ticked',
  'unticked',
  'empty',
  'filled',
] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** “Only where Status is Draft”. */
export interface RowCondition {
  readonly propertyId: string;
  readonly comparison: Comparison;
  /** As a person types or chooses it: an option's name, a number, a date (`2026-12-01`, `today`), a text. Absent where none is needed. */
  readonly value?: string;
}
