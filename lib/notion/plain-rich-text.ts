import type { RichText } from '../markdown/block-types.ts';
import { cleanText, utf8Bytes } from '../markdown/clean-text.ts';
import { splitText } from '../markdown/split-text.ts';

/** https://developers.notion.com/reference/request-limits */
const MAX_TEXT = 2000;
export const MAX_CELL_RUNS = 100;
/** A request may be 500 KB; keys and other properties need room too. */
export const MAX_CELL_BYTES = 400_000;

/** Rich text for a cell, or undefined if the text does not fit into one. */
export type ConvertText = (text: string) => readonly RichText[] | undefined;

/** Text as it is, in runs that Notion takes. */
export const plainRichText: ConvertText = (text) => {
  const clean = cleanText(text).trim();
  const pieces = splitText(clean, MAX_TEXT);
  if (pieces.length > MAX_CELL_RUNS || utf8Bytes(clean) > MAX_CELL_BYTES) return undefined;
  return pieces.map((content) => ({ type: 'text', text: { content } }));
};
