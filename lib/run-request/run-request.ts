/** What a person asks for with one Generate. A run keeps its own copy. */
import type { GenerationOptions } from './generation-options.ts';
import type { RowSelection } from './row-selection.ts';
import type { Target } from './target.ts';

/** Rows of a trial. */
export const MOST_TRIED_ROWS = 3;

export type RunKind = 'page' | 'rows' | 'selection';

/** A row whose answer a person accepted, perhaps after they changed it. */
export interface RowExample {
  readonly topic: string;
  /** Values that its prompt named, by property name. */
  readonly inputs: Readonly<Record<string, string>>;
  /** By property; of a page body there is one, without a name. */
  readonly answers: readonly { readonly id: string; readonly name: string; readonly text: string }[];
}

export interface GivenText {
  /** Markdown. */
  readonly text: string;
  readonly model: string;
}

export interface RunRequest {
  readonly kind: RunKind;
  readonly target: Target;
  readonly options: GenerationOptions;
  readonly selection?: RowSelection;
  /** Selected text and the block it ends in (kind `selection`). */
  readonly selectedText?: string;
  readonly afterBlockId?: string;
  /** A text that was made and looked at before: it is written, and the model not asked. Gone once it stands in Notion. */
  readonly given?: GivenText;
  /** Rows: what was accepted in trials, found when the run was started. */
  readonly examples?: readonly RowExample[];
}
