/** The database that a pasted address was found to name: opening it a moment later need not read it a second time. */
import type { DatabaseObjectResponse } from '../notion/api-types.ts';

const KEPT_MS = 10_000;

export class JustRead {
  readonly #now: () => number;
  #last: { readonly database: DatabaseObjectResponse; readonly at: number } | undefined;

  /** `now`: epoch ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  note(database: DatabaseObjectResponse): DatabaseObjectResponse {
    this.#last = { database, at: this.#now() };
    return database;
  }

  /** Once: whoever reads anew gets what is there now. */
  take(databaseId: string): DatabaseObjectResponse | undefined {
    const last = this.#last;
    if (last?.database.id !== databaseId) return undefined;
    this.#last = undefined;
    const age = this.#now() - last.at;
    return age >= 0 && age <= KEPT_MS ? last.database : undefined;
  }
}
