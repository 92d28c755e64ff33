/** What comes from a message, a file or an older store, within bounds. Numbers that cannot be true are taken as not known, so no screen breaks. */
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

/** Ids of ours and of Notion. */
export const idSchema = v.pipe(v.string(), v.regex(/^[\w:.%~[\]-]{1,200}$/));

/** Notion's property ids are short and may hold any character (`%3AUPp`, `a}b\`). */
export const propertyIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** A name, a label, one line. */
export const shortTextSchema = v.pipe(v.string(), v.maxLength(2_000));
/** A title, or what a person types into a cell. */
export const cellTextSchema = v.pipe(v.string(), v.maxLength(20_000));
/** A prompt, an answer, a page's text. */
export const longTextSchema = v.pipe(v.string(), v.maxLength(200_000));
export const urlSchema = v.pipe(v.string(), v.maxLength(8_000));

/** Characters of a file that are read; 20,000 connections fit several times. */
export const MAX_FILE_CHARACTERS = 20_000_000;
export const fileSchema = v.pipe(v.string(), v.maxLength(MAX_FILE_CHARACTERS));

/** A request without members. */
export const nothingSchema = v.object({});
