/**
 * The rate gates, one per token, kept for the next worker of this browser session: what was learned of Notion's limit, how much of
 * the running window is used up, and a pause that Notion asked for. A worker that knew none of it would send into the pause.
 */
import { hashText } from '../shared/hash-text.ts';
import type { Clock } from '../shared/clock.ts';
import type { KeyValueStore } from '../storage/key-value-store.ts';
import { createRequestGate, type RequestGate } from './request-gate.ts';

/** Counts are stored this late at most (ms); a pause is stored at once. */
const SAVE_AFTER_MS = 500;

export interface KeptGatesDeps {
  /** `storage.session`: it ends with the browser, as the window of a minute does. */
  readonly session: KeyValueStore;
  readonly clock: Clock;
  readonly onDefect: (error: unknown) => void;
}

export class KeptGates {
  readonly #deps: KeptGatesDeps;
  readonly #gates = new Map<string, Promise<RequestGate>>();

  constructor(deps: KeptGatesDeps) {
    this.#deps = deps;
  }

  /** The token's gate with all that was learned in this browser session. */
  async open(token: string): Promise<RequestGate> {
    const known = this.#gates.get(token);
    if (known) return known;
    const opening = this.#open(token);
    this.#gates.set(token, opening);
    return opening;
  }

  async #open(token: string): Promise<RequestGate> {
    // The token itself is stored nowhere but sealed.
    const key = `gate:${hashText(token)}`;
    const gate = createRequestGate();
    try {
      gate.restore(await this.#deps.session.get(key));
    } catch (error) {
      // A gate that has to learn anew costs one refused request.
      this.#deps.onDefect(error);
    }
    return this.#keep(gate, key);
  }

  #keep(gate: RequestGate, key: string): RequestGate {
    const { session, clock, onDefect } = this.#deps;
    let isDue = false;
    const save = () => session.set({ [key]: gate.snapshot() }).catch(onDefect);
    const saveSoon = () => {
      if (isDue) return;
      isDue = true;
      void clock.sleep(SAVE_AFTER_MS).then(() => {
        isDue = false;
        return save();
      });
    };
    return {
      ...gate,
      enter(now) {
        const ticket = gate.enter(now);
        saveSoon();
        return {
          counted: (at) => ticket.counted(at),
          limited: (at, retryAt, ownWindow) => {
            ticket.limited(at, retryAt, ownWindow);
            void save();
          },
        };
      },
    };
  }
}
