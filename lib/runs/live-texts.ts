const MOST_LIVE_TEXTS = 20;

/** Texts that a surface may show before they are stored; one of a run that was stopped is kept a while for Copy. */
export class LiveTexts {
  readonly #byRun = new Map<string, string>();

  keep(runId: string, text: string): void {
    this.#byRun.delete(runId);
    this.#byRun.set(runId, text);
    const [oldest] = this.#byRun.keys();
    if (this.#byRun.size > MOST_LIVE_TEXTS && oldest !== undefined) this.#byRun.delete(oldest);
  }

  drop(runId: string): void {
    this.#byRun.delete(runId);
  }

  of(runId: string): string | undefined {
    return this.#byRun.get(runId);
  }
}
