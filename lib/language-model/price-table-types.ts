/** Dollars per million tokens. */
export interface PriceRates {
  readonly input: number;
  /** For input that the engine had cached; absent: like other input. */
  readonly cached?: number;
  readonly output: number;
}

export interface PriceStep extends PriceRates {
  /** ISO date from which it holds; absent: from the beginning. */
  readonly from?: string;
  /** For the whole request once its input has more tokens than `above`. */
  readonly long?: PriceRates & { readonly above: number };
}

export interface ModelPrice {
  readonly id: string;
  /** In order of `from`. */
  readonly steps: readonly PriceStep[];
  /** When it was read, if not with the rest of the table. */
  readonly asOf?: string;
}
