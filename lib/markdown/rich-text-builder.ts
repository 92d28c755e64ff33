import type { Annotations, EquationRun, RichText, TextRun } from './block-types.ts';
import { cleanText } from './clean-text.ts';
import { MAX_EXPRESSION_LENGTH, MAX_TEXT_LENGTH } from './limit-rich-text.ts';
import { splitText } from './split-text.ts';

type Piece = { readonly style: string; readonly annotations: Annotations; readonly url: string | undefined } & (
  { readonly kind: 'text'; content: string } | { readonly kind: 'equation'; readonly content: string }
);

/** Collects text in its styles, joins what is alike, and makes runs within Notion's limits. */
export class RichTextBuilder {
  readonly #pieces: Piece[] = [];

  text(text: string, annotations: Annotations, url: string | undefined): void {
    const content = cleanText(text);
    if (content === '') return;
    const style = `${Object.keys(annotations).join()}${annotations.color ?? ''} ${url ?? ''}`;
    const last = this.#pieces.at(-1);
    if (last?.kind === 'text' && last.style === style) last.content += content;
    else this.#pieces.push({ kind: 'text', content, style, annotations, url });
  }

  /** A formula; one that is longer than Notion takes becomes code. */
  equation(expression: string, annotations: Annotations): void {
    const content = cleanText(expression).trim();
    if (content === '') return;
    if (content.length > MAX_EXPRESSION_LENGTH) this.text(content, { ...annotations, code: true }, undefined);
    else this.#pieces.push({ kind: 'equation', content, style: '', annotations, url: undefined });
  }

  /** The runs, without white space at both ends. */
  build(): RichText[] {
    this.#trim();
    return this.#pieces.flatMap(toRuns);
  }

  #trim(): void {
    trimEdge(this.#pieces, 0, (text) => text.trimStart());
    trimEdge(this.#pieces, -1, (text) => text.trimEnd());
  }
}

function trimEdge(pieces: Piece[], edge: 0 | -1, trim: (text: string) => string): void {
  for (;;) {
    const piece = pieces.at(edge);
    if (piece?.kind !== 'text' || (piece.annotations.code === true && piece.content.trim() !== '')) return;
    piece.content = trim(piece.content);
    if (piece.content !== '') return;
    if (edge === 0) pieces.shift();
    else pieces.pop();
  }
}

function toRuns(piece: Piece): RichText[] {
  const styled = Object.keys(piece.annotations).length > 0 && { annotations: piece.annotations };
  if (piece.kind === 'equation') {
    const run: EquationRun = { type: 'equation', equation: { expression: piece.content }, ...styled };
    return [run];
  }
  const { url } = piece;
  return splitText(piece.content, MAX_TEXT_LENGTH).map((content): TextRun => {
    return { type: 'text', text: { content, ...(url !== undefined && { link: { url } }) }, ...styled };
  });
}
