export interface CutContent {
  readonly text: string;
  readonly isCut: boolean;
  /** Characters of the whole. */
  readonly total: number;
}

/**
 * The cut rule for context: the beginning is kept, up to `limit` characters, and ends at a line's end if there is one in the
 * last fifth, else between two characters. The model is told how much it sees.
 */
export function cutContent(whole: string, limit: number): CutContent {
  const total = whole.length;
  if (total <= limit) return { text: whole, isCut: false, total };
  const head = whole.slice(0, Math.max(0, limit));
  const lineEnd = head.lastIndexOf('\n');
  const text = lineEnd >= limit * 0.8 ? head.slice(0, lineEnd) : head.replace(/[\uD800-\uDBFF]$/u, '');
  return { text, isCut: true, total };
}

export const cutNote = ({ isCut, text, total }: CutContent): string =>
  isCut ? `(Only the first ${text.length} of ${total} characters are given.)` : '';
