/** Keys in what a server says, also where they are not spelled as they were sent: in pieces, encoded, in other letters. */

/** So many letters and digits in a row that a key has too are a piece of it, and no chance. */
const PIECE = 8;
/** Keys of the services that Visen knows, whole or shortened with stars or dots, and what stands behind “Bearer”, but for the word “token”. */
const KEYS =
  /\b(?:sk|gsk|xai|ntn|pplx|hf|csk|nvapi|r8|secret|key)[-_][\w.*•…-]{4,}|\bAIza[\w.*•…-]{4,}|\bAQ\.[\w.*•…-]{4,}|\S*[*•]{3,}\S*|\w{2,}(?:\.{3,}|…)\w{2,}|(?<=bearer\s)(?!tokens?(?:[\s.,;:]|$))\S+/giu;
const ESCAPED = /%([\da-f]{2})|&#x([\da-f]{1,6});|&#(\d{1,7});|\\u([\da-f]{4})|\\x([\da-f]{2})/giu;

/** The words with “…” in place of keys, of pieces of them, and of their last characters. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  let words = unescapeLetters(text);
  for (const secret of secrets) if (secret.length >= 4) words = words.replaceAll(secret, '…');
  for (const secret of secrets) words = withoutPieces(words, secret);
  words = words.replace(KEYS, '…');
  for (const secret of secrets) if (secret.length >= 12) words = words.replaceAll(secret.slice(-4), '…');
  return words;
}

/** `%2D`, `&#45;`, `\u002d`: what stands for a visible ASCII sign is that sign. */
function unescapeLetters(text: string): string {
  return text.replace(ESCAPED, (found: string, ...groups: (string | undefined)[]) => {
    const [percent, hex, decimal, unit, byte] = groups;
    const code = decimal === undefined ? parseInt(percent ?? hex ?? unit ?? byte ?? '', 16) : Number(decimal);
    return code > 0x20 && code < 0x7f ? String.fromCharCode(code) : found;
  });
}

/** Compares letters and digits alone, in one case: what was put between them parts nothing. */
function withoutPieces(words: string, secret: string): string {
  const forms = formsOf(secret);
  if (forms.length === 0) return words;
  const places = [...words.matchAll(/[a-z\d]/giu)].map(({ index }) => index);
  const plain = lettersOf(words);
  const isHidden = new Uint8Array(words.length);
  for (let at = 0; at + PIECE <= plain.length; at += 1) {
    const piece = plain.slice(at, at + PIECE);
    if (forms.some((form) => form.includes(piece))) isHidden.fill(1, places[at], places[at + PIECE - 1]! + 1);
  }
  return words.replace(/[^]/gu, (letter, at: number) => (isHidden[at] === 0 ? letter : isHidden[at - 1] ? '' : '…'));
}

/** A key as it is, backwards, in hex, and in Base64, alone and behind other text. */
function formsOf(secret: string): string[] {
  const bytes = [...new TextEncoder().encode(secret)];
  const base64 = [0, 1, 2].map((before) =>
    btoa(String.fromCharCode(...Array<number>(before).fill(0), ...bytes)).slice(before === 0 ? 0 : before + 1),
  );
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const plain = lettersOf(secret);
  const forms = [plain, [...plain].reverse().join(''), lettersOf(hex), ...base64.map(lettersOf)];
  return plain.length < PIECE ? [] : forms.filter((form) => form.length >= PIECE);
}

const lettersOf = (text: string): string => text.replace(/[^a-z\d]/giu, '').toLowerCase();
