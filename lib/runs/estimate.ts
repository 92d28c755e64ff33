/** What a click on Generate will take, as surfaces ask for it and show it. */

/** A row that stands for an equal part of all: with the values that the prompt names, by property name. */
export interface EstimateRow {
  readonly id: string;
  readonly topic: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface Estimate {
  readonly rows: number;
  readonly prompts: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Nothing tells yet how long the answers will be: neither the prompt nor an earlier run. */
  readonly isLengthGuessed?: boolean;
  /** Web searches; absent: none. */
  readonly searches?: number;
  /** Dollars of `cost` that are paid by the search; known also where the price of the model is not. */
  readonly searchCost?: number;
  readonly cost?: number;
  /** Dollars slower and at the normal price, where there is that choice. */
  readonly slower?: { readonly half: number; readonly full: number };
  readonly minutes: number;
  readonly pricesAsOf: string;
  /** Prompts left of the plan; absent: unlimited. */
  readonly promptsLeft?: number;
  /** Dollars left of this month's spending cap; absent: there is none. */
  readonly capLeft?: number;
}
