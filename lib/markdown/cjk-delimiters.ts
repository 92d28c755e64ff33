import MarkdownIt from 'markdown-it';
import { lazy } from '../shared/lazy.ts';

const utils = lazy(() => new MarkdownIt().utils);

/** East Asian wide, full- and half-width characters but for emoji, and Hangul. */
// prettier-ignore
const CJK =
  /[\u1100-\u11FF\u20A9\u2329-\u232A\u2630-\u2637\u268A-\u268F\u2E80-\u303E\u3041-\u3247\u3250-\uA4C6\uA960-\uA97C\uAC00-\uD7FB\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6B\uFF01-\uFFEE\u{16FE0}-\u{1B2FB}\u{1D300}-\u{1D376}\u{1F1AE}\u{1F200}\u{1F202}-\u{1F219}\u{1F21B}-\u{1F22E}\u{1F230}-\u{1F231}\u{1F237}\u{1F23B}-\u{1F248}\u{1F260}-\u{1F265}\u{1F6D9}\u{1F7DA}\u{1FA8B}-\u{1FA8D}\u{1FACC}\u{1FADD}\u{1FAEB}\u{1FAF9}-\u{1FAFA}\u{20000}-\u{3FFFD}]/u;
const isCjk = (code: number): boolean => code >= 0x1100 && CJK.test(String.fromCodePoint(code));
const isPunctuation = (code: number): boolean => utils().isMdAsciiPunct(code) || utils().isPunctCharCode(code);
/** Chooses a form of an ideograph. */
const isIdeographSelector = (code: number): boolean => code >= 0xe0100 && code <= 0xe01ef;
const isSelector = (code: number): boolean => code >= 0xfe00 && code <= 0xfe0e;
const isCurlyQuote = (code: number): boolean =>
  code === 0x2018 || code === 0x2019 || code === 0x201c || code === 0x201d;

interface Delimiters {
  readonly can_open: boolean;
  readonly can_close: boolean;
  readonly length: number;
}

/**
 * Whether the run of `*`, `_` or `~` at `start` opens and closes. CommonMark closes `**…：**` only before a space or
 * punctuation, which Chinese, Japanese and Korean text does not have; models write it all the time. Beside a CJK character the
 * run may do both: https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md
 */
export function cjkFriendlyDelimiters(src: string, start: number, limit: number, canSplitWord: boolean): Delimiters {
  const marker = src.charCodeAt(start);
  let end = start + 1;
  while (end < limit && src.charCodeAt(end) === marker) end++;
  const length = end - start;
  const next = end < limit ? src.codePointAt(end)! : 0x20;
  const [last, before] = lastOf(src, start);
  if (utils().isWhiteSpace(last) || utils().isWhiteSpace(next)) {
    return { can_open: !utils().isWhiteSpace(next), can_close: !utils().isWhiteSpace(last), length };
  }
  const isBehindPunctuation = isPunctuation(last);
  const isBeforePunctuation = isPunctuation(next);
  if (!canSplitWord) return { can_open: isBehindPunctuation, can_close: isBeforePunctuation, length };
  const isBesideCjk = isCjk(next) || before;
  return {
    can_open: isBehindPunctuation || isBesideCjk || !isBeforePunctuation,
    can_close: isBeforePunctuation || isBesideCjk || !isBehindPunctuation,
    length,
  };
}

/** The character before a position, without what only selects its form; and whether it is CJK. */
function lastOf(src: string, position: number): readonly [code: number, isCjk: boolean] {
  const last = codePointBefore(src, position);
  if (!isSelector(last)) return [last, isCjk(last) || isIdeographSelector(last)];
  const main = codePointBefore(src, position - 1);
  // Behind a space there is no character whose form it could select.
  const code = /\p{Zs}/u.test(String.fromCodePoint(main)) ? last : main;
  return [code, isCjk(main) || (last === 0xfe01 && isCurlyQuote(main))];
}

function codePointBefore(src: string, position: number): number {
  if (position <= 0) return 0x20;
  const unit = src.charCodeAt(position - 1);
  return unit >= 0xdc00 && unit <= 0xdfff && position > 1 ? src.codePointAt(position - 2)! : unit;
}
