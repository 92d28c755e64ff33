import { lazy } from '../shared/lazy.ts';

const graphemes = lazy(() => new Intl.Segmenter(undefined, { granularity: 'grapheme' }));

/** Units looked at beyond the limit, so that the grapheme lying across it is seen. */
const BEYOND = 64;

/**
 * Cuts a text into pieces of at most `limit` UTF-16 units, on grapheme borders. A grapheme that is longer than the limit
 * is cut between code points. Joined, the pieces are the text; the empty text has no pieces.
 */
export function splitText(text: string, limit: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (text.length - start > limit) {
    const end = lastBorder(text, start, limit);
    pieces.push(text.slice(start, end));
    start = end;
  }
  if (start < text.length) pieces.push(text.slice(start));
  return pieces;
}

function lastBorder(text: string, start: number, limit: number): number {
  // Only a window is segmented: on the whole text each cut would cost its length.
  const window = text.slice(start, start + limit + BEYOND);
  const across = graphemes().segment(window).containing(limit)?.index ?? limit;
  if (across > 0) return start + across;
  const unit = text.charCodeAt(start + limit);
  const insidePair = unit >= 0xdc00 && unit <= 0xdfff;
  return start + (insidePair && limit > 1 ? limit - 1 : limit);
}
