/** Checks that a person set for an output: what fails one is not written and waits for a person. Pure. */
import type { OutputChecks } from '../../run-request/generation-options.ts';

/** Why an answer is not written. */
export interface CheckProblem {
  /** `unique`: another row has it. `person`: nobody, or more than one, is called so. */
  readonly check: 'shortest' | 'longest' | 'match' | 'contains' | 'unique' | 'refusal' | 'person';
  /** Characters that the check allows, and how many the answer has. */
  readonly limit?: number;
  readonly length?: number;
  /** The pattern that it does not match, the words that it holds, or the name. */
  readonly text?: string;
}

/** So much of an answer is looked through by a pattern: one that backtracks for ever would hold up all rows (characters). */
const SEARCHED = 20_000;

/** What is wrong with an answer by its output's checks, in their order; uniqueness is no matter of one answer. An empty answer is none. */
export function checkAnswer(text: string, checks: OutputChecks): readonly CheckProblem[] {
  if (text.trim() === '') return [];
  const found: CheckProblem[] = [];
  const { shortest, longest, mustMatch = '', mustNotContain = '' } = checks;
  if (shortest !== undefined || longest !== undefined) {
    const length = countCharacters(text);
    if (shortest !== undefined && length < shortest) found.push({ check: 'shortest', limit: shortest, length });
    if (longest !== undefined && length > longest) found.push({ check: 'longest', limit: longest, length });
  }
  if (mustMatch !== '' && !compilePattern(mustMatch)?.test(text.slice(0, SEARCHED)))
    found.push({ check: 'match', text: mustMatch });
  const word = wordsOf(mustNotContain).find((one) => plain(text).includes(plain(one)));
  if (word !== undefined) found.push({ check: 'contains', text: word });
  if (checks.noRefusals && isRefusal(text)) found.push({ check: 'refusal' });
  return found;
}

/** What a person counts as one: a letter with its accents, an emoji of several parts. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) count += 1;
  return count;
}

/** A regular expression, in the sense that takes every script; undefined for a text that is none. */
export function compilePattern(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // Not with this flag: `\-` is fine without `u`.
    }
  }
  return undefined;
}

/** One word or phrase a line. */
function wordsOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

/** What two rows share when they hold the same: no case of letters, no spaces that nobody sees. */
export function sameKey(text: string): string {
  return plain(text).replace(/\s+/gu, ' ').trim();
}

/** Only where an answer begins so: a text may well speak of somebody who is sorry. */
const REFUSES_AT_START: readonly RegExp[] = [
  /^\W*(?:i['’]?m|i am) (?:sorry|unable|not able|afraid)\b/iu,
  /^\W*(?:sorry|apologies|unfortunately)\b.{0,60}\b(?:can['’]?t|cannot|can not|unable|not able|won['’]?t)\b/isu,
  /^\W*i (?:can['’]?t|cannot|can not|won['’]?t|will not) (?:help|assist|provide|create|write|generate|answer|do|comply|fulfil|complete|access|browse|determine)\b/iu,
  /^\W*(?:es )?tut mir leid\b|^\W*(?:leider )?kann ich (?:dir |ihnen |dabei |das |diese[nrs]? )?(?:leider )?.{0,40}\bnicht\b/iu,
  /^\W*(?:je suis désolée?|désolée?,)|^\W*lo siento\b|^\W*(?:desculpe|sinto muito|lamento)\b|^\W*mi dispiace\b/iu,
  /^\W*(?:申し訳(?:ありません|ございません)|죄송(?:합니다|하지만)|(?:很)?抱歉|对不起|عذر(?:ا|\u064b)+|آسف)/u,
];
const REFUSES_ANYWHERE =
  /\bas an? (?:ai|artificial intelligence|(?:large )?language model)\b|\bals (?:eine? )?(?:ki|künstliche intelligenz|sprachmodell)\b|\ben tant qu['’](?:ia|intelligence artificielle|assistant ia)|\ben tant que mod[èe]le de langage|\bcomo (?:una? )?(?:ia|inteligencia artificial|inteligência artificial|modelo de l(?:enguaje|inguagem))\b|\bin quanto (?:ia|intelligenza artificiale|modello linguistico)\b|AIとして|言語モデルとして|AI로서|언어 모델로서|作为(?:一个)?(?:AI|人工智能|语言模型)|بصفتي (?:نموذج|ذكاء)/iu;

/** “As an AI …”, “I’m sorry, but I can’t help with that”. */
function isRefusal(text: string): boolean {
  return REFUSES_ANYWHERE.test(text) || REFUSES_AT_START.some((start) => start.test(text));
}
