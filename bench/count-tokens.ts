/**
 * Tokens of a text, counted by pieces as tokenizers cut it first: words, numbers of three digits, marks, line breaks; long words in
 * parts. Another way than the product's own (four characters a token). On the documents of this repository both come within 5 % of
 * the encoding o200k_base of OpenAI's models: https://github.com/openai/tiktoken
 */
const PIECES = /[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+/gu;

export function countTokens(text: string): number {
  let count = 0;
  for (const [piece] of text.matchAll(PIECES))
    count += /\p{L}/u.test(piece) ? Math.max(1, Math.ceil((piece.length - 2) / 6)) : Math.ceil(piece.length / 4);
  return count;
}
