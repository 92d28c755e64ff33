import { jsonrepair } from 'jsonrepair';

/** Places in an answer where an object may begin, before it is given up. */
const MOST_TRIES = 20;
/** What an object begins with: a name in quotes of any kind, a bare name, or its end. Else a brace belongs to a sentence. */
const OBJECT_START = /\{(?=\s*(?:\/[/*]|["'“‘`]|[\p{L}_$][\p{L}\p{N}_$-]*\s*:|\}))/gu;

/**
 * The JSON object of a model's answer, as models really write it: with fences, sentences or thoughts around it, line breaks inside
 * strings, single quotes, comments, commas too many, or a bracket too few at the end. Undefined when there is none, and when it
 * breaks off inside a text: half a text is no answer. Nothing is ever evaluated.
 */
export function parseTolerantJson(answer: string): Readonly<Record<string, unknown>> | undefined {
  return parseJson(answer) ?? firstObject(withoutThoughts(answer));
}

function firstObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const starts = [...text.matchAll(OBJECT_START)].slice(0, MOST_TRIES);
  for (const { index } of starts) {
    const source = sourceFrom(text, index);
    // What follows lies inside that string.
    if (source === undefined) return undefined;
    const found = parseJson(source) ?? repaired(source);
    if (found) return found;
  }
  return undefined;
}

function parseJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined; // not JSON: it is repaired, or the caller asks for another answer
  }
}

function repaired(source: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const found = parseJson(jsonrepair(source));
    return found && Object.keys(found).length > 0 ? found : undefined;
  } catch {
    return undefined; // beyond repair: the caller asks for another answer
  }
}

/**
 * From a brace to the one that closes it, or to the end where none does, with every string as JSON spells it. Undefined where the text
 * ends inside a string, or before a value.
 */
function sourceFrom(text: string, start: number): string | undefined {
  let source = '';
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (opensString(text, at)) {
      const end = endOfString(text, at + 1, CLOSING[character] ?? character);
      if (end === undefined) return undefined;
      source += spellString(text.slice(at + 1, end));
      at = end;
      continue;
    }
    const end = endOfComment(text, at);
    if (end !== undefined) {
      at = end;
      continue;
    }
    source += character;
    if (character === '{' || character === '[') depth += 1;
    else if ((character === '}' || character === ']') && (depth -= 1) === 0) return source;
  }
  // A fence behind it is no part of an object that was not closed.
  const cut = source.replace(/\n\s*(?:`{3,}|~{3,})[\s\S]*$/, '').trimEnd();
  return cut.endsWith(':') ? undefined : cut;
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
  if (closing) return answer.slice(closing.index + closing[0].length).trim();
  return /^\s*<(?:think|thinking|thought|reasoning)>/iu.test(answer) ? '' : answer.trim();
}
