/** Numbers from a file or an older store that may be anything: what cannot be true is taken as not known, so no screen breaks. */
import * as v from 'valibot';

/** The last moment that a Date can hold: https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_MOMENT_MS = 8.64e15;
const MOST = 1e15;

/** Epoch ms; 0 (not known) where it is no moment. */
export const momentSchema = v.pipe(
  v.number(),
  v.transform((at) => (at >= 0 && at <= LAST_MOMENT_MS ? at : 0)),
);

/** A count or a sum of money, at least 0 and at most 10¹⁵. */
export const amountSchema = v.pipe(
  v.number(),
  v.transform((amount) => (amount >= 0 ? Math.min(amount, MOST) : 0)),
);
