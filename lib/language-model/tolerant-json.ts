import { jsonrepair } from 'jsonrepair';

/** Places in an answer where an object may begin, before it is given up. */
const MOST_TRIES = 20;
/** What an object begins with: a name in quotes of any kind, a bare name, or its end. Else a brace belongs to a sentence. */
const OBJECT_START = /\{(?=\s*(?:\/[/*]|["'“‘`]|[\p{L}_$][\p{L}\p{N}_$-]*\s*:|\}))/gu;

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The JSON object of a model's answer, as models really write it: with fences, sentences or thoughts around it, line breaks inside
 * strings, single quotes, comments, commas too many, or a bracket too few at the end. Undefined when there is none, and when the
 * answer may have been cut: an object that is never closed counts only if its last value cannot go on (14 may be the start of 145,
 * and an open list may lack items) and `isComplete` says that it has all that was asked for. Nothing is ever evaluated.
 */
export function parseTolerantJson(
  answer: string,
  isComplete: (object: JsonObject) => boolean = () => true,
): JsonObject | undefined {
  return parseJsonObject(answer) ?? firstObject(withoutThoughts(answer), isComplete);
}

function firstObject(text: string, isComplete: (object: JsonObject) => boolean): JsonObject | undefined {
  const starts = [...text.matchAll(OBJECT_START)].slice(0, MOST_TRIES);
  for (const { index } of starts) {
    const source = sourceFrom(text, index);
    // What follows lies inside that string.
    if (source === undefined) return undefined;
    const found = parseJsonObject(source.json) ?? repaired(source.json);
    // What follows an object that was never closed lies inside it.
    if (found) return source.mayBeCut || (source.isOpen && !isComplete(found)) ? undefined : found;
  }
  return undefined;
}

/** The object that a text is as JSON, and nothing else. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined; // not JSON: it is repaired, or the caller asks for another answer
  }
}

function repaired(source: string): JsonObject | undefined {
  try {
    const found = parseJsonObject(jsonrepair(source));
    return found && Object.keys(found).length > 0 ? found : undefined;
  } catch {
    return undefined; // beyond repair: the caller asks for another answer
  }
}

interface ObjectSource {
  readonly json: string;
  /** No brace closes it. */
  readonly isOpen: boolean;
  /** Its last value may go on behind the end. */
  readonly mayBeCut: boolean;
}

/**
 * From a brace to the one that closes it, or to the end where none does, with every string as JSON spells it. Undefined where the text
 * ends inside a string, or before a value.
 */
function sourceFrom(text: string, start: number): ObjectSource | undefined {
  let json = '';
  const open: string[] = [];
  /** The last character that is no white space. */
  let last = '';
  let isValue = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (opensString(text, at)) {
      const quote = CLOSING[character] ?? character;
      const end = endOfString(text, at + 1, quote);
      if (end === undefined) return undefined;
      const inner = text.slice(at + 1, end);
      json += spellString(inner);
      isValue = (last === ':' || open.at(-1) === '[') && !holdsQuote(inner, quote);
      last = '"';
      at = end;
      continue;
    }
    const end = endOfComment(text, at);
    if (end !== undefined) {
      at = end;
      continue;
    }
    json += character;
    if (character.trim() !== '') last = character;
    if (character === '{' || character === '[') open.push(character);
    else if (character === '}' || character === ']') open.pop();
    if (open.length === 0) return { json, isOpen: false, mayBeCut: false };
  }
  return openSource(json, open.includes('['), isValue);
}

/** Such a text may have ended at another of its quotation marks. */
const holdsQuote = (inner: string, quote: string): boolean => inner.replace(/\\[\s\S]/g, '').includes(quote);

/** `isValue`: a string at the end is a value and whole. What has white space behind it, or a fence, does not go on. */
function openSource(json: string, isInList: boolean, isValue: boolean): ObjectSource | undefined {
  const unfenced = json.replace(/\n\s*(?:`{3,}|~{3,})[\s\S]*$/, '\n');
  const kept = unfenced.trimEnd();
  if (kept.endsWith(':') || (kept.endsWith('"') && !isValue)) return undefined;
  const isFenced = unfenced.length < json.length;
  const isEnded = kept.length < unfenced.length || /(?:["}\],]|:\s*(?:true|false|null))$/i.test(kept);
  return { json: kept, isOpen: true, mayBeCut: !isFenced && (isInList || !isEnded) };
}

function endOfString(text: string, from: number, quote: string): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote && endsString(text, at)) return at;
  }
  return undefined;
}

/** Line breaks and quotation marks inside a string get their backslash; what has one keeps it, where JSON knows it. */
function spellString(inner: string): string {
  const spelled = inner.replace(/\\(u[\da-f]{4}|["\\/bfnrt])|\\?([\s\S])/giu, (_, escape?: string, other?: string) =>
    escape === undefined ? JSON.stringify(other).slice(1, -1) : `\\${escape}`,
  );
  return `"${spelled}"`;
}

/** The last character of a comment that begins here. */
function endOfComment(text: string, at: number): number | undefined {
  if (text.startsWith('//', at)) {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end - 1;
  }
  if (!text.startsWith('/*', at)) return undefined;
  const end = text.indexOf('*/', at + 2);
  return end < 0 ? text.length : end + 1;
}

const CLOSING: Readonly<Record<string, string>> = { '“': '”', '‘': '’' };

function opensString(text: string, at: number): boolean {
  return /["'“‘]/.test(text.charAt(at)) && /[{[,:]\s*$|\*\/\s*$|\n\s*$/.test(text.slice(Math.max(0, at - 40), at));
}

/** A quotation mark inside a text is followed by more of it. */
function endsString(text: string, at: number): boolean {
  return /^\s*(?:[,:}\]]|\/[/*]|["'“‘]|$)/.test(text.slice(at + 1, at + 60));
}

/**
 * What follows the last thoughts: a model drafts in them, and some servers let only their closing tag through. An answer without such a
 * tag is given back as it is; of thoughts that never end nothing is left.
 */
function withoutThoughts(answer: string): string {
  const closing = [...answer.matchAll(/<\/(?:think|thinking|thought|reasoning)>/giu)].at(-1);
  if (closing) return answer.slice(closing.index + closing[0].length);
  return /^\s*<(?:think|thinking|thought|reasoning)>/iu.test(answer) ? '' : answer;
}
