import { isDirective, closesFence, fenceOf, type Fence } from './line-kind.ts';

/** Reads the lines of a `<details>` or `:::` container one by one, from its first, and says which one ends it. */
export class ContainerEnd {
  readonly #kind: 'details' | 'directive';
  #open = 0;
  #fence: Fence | undefined;

  constructor(kind: 'details' | 'directive') {
    this.#kind = kind;
  }

  /** True for the line that closes the container. What lies inside a code fence closes nothing. */
  isLast(line: string): boolean {
    const text = line.trim();
    if (this.#fence !== undefined) {
      if (closesFence(text, this.#fence)) this.#fence = undefined;
      return false;
    }
    this.#fence = fenceOf(text);
    if (this.#fence !== undefined) return false;
    this.#open += this.#kind === 'details' ? countDetails(text) : countDirectives(text);
    return this.#open <= 0;
  }
}

function countDetails(text: string): number {
  const bare = text.replace(/`[^`]*`/g, '');
  const opened = bare.match(/<details(?=[\s>])/gi)?.length ?? 0;
  return opened - (bare.match(/<\/details\s*>/gi)?.length ?? 0);
}

function countDirectives(text: string): number {
  if (/^:{3,}$/.test(text)) return -1;
  return isDirective(text) ? 1 : 0;
}
