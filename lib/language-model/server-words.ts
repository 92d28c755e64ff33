/**
 * What a server said about its refusal, fit to be shown and stored: one line, at most 300 characters, without keys and without
 * pieces of the request. It goes into `details.said` of an AppError, which surfaces show folded under their own sentence.
 */
import { hideSecrets } from './hide-secrets.ts';

const MOST_CHARACTERS = 300;
/** Error bodies can be whole web pages. */
const MOST_READ = 4_000;
/** A shorter match with the request is chance: “the model”, a model's name. */
const QUOTE_CHARACTERS = 16;
/** So much of the request is an echo, and no sentence of the server's that the request happens to hold, too. */
const ECHO_CHARACTERS = 40;

export interface Unsaid {
  /** Keys that were sent. A server may echo one, or its last characters. */
  readonly secrets: readonly string[];
  /** What was sent; a quotation of it is left out. */
  readonly request: string;
}

/** The words, or undefined when nothing is left to say. */
export function serverWords(text: string, { secrets, request }: Unsaid): string | undefined {
  const words = text
    .slice(0, MOST_READ)
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1>/giu, ' ')
    .replace(/<[a-z/!][^>]{0,200}>/giu, ' ');
  const line = withoutQuotes(oneLine(hideSecrets(words, secrets)), oneLine(request), QUOTE_CHARACTERS);
  if (!/[\p{L}\p{N}]/u.test(line)) return undefined;
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1).toWellFormed()}…` : line;
}

/**
 * What a server said, without long pieces of the request that it repeats: “insufficient balance” in a person's own text tells nothing
 * about their account. By this it is judged what a refusal means.
 */
export function withoutEcho(text: string, request: string): string {
  return withoutQuotes(text.slice(0, MOST_READ), request, ECHO_CHARACTERS) + text.slice(MOST_READ);
}

const oneLine = (text: string): string =>
  text
    // Control characters and those that turn the direction of writing have no place in a sentence.
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();

/** Every run of so many characters that the request holds too becomes an ellipsis. */
function withoutQuotes(words: string, request: string, least: number): string {
  let kept = '';
  let index = 0;
  while (index < words.length) {
    let length = 0;
    if (request.includes(words.slice(index, index + least))) {
      length = Math.min(least, words.length - index);
      while (index + length < words.length && request.includes(words.slice(index, index + length + 1))) length += 1;
    }
    if (length < least) {
      kept += words.charAt(index);
      index += 1;
    } else {
      kept += '…';
      index += length;
    }
  }
  return kept;
}
