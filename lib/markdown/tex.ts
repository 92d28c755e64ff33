/** What is a formula, and what only looks like one: prices, file names, brackets that a model escaped. */

/** A formula with more lines is none, which bounds the search for its end. */
export const MAX_MATH_LINES = 50;

export type MathCloser = '$$' | '\\]';

/** Text that begins display math: `$$` or `\[`, alone, with its first line, or whole. */
export function mathOf(text: string): { readonly closer: MathCloser; readonly whole: boolean } | undefined {
  const closer = text.startsWith('$$') ? '$$' : text.startsWith('\\[') ? '\\]' : undefined;
  if (closer === undefined || text.startsWith('$$$')) return undefined;
  const rest = text.slice(2).trim();
  const end = rest.indexOf(closer);
  if (end < 0) return isWords(rest) ? undefined : { closer, whole: false };
  if (end === 0 || !/^[.,;]?$/.test(rest.slice(end + 2))) return undefined;
  const content = text.slice(2, text.indexOf(closer, 2));
  const isFormula = closer === '$$' ? !isWords(content) : isBracketFormula(content);
  return isFormula ? { closer, whole: true } : undefined;
}

/** Whether a line ends display math: the closer is its only one and, but for a full stop, its end. */
export function closesMath(text: string, closer: MathCloser): boolean {
  const at = text.indexOf(closer);
  return at >= 0 && /^[.,;]?[ \t]*$/.test(text.slice(at + 2));
}

const ENVIRONMENT =
  /^\\begin\{((?:equation|align|alignat|gather|multline|flalign|eqnarray|split|aligned|alignedat|gathered|array|subarray|[rd]?cases|drcases|[pbBvV]?matrix|smallmatrix|CD)\*?)\}/;

/** The name of the environment that text begins and that is a formula without any dollar around it: `\begin{align}`. */
export function environmentOf(text: string): string | undefined {
  return ENVIRONMENT.exec(text)?.[1];
}

const COMMAND = /\\(?:[a-zA-Z]+|[,;:!|{}\\])/;
/** A script behind a single letter, a number or a bracket, as in x_1, 10^{-3}, (a+b)^2, or a script alone. */
const SCRIPT =
  /(?:^|[\s+\-*/=<>(,|{])(?:\p{L}|\d[\d.,]*)?'*[_^](?:\{[^{}]*\}|[\p{L}\d+\-*])(?![\p{L}]{2})|[)\]}|'][_^][\p{L}\d{]/u;
const RELATION = /[=<>≤≥≈≠∈∉⊂⊆→∞×·÷±∑∫√]/;
const OPERATOR = /[+*/^]|\d\s*[-−]|[-−]\s*[\p{L}\d]/u;
const FUNCTIONS = /\b(?:sin|cos|tan|cot|log|exp|max|min|lim|det|gcd|mod|arg|sup|inf|dim|ker)\b/g;

/** TeX beyond doubt: a command or a script. */
export function isClearTex(content: string): boolean {
  return COMMAND.test(content) || SCRIPT.test(content);
}

/** Two words or one long one, and nothing of TeX. */
export function isWords(content: string): boolean {
  if (isClearTex(content)) return false;
  const words = content.replace(FUNCTIONS, '').match(/\p{L}{3,}/gu) ?? [];
  return words.length >= 2 || (words[0]?.length ?? 0) >= 4;
}

/** What stands between `\[` and `\]`: a formula, or text in brackets that were escaped: "\[1\]", "\[Company Name\]". */
export function isBracketFormula(content: string): boolean {
  if (!/[\p{L}\d]/u.test(content)) return false;
  if (COMMAND.test(content.replace(/\\[_*&#%$]/g, ''))) return true;
  const letters = content.replace(FUNCTIONS, '').replace(/[_^]\{[^{}]*\}/g, '');
  if (!/\p{L}/u.test(letters) && !/\d\s*[=<>^]/.test(letters)) return false;
  const spaced = /^\s/.test(content) && /\s$/.test(content);
  if (/\p{L}{3,}|\p{L}{2,}_/u.test(letters)) return spaced && content.includes('=');
  if (/^[\d\s.,:/–-]+$/.test(content)) return false;
  return RELATION.test(content) || SCRIPT.test(content) || (OPERATOR.test(content) && !/^\p{L}?\d*$/u.test(content));
}

export interface Formula {
  readonly content: string;
  readonly end: number;
}

/**
 * `$x$` that begins at `start`. The very next unescaped dollar must close it, so that the search stays linear; what is
 * between must be able to be a formula, so that prices stay prices. Beside a letter or digit only what is TeX beyond doubt
 * counts, or a single letter: `H$_2$O`, `$n$th`, but "US$5 and A$".
 */
export function dollarFormula(src: string, start: number, limit: number): Formula | undefined {
  const before = src[start - 1] ?? ' ';
  if (/[$\\]/.test(before) || src[start + 1] === '$') return undefined;
  const end = closingDollar(src, start + 1);
  if (end < 0 || end >= limit) return undefined;
  const content = src.slice(start + 1, end);
  const after = src[end + 1] ?? ' ';
  if (after === '$' || content.trim() === '' || /["`\n„“”]|^['‘’]\s|\s['‘’]$/.test(content) || !isBalanced(content))
    return undefined;
  const spaces = Number(/^\s/.test(content)) + Number(/\s$/.test(content));
  if (spaces === 1) return undefined;
  const inWord = /[\p{L}\p{N}]/u;
  const isBeside = (/[\w.]/.test(before) && inWord.test(before)) || /\w/.test(after) || after === '{';
  if (spaces === 2 || isBeside) {
    const clear = isClearTex(content) || (spaces === 2 ? RELATION.test(content) && !isWords(content) : false);
    const letter = spaces === 0 && /^\p{L}$/u.test(content) && !/\d/.test(after);
    if (!clear && !letter) return undefined;
    if (/\d/.test(after) && /^\d/.test(content)) return undefined;
  }
  return isPrice(content) || isText(content) ? undefined : { content, end: end + 1 };
}

export function closingDollar(src: string, from: number): number {
  for (let at = src.indexOf('$', from); at >= 0; at = src.indexOf('$', at + 1)) {
    let slashes = 0;
    while (at - slashes > from && src[at - slashes - 1] === '\\') slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/** "10 to 20 US", "5/month, or ", between two dollar signs, is no formula. */
const isPrice = (content: string): boolean =>
  /^\d[\d.,]*(?:[kKmMbB]|bn)?(?:\s+\p{L}{2,}|\s*[/–—-]\s*\p{L}{2,}|[,;:.]\s)/u.test(content) && !isClearTex(content);

/** Words of a sentence or a path, between two dollar signs. */
function isText(content: string): boolean {
  if (isClearTex(content)) return /\p{L}{3,} \p{L}{3,} \p{L}{3,}/u.test(content) && !COMMAND.test(content);
  const words = content.replace(FUNCTIONS, '').match(/\p{L}{2,}/gu) ?? [];
  if (/[;?!]\s|\.\s+\p{L}|[/:]$|^\{|\*\*/u.test(content)) return words.length > 0 || /\*\*/.test(content);
  return words.length >= 3 || (words.length === 2 && /\p{L}{2,}[\s,]+\p{L}{2,}/u.test(content));
}

const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Whether no bracket is closed that was not opened; half-open intervals are mixed, so kinds may mix but for braces. */
function isBalanced(content: string): boolean {
  let round = 0;
  let curly = 0;
  for (let i = 0; i < content.length; i++) {
    const character = content[i]!;
    if (character === '\\') i++;
    else if (character === '(' || character === '[') round++;
    else if (character === '{') curly++;
    else if (PAIRS[character] === '{' && --curly < 0) return false;
    else if ((character === ')' || character === ']') && --round < 0) return false;
  }
  return round === 0 && curly === 0;
}
