/** The last defects of ours, by place and kind only: what an error said could hold a key or a person's text. */
export interface Defect {
  readonly where: string;
  readonly name: string;
  readonly at: number;
}

const KEPT = 20;

export class DefectLog {
  readonly #now: () => number;
  #defects: readonly Defect[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  add(where: string, error: unknown): Defect {
    const name = error instanceof Error ? error.name : typeof error;
    const defect = { where, name, at: this.#now() };
    this.#defects = [...this.#defects, defect].slice(-KEPT);
    return defect;
  }

  list(): readonly Defect[] {
    return this.#defects;
  }
}
