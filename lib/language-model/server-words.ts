/**
 * What a server said about its refusal, fit to be shown and stored: one line, at most 300 characters, without keys and without
 * pieces of the request. It goes into `details.said` of an AppError, which surfaces show folded under their own sentence.
 */

const MOST_CHARACTERS = 300;
/** Error bodies can be whole web pages. */
const MOST_READ = 4_000;
/** A shorter match with the request is chance: “the model”, a model's name. */
const QUOTE_CHARACTERS = 16;

/** Keys of the services that Visen knows, whole or shortened with stars or dots, and what stands behind “Bearer”. */
const KEYS =
  /\b(?:sk|gsk|xai|ntn|pplx|hf|csk|nvapi|r8|secret|key)[-_][\w.*•…-]{4,}|\bAIza[\w.*•…-]{4,}|\bAQ\.[\w.*•…-]{4,}|\S*[*•]{3,}\S*|(?<=bearer\s)\S+/giu;

export interface Unsaid {
  /** Keys that were sent. A server may echo one, or its last characters. */
  readonly secrets: readonly string[];
  /** What was sent; a quotation of it is left out. */
  readonly request: string;
}

/** The words, or undefined when nothing is left to say. */
export function serverWords(text: string, { secrets, request }: Unsaid): string | undefined {
  let words = text
    .slice(0, MOST_READ)
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1>/giu, ' ')
    .replace(/<[a-z/!][^>]{0,200}>/giu, ' ');
  for (const secret of secrets) {
    if (secret.length >= 4) words = words.replaceAll(secret, '…');
  }
  words = words.replace(KEYS, '…');
  for (const secret of secrets) {
    if (secret.length >= 12) words = words.replaceAll(secret.slice(-4), '…');
  }
  const line = withoutQuotes(oneLine(words), oneLine(request));
  if (!/[\p{L}\p{N}]/u.test(line)) return undefined;
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1).toWellFormed()}…` : line;
}

const oneLine = (text: string): string =>
  text
    // Control characters and those that turn the direction of writing have no place in a sentence.
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();

/** Every run of characters that the request holds too becomes an ellipsis. */
function withoutQuotes(words: string, request: string): string {
  let kept = '';
  let index = 0;
  while (index < words.length) {
    let length = 0;
    if (request.includes(words.slice(index, index + QUOTE_CHARACTERS))) {
      length = Math.min(QUOTE_CHARACTERS, words.length - index);
      while (index + length < words.length && request.includes(words.slice(index, index + length + 1))) length += 1;
    }
    if (length < QUOTE_CHARACTERS) {
      kept += words.charAt(index);
      index += 1;
    } else {
      kept += '…';
      index += length;
    }
  }
  return kept;
}
