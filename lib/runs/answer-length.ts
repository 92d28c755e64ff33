/** How long an answer will be, before any was given: what the prompt asks for, else what is usual for its kind. In tokens. */
import type { Effort } from '../language-model/model-abilities.ts';

export type OutputKind = 'text' | 'typed' | 'body';

const USUAL: Readonly<Record<OutputKind, number>> = { text: 60, typed: 20, body: 500 };
/** Of JSON around each typed value. */
const TYPED_FRAME = 8;
const TOKENS_PER_WORD = 1.4;
const TOKENS_PER = { sentence: 25, paragraph: 110, bullet: 20, character: 0.25 } as const;
/** Thoughts are paid for like an answer. https://platform.openai.com/docs/guides/reasoning */
const THOUGHTS: Readonly<Record<Effort, number>> = { none: 0, low: 150, medium: 600, high: 2_000 };

const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  ten: 10,
  ein: 1,
  eine: 1,
  einem: 1,
  einen: 1,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  zehn: 10,
};
const ASKED =
  /(\d{1,5}|\p{L}+)[\s-]+(?:(?:short|clear|simple|complete|kurze[nrs]?|klare[nrs]?)\s+)?(words?|wörter[n]?|worten|sentences?|sätze[n]?|satz|paragraphs?|absätze[n]?|absatz|bullets?|bullet points?|stichpunkte[n]?|characters?|zeichen)\b/giu;

/**
 * @param fields how many properties are filled at once
 */
export function guessAnswerTokens(prompt: string, kind: OutputKind, fields: number, effort?: Effort): number {
  const thoughts = effort === undefined ? 0 : THOUGHTS[effort];
  if (kind === 'typed') return fields * (USUAL.typed + TYPED_FRAME) + thoughts;
  return Math.round((askedTokens(prompt) ?? USUAL[kind]) + thoughts);
}

/** Whether the prompt itself says how long an answer is to be. */
export function tellsLength(prompt: string): boolean {
  return askedTokens(prompt) !== undefined;
}

function askedTokens(prompt: string): number | undefined {
  const asked = [...prompt.matchAll(ASKED)].flatMap(([, number = '', unit = '']) => {
    const count = /^\d+$/u.test(number) ? Number(number) : NUMBERS[number.toLowerCase()];
    return count === undefined ? [] : [count * tokensPer(unit.toLowerCase())];
  });
  return asked.length > 0 ? Math.max(...asked) : undefined;
}

function tokensPer(unit: string): number {
  if (/^(?:word|wört|wort)/u.test(unit)) return TOKENS_PER_WORD;
  if (/^(?:sentence|sätz|satz)/u.test(unit)) return TOKENS_PER.sentence;
  if (/^(?:paragraph|abs)/u.test(unit)) return TOKENS_PER.paragraph;
  if (/^(?:character|zeichen)/u.test(unit)) return TOKENS_PER.character;
  return TOKENS_PER.bullet;
}
