import { lazy } from '../shared/lazy.ts';

/** Scripts that are written without spaces between words: pairs of their characters stand for words. Hangul has spaces, and endings. */
const DENSE = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const runs = lazy(() => new RegExp(String.raw`[${DENSE}][${DENSE}\p{M}]*|(?:(?![${DENSE}])[\p{L}\p{N}\p{M}])+`, 'gu'));
const isDense = lazy(() => new RegExp(String.raw`^[${DENSE}]`, 'u'));
/** Accents of alphabets that are often typed without them. Marks of other scripts spell other words. */
const accents = lazy(() => /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{Mn}+/gu);
/** Longer ones are keys or encoded data (characters). */
const LONGEST = 60;

/**
 * The words of a text for comparison, in order and with repeats: in one case, width and without accents; Chinese, Japanese, Korean,
 * Thai, Lao, Khmer and Burmese as pairs of characters. Unicode: https://www.unicode.org/reports/tr15/
 */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase().normalize('NFD').replace(accents(), '').normalize('NFC');
  const words: string[] = [];
  for (const [run] of plain.matchAll(runs())) {
    if (!isDense().test(run)) {
      if (run.length <= LONGEST) words.push(run);
      continue;
    }
    const characters = [...run];
    if (characters.length === 1) words.push(run);
    for (let at = 0; at + 1 < characters.length; at += 1) words.push(`${characters[at]}${characters[at + 1]}`);
  }
  return words;
}
