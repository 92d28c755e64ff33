/** Decisions in the order they were made, row by row: one that waits for Notion keeps back no other row's. */
export class DecisionQueues {
  readonly #last = new Map<string, Promise<void>>();
  #failures: unknown[] = [];

  /** `send` is called at once, or after the row's earlier decisions, whether those failed or not. */
  add(jobId: string, send: () => Promise<void>): void {
    const earlier = this.#last.get(jobId);
    const mine: Promise<void> = (earlier ? earlier.then(send) : send())
      .catch((error: unknown) => void this.#failures.push(error))
      .then(() => {
        if (this.#last.get(jobId) === mine) this.#last.delete(jobId);
      });
    this.#last.set(jobId, mine);
  }

  /** Resolves when all were sent, also those that were added meanwhile. @throws the first failure since the last call */
  async sent(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values());
    const failures = this.#failures;
    this.#failures = [];
    if (failures.length > 0) throw failures[0];
  }
}
