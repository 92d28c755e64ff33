import type { GenerationOptions } from '../run-request/generation-options.ts';
import type { RowSelection, RowTicks } from '../run-request/row-selection.ts';
import type { Target } from '../run-request/target.ts';

/** A saved target with its prompt. */
export interface Connection {
  readonly id: string;
  readonly name: string;
  readonly target: Target;
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly options: GenerationOptions;
  /** Database view of Create as it was left: how rows were chosen. Its row ids count only where there are no `ticks`. */
  readonly selection?: RowSelection;
  /** Which rows were ticked, also while others are chosen. */
  readonly ticks?: RowTicks;
  /** Columns that a person showed or hid, by property id; the others follow the prompt and the output. */
  readonly columns?: Readonly<Record<string, boolean>>;
  /** How many rows were out of date when they were last seen. */
  readonly outdated?: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastRun?: { readonly runId: string; readonly at: number; readonly state: string };
  readonly stats: {
    readonly rowsDone: number;
    readonly rowsFailed: number;
    readonly prompts: number;
    readonly tokens: number;
    readonly cost: number;
  };
}

/** What a connection's runs did so far. */
export type ConnectionNumbers = Pick<Connection, 'id' | 'stats' | 'lastRun'>;
