/**
 * How many rows of a run are in flight: more while the engine keeps up, half as many as soon as it asks to slow down. A limit per
 * second would be the wrong unit: a slow local model wants one at a time, a fast one a dozen.
 */
import type { Run } from '../../jobs/run.ts';
import type { ErrorCode } from '../../shared/app-error.ts';
import { ruleOf } from '../../shared/error-rules.ts';

const FIRST = 4;
const MOST = 12;
/** A server of the person's own works through its requests one by one or a few at a time; more would only wait, and look stalled. */
const FIRST_OF_A_SERVER = 2;
const MOST_OF_A_SERVER = 4;
/** After the first complaint: one more after so many rows without another. Before it, one more with each row. */
const ROWS_PER_STEP = 8;

interface Pace {
  limit: number;
  good: number;
  complained: boolean;
}

export class RowPace {
  readonly #paces = new Map<string, Pace>();

  limitFor(run: Run): number {
    return this.#paceOf(run).limit;
  }

  succeeded(run: Run): void {
    const pace = this.#paceOf(run);
    pace.good += 1;
    const most = run.engine === 'compatible' ? MOST_OF_A_SERVER : MOST;
    if (pace.limit >= most || (pace.complained && pace.good < ROWS_PER_STEP)) return;
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
    const pace = { limit: run.engine === 'compatible' ? FIRST_OF_A_SERVER : FIRST, good: 0, complained: false };
    this.#paces.set(key, pace);
    return pace;
  }
}
