/** Longer than any “I'll look that up.” */
const LONGEST_REMARK = 400;

/**
 * Leaves out what Claude says on the way to a search: such a remark is no part of the answer. Text waits until it is too long for one,
 * cites a page, or nothing more comes.
 */
export class SearchRemarks {
  readonly #mayCome: boolean;
  #held = '';
  #isAnswer = false;
  #hasAnswered = false;

  constructor(mayCome: boolean) {
    this.#mayCome = mayCome;
  }

  push(text: string): string {
    this.#held += text;
    return !this.#mayCome || this.#isAnswer || this.#held.length > LONGEST_REMARK ? this.#release() : '';
  }

  cite(): string {
    return this.#release();
  }

  end(): string {
    return this.#release();
  }

  /** A search begins: what waits was about it. */
  search(): void {
    this.#held = '';
    this.#isAnswer = false;
  }

  #release(): string {
    const text = this.#held;
    this.#held = '';
    if (text === '') return '';
    // What comes behind another search is a paragraph of its own.
    const between = this.#hasAnswered && !this.#isAnswer ? '\n\n' : '';
    this.#isAnswer = true;
    this.#hasAnswered = true;
    return between + text;
  }
}
