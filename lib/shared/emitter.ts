/** Tells whoever subscribed that something changed. What changed is read from where it is stored. */
export class Emitter<T = void> {
  readonly #listeners = new Set<(value: T) => void>();

  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** How many are told: what subscribes and never leaves shows here. */
  get listeners(): number {
    return this.#listeners.size;
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
