/**
 * How many rows of a run are in flight: more while the engine keeps up, half as many as soon as it asks to slow down. A limit per
 * second would be the wrong unit: a slow local model wants one at a time, a fast one a dozen.
 */
import type { Run } from '../../jobs/run.ts';
import { knownEngine } from '../../language-model/engines.ts';
import { HOSTED_PACE } from '../../language-model/engines/engine.ts';
import type { ErrorCode } from '../../shared/app-error.ts';
import { ruleOf } from '../../shared/error-rules.ts';

/** After the first complaint: one more after so many rows without another. Before it, one more with each row. */
const ROWS_PER_STEP = 8;

interface Pace {
  limit: number;
  good: number;
  complained: boolean;
}

/** A run of an engine that this Visen does not have ends with its first row. */
const paceOf = ({ engine }: Run) => knownEngine(engine)?.pace ?? HOSTED_PACE;

export class RowPace {
  readonly #paces = new Map<string, Pace>();

  limitFor(run: Run): number {
    return this.#paceOf(run).limit;
  }

  succeeded(run: Run): void {
    const pace = this.#paceOf(run);
    pace.good += 1;
    if (pace.limit >= paceOf(run).most || (pace.complained && pace.good < ROWS_PER_STEP)) return;
    pace.limit += 1;
    pace.good = 0;
  }

  failed(run: Run, code: ErrorCode): void {
    if (!ruleOf(code).slowsDown) return;
    const pace = this.#paceOf(run);
    pace.limit = Math.max(1, Math.floor(pace.limit / 2));
    pace.good = 0;
    pace.complained = true;
  }

  /** One pace per engine and model: two runs share what the engine gives. */
  #paceOf(run: Run): Pace {
    const key = `${run.engine} ${run.model}`;
    const known = this.#paces.get(key);
    if (known) return known;
    const pace = { limit: paceOf(run).first, good: 0, complained: false };
    this.#paces.set(key, pace);
    return pace;
  }
}
