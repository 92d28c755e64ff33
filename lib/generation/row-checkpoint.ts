import type { PropertyValues } from '../notion/workspace.ts';
import type { BodyCheckpoint } from './page-checkpoint.ts';

/** What is known so far of one row. */
export interface RowCheckpoint {
  readonly version: 1;
  /** The written properties as they were before the run: what Undo puts back, and what an edit is told by. */
  readonly before?: PropertyValues;
  /** Hash of the normalised value of the written properties when they were read. */
  readonly beforeHash?: string;
  readonly beforeText?: string;
  /** `last_edited_time` when the row was read. */
  readonly readAt?: number;
  /** The model's answer, paid for: never asked for again. */
  readonly answerText?: string;
  readonly values?: PropertyValues;
  /** Hash of the values as Notion echoed them after the write, or as we sent them. */
  readonly writtenHash?: string;
  readonly sentAt?: number;
  readonly written?: boolean;
  /** Rows whose output is their page body. */
  readonly body?: BodyCheckpoint;
  /** A trial: nothing is written until the person accepts. */
  readonly decision?: 'open' | 'accepted' | 'rejected';
  readonly undone?: boolean;
}

export const NEW_ROW: RowCheckpoint = { version: 1 };

/** A stored checkpoint, or a new one. */
export function parseRowCheckpoint(value: unknown): RowCheckpoint {
  if (value === undefined || value === null) return NEW_ROW;
  const candidate = value as Partial<RowCheckpoint>;
  if (candidate.version === 1) return candidate as RowCheckpoint;
  throw new TypeError('a checkpoint of an unknown version');
}
